import * as fc from 'fast-check';
import { contains, parseCidr } from '../../src/net/cidr';
import { covers, impossible, isPrivate, isWorldwide, merge } from '../../src/net/cidr-set';

const texts = (blocks: readonly { text: string }[]) => blocks.map(({ text }) => text);

const block = fc.tuple(fc.ipV4(), fc.integer({ min: 20, max: 32 })).map(([address, prefix]) => {
  const octets = address
    .split('.')
    .map(Number)
    .reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  const network = Math.floor(octets / size) * size;
  return parseCidr(`${[24, 16, 8, 0].map((shift) => Math.floor(network / 2 ** shift) % 256).join('.')}/${prefix}`);
});

describe('merged blocks', () => {
  test.each([
    [['10.0.0.0/9', '10.128.0.0/9'], ['10.0.0.0/8']],
    [['10.0.0.0/8', '10.1.0.0/16'], ['10.0.0.0/8']],
    [['10.0.0.0/24', '10.0.1.0/24', '10.0.2.0/24', '10.0.3.0/24'], ['10.0.0.0/22']],
    [
      ['10.0.1.0/24', '10.0.2.0/24'],
      ['10.0.1.0/24', '10.0.2.0/24'],
    ],
    [
      ['::/1', '8000::/1', '0.0.0.0/1', '128.0.0.0/1'],
      ['0.0.0.0/0', '::/0'],
    ],
  ])('%j are %j', (given, merged) => {
    expect(texts(merge(given.map(parseCidr)))).toEqual(merged);
  });

  test('hold every given block, and do not change when they are merged again', () => {
    fc.assert(
      fc.property(fc.array(block), (blocks) => {
        const merged = merge(blocks);
        expect(blocks.every((one) => covers(merged, one))).toBe(true);
        expect(texts(merge(merged))).toEqual(texts(merged));
      }),
    );
  });

  test('do not overlap, and hold nothing else', () => {
    const size = ({ prefix }: { prefix: number }) => 2 ** (32 - prefix);
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        const merged = merge(blocks);
        expect(merged.every((one) => merged.every((other) => one === other || !contains(one, other)))).toBe(true);
        expect(merged.reduce((sum, one) => sum + size(one), 0)).toBeLessThanOrEqual(
          blocks.reduce((sum, one) => sum + size(one), 0),
        );
      }),
    );
  });
});

test.each([
  ['10.0.0.0/8', true],
  ['10.1.2.0/24', true],
  ['100.64.0.0/10', true],
  ['172.31.0.0/16', true],
  ['172.32.0.0/16', false],
  ['8.8.8.8/32', false],
  ['fd00::/8', true],
  ['2001:db8::/32', false],
])('%s is private: %s', (text, expected) => {
  expect(isPrivate(parseCidr(text))).toBe(expected);
});

test.each([
  [['0.0.0.0/0'], true],
  [['10.0.0.0/8', '192.168.0.0/16'], false],
  [['3.0.0.0/8'], false],
  [['3.0.0.0/8', '4.0.0.0/8'], true],
  [['2000::/18'], true],
  [['2000::/19', 'fc00::/7'], false],
  [[], false],
])('%j is the world: %s', (given, expected) => {
  expect(isWorldwide(given.map(parseCidr))).toBe(expected);
});

test('a network that can dial is not impossible', () => {
  expect(impossible(parseCidr('168.63.129.16/32'))).toBeUndefined();
});
