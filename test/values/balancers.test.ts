import * as library from '../../src';
import { BALANCERS } from '../../src/controllers/registry';
import { entriesOf, PropKind } from '../../src/load-balancers/props';
import { LOAD_BALANCERS } from '../../src/values/balancers';
import { parseProps } from '../../src/values/props';
import { CAPABILITIES } from '../../src/values/row';

const CLASSES = (Object.values(library) as any[]).filter(
  (one) => typeof one === 'function' && Object.values(CAPABILITIES).some((method) => method in (one.prototype ?? {})),
);

test('every class of balancer has a row, and every id one class for each way', () => {
  expect([...new Set(LOAD_BALANCERS.map(({ owner }) => owner))].sort()).toEqual(CLASSES.map(({ name }) => name).sort());
  const pairs = LOAD_BALANCERS.flatMap(({ id, ways }) => ways.map((way) => `${id} ${way}`));
  expect(pairs).toEqual([...new Set(pairs)]);
});

test('names come from the controllers', () => {
  for (const { id, name } of LOAD_BALANCERS) {
    expect(name).toBe(BALANCERS[id].name);
  }
});

/** A value of each kind, which a check of another kind must refuse. */
const SAMPLES: Readonly<Record<PropKind, unknown>> = {
  text: 'text',
  count: 3,
  flag: true,
  list: ['text'],
  map: { key: 'text' },
};

test.each(CLASSES.map((one) => [one.name, one._balancer]))(
  '%s: each prop refuses what is not of its kind',
  (owner, balancer) => {
    expect(balancer.owner).toBe(owner);
    for (const [name, prop] of entriesOf<object>(balancer.props)) {
      for (const [kind, sample] of Object.entries(SAMPLES)) {
        if (kind === prop.kind) continue;
        expect(() => prop.write(owner, name, sample)).toThrow(name);
      }
    }
  },
);

describe('--set', () => {
  const shapes = {
    name: { kind: 'text' },
    ports: { kind: 'list' },
    count: { kind: 'count' },
    on: { kind: 'flag' },
    tags: { kind: 'map' },
  } as const;

  test('reads each kind', () => {
    expect(
      parseProps('Balancer', shapes, ['name=a=b', 'ports=a, b', 'count=3', 'on=true', 'tags.a.b/c=x', 'tags.d=']),
    ).toEqual({ name: 'a=b', ports: ['a', 'b'], count: 3, on: true, tags: { 'a.b/c': 'x', d: '' } });
  });

  test.each([
    ['name', /"name" has no value; write name=value/],
    ['nmae=x', /--set nmae: Balancer has no such prop; it has name, ports, count, on, tags/],
    ['constructor=x', /no such prop/],
    ['count=x', /count must be a whole number, got "x"/],
    ['on=yes', /on must be true or false, got "yes"/],
    ['tags=x', /tags is a map; write tags\.KEY=value/],
    ['name.x=y', /name is not a map; write name=value/],
  ])('%s', (setting, message) => {
    expect(() => parseProps('Balancer', shapes, [setting])).toThrow(message);
  });
});
