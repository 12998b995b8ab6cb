import { Testing } from 'cdk8s';
import * as library from '../../src';
import { ROWS } from '../controllers/balancers';

/*
 * Whatever somebody writes into a prop in plain JavaScript, the error is the library's own: it names the class or the
 * gateway, and the prop.
 */

const METHODS = ['bindLocalTraffic', 'bindProxyProtocol', 'bindHeaderForwarding'];

const cyclic: any = {};
cyclic.self = cyclic;
const holes = ['a', 'b', 'c'];
delete holes[1];

const BAD: readonly [string, unknown][] = [
  ['null', null],
  ['an empty text', ''],
  ['a blank', ' '],
  ['a number', -1],
  ['NaN', NaN],
  ['infinity', Infinity],
  ['true', true],
  ['a bigint', 1n],
  ['a text with a line break', 'a\nb'],
  ['a lone surrogate', '\ud800'],
  ['a name of a prototype', 'constructor'],
  ['a function', () => 1],
  ['a class', class A {}],
  ['a symbol', Symbol('x')],
  ['a list', []],
  ['a list of null', [null]],
  ['a list with a hole', holes],
  ['a list of functions', [() => 1]],
  ['a list of objects', [{}]],
  ['a map', {}],
  ['a map with prototype keys', JSON.parse('{ "constructor": "x", "__proto__": "y", "toString": "z" }')],
  ['a map of functions', { a: () => 1 }],
  ['a map of lists', { a: [1] }],
  ['a Map', new Map([['a', 'b']])],
  ['a Set', new Set(['a'])],
  ['a Date', new Date(0)],
  ['a RegExp', /x/],
  ['an object that holds itself', cyclic],
  ['a Promise', Promise.resolve('x')],
  ['a long text', 'x'.repeat(300_000)],
];

const cells = ROWS.flatMap(({ make, least, props }) =>
  [...Object.keys(props), ...Object.keys(least ?? {}), 'annotations'].map((prop) => ({
    make,
    least,
    prop,
    name: make.name,
  })),
);

test.each(cells)('$name: $prop', ({ make, least, prop }) => {
  const bare = BAD.flatMap(([what, value]) =>
    errorsOf(make, { ...least, [prop]: value })
      .filter((error) => !isOurs(error, make.name))
      .map((error) => `${what}: ${error.name}: ${error.message}`),
  );
  expect(bare).toEqual([]);
});

test.each(
  ROWS.filter(({ make }) => make !== library.CloudflareTunnel).map(({ make, least }) => ({
    make,
    least,
    name: make.name,
  })),
)('$name: a prop that it does not have', ({ make, least }) => {
  for (const prop of ['targettype', 'constructor', 'sourceRange']) {
    expect(() => new make({ ...least, [prop]: 'x' })).toThrow(
      `${make.name}: "${prop}" is not a prop of it, so nothing would read it; the props are `,
    );
  }
});

function errorsOf(make: new (props: any) => any, props: object): Error[] {
  const errors: Error[] = [];
  for (const method of METHODS.filter((name) => make.prototype[name])) {
    try {
      new make(props)[method](Testing.chart());
    } catch (error) {
      errors.push(error as Error);
    }
  }
  return errors;
}

function isOurs({ name, message }: Error, owner: string): boolean {
  return name === 'Error' && (message.startsWith(`${owner}: `) || message.startsWith('[test] '));
}

test('a Map is not a map of annotations, which would be silently empty', () => {
  const make = () =>
    new library.MetalLb({ annotations: new Map([['a', 'b']]) as any }).bindLocalTraffic(Testing.chart());
  expect(make).toThrow('MetalLb: annotations must be a map of strings');
});
