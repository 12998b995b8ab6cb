import { readVectors, replay, VECTORS_FILE } from './vectors';

describe.each([...readVectors(VECTORS_FILE)])('what a running Kong did (%s)', (_, vectors) => {
  test.each(vectors.map((vector) => [vector.name, vector] as const))('%s', (__, vector) => {
    expect(replay(vector)).toEqual([]);
  });
});

test('a wrong expectation is seen', () => {
  const [vector] = readVectors(VECTORS_FILE).get('observed')!;
  const wrong = { ...vector, expect: { ...vector.expect, kongForwardedIp: '6.6.6.6', status: 400 } };
  expect(replay(wrong).map(({ field }) => field)).toEqual(['status', 'kongForwardedIp']);
});
