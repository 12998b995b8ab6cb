import { compareCorpus } from './compare';

const comparisons = compareCorpus(__dirname);

test('the corpus is here', () => {
  expect(comparisons.length).toBeGreaterThanOrEqual(120);
});

test.each(comparisons.map(({ file, gateway, disagreements }) => [file, gateway, disagreements] as const))(
  '%s %s',
  (_file, _gateway, disagreements) => {
    expect(disagreements).toEqual([]);
  },
);
