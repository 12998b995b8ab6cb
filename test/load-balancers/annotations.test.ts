import { Testing } from 'cdk8s';
import { RESERVED_ANNOTATIONS } from '../../src/binding/reserved-annotations';
import { annotations, attributes, keyValues, list } from '../../src/load-balancers/annotations';

const scope = Testing.chart();

describe("the binding's annotations and the user's", () => {
  const merge = (extra?: { [key: string]: any }) =>
    annotations(scope, {
      owner: 'Balancer',
      own: { 'x/type': 'external', 'x/subnets': undefined },
      reserved: ['x/class'],
      extra,
    });

  test('stand side by side, without those that have no value', () => {
    expect(merge({ 'x/other': '1', 'y/type': '2' }).annotations).toEqual({
      'x/type': 'external',
      'x/other': '1',
      'y/type': '2',
    });
    expect(merge().annotations).toEqual({ 'x/type': 'external' });
  });

  test("say which keys are the binding's, whether they are written or not", () => {
    expect(merge({ 'x/other': '1' }).reservedAnnotations).toEqual([
      'x/type',
      'x/subnets',
      'x/class',
      ...RESERVED_ANNOTATIONS,
    ]);
  });

  test.each(['x/type', 'x/subnets', 'x/class', 'x/type.443', 'x/subnets.443', 'x/class.443'])(
    '%s belongs to the binding, whether it is written or not',
    (key) => {
      expect(() => merge({ [key]: 'external' })).toThrow(
        new Error(
          `[test] annotation ${key} ("external") belongs to Balancer; use the load balancer's own props, or leave it out`,
        ),
      );
    },
  );

  test.each(['x/types', 'x/type-1', 'type', 'X/type', 'x/class-name'])('%s is another key', (key) => {
    expect(merge({ [key]: 'mine' }).annotations).toHaveProperty([key], 'mine');
  });

  test.each([
    [true, 'true', 'write "true"'],
    [80, '80', 'write "80"'],
    [undefined, 'undefined', 'leave it out'],
  ])('a value must be a string: %p', (value, got, remedy) => {
    expect(() => merge({ 'x/other': value })).toThrow(
      new Error(`[test] annotations["x/other"] must be a string, got ${got}; ${remedy}`),
    );
  });
});

describe('a list', () => {
  test.each([
    [['a'], 'a'],
    [['b', 'a', 'c'], 'b,a,c'],
  ])('%j is written as %s, in the order that was given', (items, text) => {
    expect(list(scope, 'subnets', items)).toBe(text);
  });

  test('can have another separator', () => {
    expect(list(scope, 'fqdns', ['a.example', 'b.example'], ' ')).toBe('a.example b.example');
    expect(() => list(scope, 'fqdns', ['a.example b.example'], ' ')).toThrow(
      '[test] fqdns: "a.example b.example" is not one item',
    );
  });

  test('that is not given is left out', () => {
    expect(list(scope, 'subnets')).toBeUndefined();
  });

  test('that is empty is refused', () => {
    expect(() => list(scope, 'subnets', [])).toThrow(
      new Error('[test] subnets must be a list with at least one item, got []; write that, or leave it out'),
    );
  });

  test.each(['a,b', ',', 'a\\'])('holds one item a string: %j', (item) => {
    expect(() => list(scope, 'subnets', ['x', item])).toThrow(
      new Error(`[test] subnets: ${JSON.stringify(item)} is not one item; write each item as a separate string`),
    );
  });
});

describe('a map', () => {
  test('is written by key, whichever order it was given in', () => {
    expect(keyValues(scope, 'tags', { team: 'edge', env: 'prod', empty: '', formula: 'a=b' })).toBe(
      'empty=,env=prod,formula=a=b,team=edge',
    );
  });

  test.each([[undefined], [{}]])('%j is left out', (map) => {
    expect(keyValues(scope, 'tags', map)).toBeUndefined();
  });

  test.each([
    ['', 'x'],
    ['a,b', 'x'],
    ['a=b', 'x'],
    ['a', 'x,y'],
    ['a', 'CORP\\jane'],
    ['a\\', 'x'],
    [' a', 'x'],
    ['a\u00a0', 'x'],
    ['a\u0085', 'x'],
    ['a', ' x'],
    ['a', 'x\ny'],
  ])('cannot hold %j: %j', (key, value) => {
    expect(() => keyValues(scope, 'tags', { [key]: value })).toThrow(
      new Error(
        `[test] tags: ${JSON.stringify(key)}: ${JSON.stringify(value)} cannot be written as key=value; ` +
          'write keys without a comma or "=", values without a comma, and both without a backslash, line breaks or blanks around them',
      ),
    );
  });

  test('cannot hold a number, from plain JavaScript', () => {
    expect(() => keyValues(scope, 'tags', { a: 1 as any })).toThrow(
      '[test] tags["a"] must be a string, got 1; write "1"',
    );
  });
});

describe('attributes', () => {
  test('are a map whose keys the cloud defines', () => {
    expect(attributes(scope, 'attributes', { 'idle_timeout.timeout_seconds': '60', 'a-b': '' })).toBe(
      'a-b=,idle_timeout.timeout_seconds=60',
    );
  });

  test.each(['', ' a', 'a ', 'a\u00a0', 'a\u200b', 'a\\.b', 'a b', 'a:b', 'ä'])(
    'cannot have the key %j, which a reader may take for another',
    (key) => {
      expect(() => attributes(scope, 'attributes', { [key]: 'x' })).toThrow(
        new Error(
          `[test] attributes: ${JSON.stringify(key)} is not a name of an attribute; write it in letters, digits, "_", "." and "-"`,
        ),
      );
    },
  );
});
