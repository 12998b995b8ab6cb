import * as fc from 'fast-check';
import {
  contains,
  formatAddress,
  mapped,
  parseAddress,
  parseBlock,
  parseEndpoint,
  parseStrict,
  unmapped,
} from '../../src/kong/address';

const shown = (text: string) => {
  const endpoint = parseEndpoint(text);
  return (
    endpoint && [formatAddress(endpoint.address), ...(endpoint.port === undefined ? [] : [endpoint.port])].join(' ')
  );
};

test.each([
  ['203.0.113.7', '203.0.113.7'],
  ['203.0.113.7:5678', '203.0.113.7 5678'],
  ['01.002.003.4', '1.2.3.4'],
  ['1..2.3', '1.0.2.3'],
  ['2001:DB8::1', '2001:db8::1'],
  ['[2001:db8::1]:443', '2001:db8::1 443'],
  ['[1.2.3.4]:443', '1.2.3.4 443'],
  ['2001:db8::1:8080', '2001:db8::1:8080'],
  ['0:0:0:0:0:0:0:1', '::1'],
  ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
  ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
  ['::1.2.3.4', '::1.2.3.4'],
  ['64:ff9b::1.2.3.4', '64:ff9b::102:304'],
  ['::102', '::0.0.1.2'],
  [':1::', '1::'],
  ['1::2:', '1::2:0'],
])('nginx reads %s', (text, expected) => {
  expect(shown(text)).toBe(expected);
});

test.each([
  '',
  'unknown',
  '"1.2.3.4"',
  'for=1.2.3.4',
  '3405803783',
  '1.2.3',
  '1.2.3.4.5',
  '256.1.1.1',
  '255.255.255.255',
  '1.2.3.4:',
  '1.2.3.4:0',
  '1.2.3.4:65536',
  ':80',
  '[::1]',
  '[::1]:',
  '[::1',
  '2001:db8::1:80800',
  '1::2::3',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  ':',
  '12345::',
  'g::',
  '1.2.3.4%eth0',
  'fe80::1%eth0',
  '::1.2.3',
  '1:2:3:4:5:6:7:1.2.3.4',
])('nginx does not read %s', (text) => {
  expect(shown(text)).toBeUndefined();
});

test('what is written is read again, and the standard notation means the same to both', () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
      const address = parseStrict(text)!;
      expect(parseStrict(formatAddress(address))).toEqual(address);
      if (text !== '255.255.255.255') expect(parseAddress(formatAddress(address))).toEqual(address);
    }),
  );
});

test.each([
  ['10.0.0.0/8', '10.255.255.255', true],
  ['10.0.0.0/8', '11.0.0.0', false],
  ['127.0.0.2/31', '127.0.0.3', true],
  ['127.0.0.2/31', '127.0.0.4', false],
  ['10.1.2.3/8', '10.9.9.9', true],
  ['0.0.0.0/0', '203.0.113.7', true],
  ['0.0.0.0/0', '::1', false],
  ['2001:db8::/33', '2001:db8:7fff::', true],
  ['2001:db8::/33', '2001:db8:8000::', false],
  ['::/0', 'ffff::', true],
])('%s holds %s: %s', (block, address, expected) => {
  expect(contains(parseBlock(block)!, parseStrict(address)!)).toBe(expected);
});

test('an IPv4-mapped address is the IPv4 address that it holds', () => {
  fc.assert(
    fc.property(fc.ipV4(), (text) => {
      const address = parseStrict(text)!;
      expect(unmapped(mapped(address))).toEqual(address);
      expect(unmapped(parseStrict('::1')!)).toEqual(parseStrict('::1'));
    }),
  );
});
