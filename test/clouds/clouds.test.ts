import { Testing, Yaml } from 'cdk8s';
import { createTwoFilesPatch } from 'diff';
import { Variant, variants } from '../../examples/typescript/variants';
import * as library from '../../src';
import { objects } from '../helpers';

/** The ways, each with a variant that has little beside it. */
const PLAIN = {
  'local-traffic': 'metallb-local-traffic',
  'proxy-protocol': 'hetzner-proxy-protocol',
  'header-forwarded': 'hetzner-header-forwarded',
};
const WAYS = Object.keys(PLAIN) as (keyof typeof PLAIN)[];
const BINDS = ['bindLocalTraffic', 'bindProxyProtocol', 'bindHeaderForwarding'];

/** Every balancer of the library with every way that it can go. */
const BALANCERS = Object.entries<any>(library).flatMap(([name, value]) => {
  const prototype: Record<string, () => unknown> = value?.prototype ?? {};
  return BINDS.filter((bind) => bind in prototype).map((bind) => ({ name, bind, prototype }));
});

test('there is a variant of every balancer in every way that it can go', () => {
  const bound = BALANCERS.map(({ name, bind, prototype }) => ({ name, bind, spy: jest.spyOn(prototype, bind) }));
  variants.forEach((variant) => manifestOf(variant));
  const missing = bound.filter(({ spy }) => spy.mock.calls.length === 0).map(({ name, bind }) => `${name}.${bind}`);
  jest.restoreAllMocks();
  expect(missing).toEqual([]);
});

/** One variant of each way is recorded whole, and of the others what is different. */
describe.each(WAYS)('%s', (way) => {
  const ofWay = variants.filter(({ name }) => name.endsWith(way));
  const plain = ofWay.find(({ name }) => name === PLAIN[way])!;

  test(`the manifest of ${plain.name}`, () => {
    expect(manifestOf(plain)).toMatchSnapshot();
  });

  test.each(ofWay.filter((variant) => variant !== plain))(`the manifest of $name, beside ${plain.name}`, (variant) => {
    expect(difference(manifestOf(plain), manifestOf(variant))).toMatchSnapshot();
  });
});

test('every variant goes one of the ways', () => {
  expect(variants.filter(({ name }) => !WAYS.some((way) => name.endsWith(way)))).toEqual([]);
});

function manifestOf({ build }: Variant): string {
  return Yaml.stringify(...objects(build(Testing.chart())));
}

function difference(before: string, after: string): string {
  const patch = createTwoFilesPatch('', '', before, after, '', '', { context: 2 });
  // Where a hunk begins changes with every line above it.
  return patch
    .split('\n')
    .filter((line) => !/^(Index:.*|=+|---.*|\+\+\+.*)$/.test(line))
    .map((line) => line.replace(/^@@ .* @@$/, '@@'))
    .join('\n');
}
