import { mergeValues, withDefaults } from '../../src/charts/merge';
import { setValue } from '../../src/charts/set';

/** What Helm 4.1.4 made of each with `--set`; undefined where it refused. */
const SET: readonly (readonly [assignments: string, values: unknown])[] = [
  ['a.b=1,c=x', { a: { b: 1 }, c: 'x' }],
  ['a=10.0.0.0/8\\,192.168.0.0/16', { a: '10.0.0.0/8,192.168.0.0/16' }],
  ['a=10.0.0.0/8,192.168.0.0/16', undefined],
  ['annotations.service\\.beta\\.kubernetes\\.io/x=y', { annotations: { 'service.beta.kubernetes.io/x': 'y' } }],
  ['a={x,y},b=2', { a: ['x', 'y'], b: 2 }],
  ['a={1,true,null}', { a: [1, true, null] }],
  ['a={}', { a: [''] }],
  ['a[2].b=x', { a: [null, null, { b: 'x' }] }],
  ['a[0][1]=x', { a: [[null, 'x']] }],
  ['a[0].c=1,a[0].d=2', { a: [{ c: 1, d: 2 }] }],
  [
    'a=,b=null,c=007,d=0,e=-5,f=1e3,g=TRUE,h=on,i=1.5',
    { a: '', b: null, c: '007', d: 0, e: -5, f: '1e3', g: true, h: 'on', i: '1.5' },
  ],
  ['a=b=c', { a: 'b=c' }],
  ['a=1,', { a: 1 }],
  ['a', undefined],
  ['a.=x', undefined],
  ['a[x]=1', undefined],
  ['a={x', undefined],
  ['a=2,a.b=1', undefined],
];

describe('--set', () => {
  test.each(SET)('%s', (assignments, values) => {
    if (values === undefined) {
      expect(() => setValue({}, assignments)).toThrow();
    } else {
      expect(setValue({}, assignments)).toEqual(values);
    }
  });

  test('--set-string leaves texts', () => {
    expect(setValue({}, 'a=1,b=true,c={1,null}', true)).toEqual({ a: '1', b: 'true', c: ['1', 'null'] });
  });

  test('what is there already stays, and the values given are not changed', () => {
    const values = { a: { b: 1 }, list: ['x', 'y'] };
    expect(setValue(values, 'a.c=2,list[1]=z')).toEqual({ a: { b: 1, c: 2 }, list: ['x', 'z'] });
    expect(values).toEqual({ a: { b: 1 }, list: ['x', 'y'] });
  });

  test('a key of JavaScript is a key', () => {
    expect(JSON.stringify(setValue({}, '__proto__.x=1'))).toBe('{"__proto__":{"x":1}}');
  });
});

describe('merging values', () => {
  test('maps are merged deeply, lists are replaced, and null deletes what came before', () => {
    const merged = mergeValues([
      { a: { b: 1, c: [1, 2] }, d: 1, e: { f: 1 } },
      { a: { c: [3] }, d: null },
      { e: null },
      { e: { g: 2 } },
    ]);
    expect(merged).toEqual({ a: { b: 1, c: [3] }, d: null, e: { g: 2 } });
  });

  test("null deletes the chart's own value, and another kind of value replaces it", () => {
    expect(withDefaults({ a: { b: null }, c: 'x', d: null }, { a: { b: 1, e: 2 }, c: { f: 1 }, d: 1, g: 3 })).toEqual({
      a: { e: 2 },
      c: 'x',
      g: 3,
    });
  });
});
