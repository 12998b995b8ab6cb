import { BlockList, isIP } from 'net';
import * as fc from 'fast-check';
import { compareCidrs, contains, parseAddress, parseCidr } from '../../src/net/cidr';

const ipv4 = fc
  .tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) => ({ address, prefix, version: 4 as const }));
const ipv6 = fc
  .tuple(fc.ipV6(), fc.integer({ min: 0, max: 128 }))
  .map(([address, prefix]) => ({ address, prefix, version: 6 as const }));

/** The network of an address, found without the code under test: its bits as text, cut and filled up. */
function networkOf(address: string, prefix: number, version: 4 | 6): string {
  if (version === 4) {
    const bits = address
      .split('.')
      .map((octet) => Number(octet).toString(2).padStart(8, '0'))
      .join('');
    const network = bits.slice(0, prefix).padEnd(32, '0');
    return [0, 8, 16, 24].map((at) => parseInt(network.slice(at, at + 8), 2)).join('.');
  }
  const canonical = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head, tail] = canonical.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const groups = tail === undefined ? head : [...head, ...Array(8 - head.length - tail.length).fill('0'), ...tail];
  const bits = groups.map((group) => parseInt(group, 16).toString(2).padStart(16, '0')).join('');
  const network = bits.slice(0, prefix).padEnd(128, '0');
  return Array.from({ length: 8 }, (_, at) => parseInt(network.slice(16 * at, 16 * at + 16), 2).toString(16)).join(':');
}

const isMapped = (address: string) => address.includes(':') && networkOf(address, 128, 6).startsWith('0:0:0:0:0:ffff:');
const family = (version: 4 | 6) => (version === 4 ? 'ipv4' : 'ipv6');

describe('a network is written in one way', () => {
  test.each([
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['203.0.113.128/25', '203.0.113.128/25'],
    ['::/0', '::/0'],
    ['::1/128', '::1/128'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['2001:0db8:0000:0000:0000:0000:0000:0000/32', '2001:db8::/32'],
    ['2001:db8:0:0:1:0:0:0/80', '2001:db8:0:0:1::/80'],
    ['2001:db8:0:1:1:1:1:1/128', '2001:db8:0:1:1:1:1:1/128'],
    ['64:ff9b::192.0.2.0/120', '64:ff9b::c000:200/120'],
    ['fc00::/7', 'fc00::/7'],
  ])('%s becomes %s', (text, canonical) => {
    expect(parseCidr(text).text).toBe(canonical);
  });

  test('and writing it again changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), ({ address, prefix, version }) => {
        const network = networkOf(address, prefix, version);
        fc.pre(!isMapped(network));
        const { text } = parseCidr(`${network}/${prefix}`);
        expect(parseCidr(text).text).toBe(text);
      }),
    );
  });
});

describe('a network holds exactly the addresses that Node says', () => {
  const cases = fc.oneof(
    fc.tuple(ipv4, fc.ipV4()),
    fc.tuple(ipv6, fc.ipV6()),
    ipv4.map((block) => [block, block.address] as const),
    ipv6.map((block) => [block, block.address] as const),
  );

  test('for random networks, and addresses inside and outside', () => {
    fc.assert(
      fc.property(cases, ([{ address, prefix, version }, other]) => {
        const network = networkOf(address, prefix, version);
        fc.pre(!isMapped(network) && !isMapped(other));
        const list = new BlockList();
        list.addSubnet(network, prefix, family(version));
        const block = parseCidr(`${network}/${prefix}`);
        expect({ version: block.version, prefix: block.prefix }).toEqual({ version, prefix });
        expect(contains(block, parseAddress(other))).toBe(list.check(other, family(version)));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['10.0.0.0/8', '10.255.255.255', true],
    ['10.0.0.0/8', '11.0.0.0', false],
    ['10.0.0.0/8', '::a00:1', false],
    ['0.0.0.0/0', '::1', false],
    ['::/0', '192.0.2.1', false],
    ['::/0', '2001:db8::1', true],
    ['192.0.2.1/32', '192.0.2.1', true],
    ['192.0.2.1/32', '192.0.2.0', false],
  ])('%s and %s: %s', (block, address, expected) => {
    expect(contains(parseCidr(block), parseAddress(address))).toBe(expected);
  });

  test('a narrower block is inside a wider one, and not the other way round', () => {
    expect(contains(parseCidr('10.0.0.0/8'), parseCidr('10.1.0.0/16'))).toBe(true);
    expect(contains(parseCidr('10.1.0.0/16'), parseCidr('10.0.0.0/8'))).toBe(false);
    expect(contains(parseCidr('10.0.0.0/16'), parseCidr('10.0.0.0/8'))).toBe(false);
  });
});

describe('host bits are refused, and the message names the network and the address', () => {
  test.each([
    ['10.0.0.1/16', '10.0.0.0/16', '10.0.0.1/32'],
    ['10.0.0.1/0', '0.0.0.0/0', '10.0.0.1/32'],
    ['192.0.2.129/25', '192.0.2.128/25', '192.0.2.129/32'],
    ['2001:db8::1/64', '2001:db8::/64', '2001:db8::1/128'],
    ['fd00::/7', 'fc00::/7', 'fd00::/128'],
  ])('%s', (text, network, address) => {
    expect(() => parseCidr(text)).toThrow(
      new Error(`"${text}" has host bits set; for the network write "${network}", for the one address "${address}"`),
    );
  });

  test('for every random address that is not its own network', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), ({ address, prefix, version }) => {
        const network = networkOf(address, prefix, version);
        fc.pre(network !== networkOf(address, version === 4 ? 32 : 128, version) && !isMapped(address));
        expect(() => parseCidr(`${address}/${prefix}`)).toThrow('has host bits set');
      }),
    );
  });
});

describe('what is no network is refused', () => {
  test.each([
    '',
    ' ',
    '/',
    '/8',
    '10.0.0.0/',
    'all',
    '*',
    'unix:',
    'localhost/32',
    '0.0.0.0\\0',
    '10/8',
    '10.0.0/8',
    '10.0.0.0.0/8',
    '256.0.0.0/8',
    '-1.0.0.0/8',
    '010.0.0.0/8',
    '10.00.0.0/8',
    '0x0a.0.0.0/8',
    '10.0.0.0/08',
    '10.0.0.0/+8',
    '10.0.0.0/-1',
    '10.0.0.0/8.0',
    '10.0.0.0/1e1',
    '10.0.0.0/255.0.0.0',
    '10.0.0.0/8/8',
    ' 10.0.0.0/8',
    '10.0.0.0/8 ',
    '10.0.0.0 /8',
    '10.0.0.0/8\n',
    '10.0.0.0/8,11.0.0.0/8',
    '10.0.0.0/8;',
    '10.0.0.0/8 #',
    '[::1]/128',
    '::1%eth0/128',
    'fe80::%1/64',
    ':::/0',
    '2001:db8/32',
    '2001:db8:::/32',
    '1:2:3:4:5:6:7:8:9/128',
    '12345::/16',
    'g::/16',
    '::/00',
    '::/0128',
  ])('%j', (text) => {
    expect(() => parseCidr(text)).toThrow(
      new Error(
        `${JSON.stringify(text)} is not a CIDR block; write a network such as "10.0.0.0/16" or "2001:db8::/64"`,
      ),
    );
  });

  test.each([
    ['10.0.0.0/33', 4, 32],
    ['10.0.0.0/999', 4, 32],
    ['2001:db8::/129', 6, 128],
  ])('%s is longer than its family', (text, version, bits) => {
    expect(() => parseCidr(text)).toThrow(
      new Error(`"${text}" is not a CIDR block: the prefix of an IPv${version} block is at most /${bits}`),
    );
  });

  test.each([undefined, null, 10, {}, ['10.0.0.0/8', '11.0.0.0/8']])('%j, given from plain JavaScript', (value) => {
    expect(() => parseCidr(value as any)).toThrow(/is not a CIDR block; write a network/);
  });

  test.each([
    ['10.0.0.1', '10.0.0.1/32'],
    ['2001:db8::1', '2001:db8::1/128'],
  ])('the bare address %s, with the block that was meant', (text, block) => {
    expect(() => parseCidr(text)).toThrow(
      new Error(`"${text}" is not a CIDR block: the prefix length is missing; did you mean "${block}"?`),
    );
  });

  test.each(['::ffff:10.0.0.0/104', '::ffff:0:0/96', '::FFFF:a00:0/104', '::ffff:10.1.2.3/128', '::ffff:10.1.2.3/104'])(
    'the IPv4-mapped block %s',
    (text) => {
      expect(() => parseCidr(text)).toThrow(
        new Error(`"${text}" is an IPv4-mapped block, which matches no connection; write the IPv4 block itself`),
      );
    },
  );

  const nearlyCidr = fc.stringMatching(/^[0-9a-f:.%[\] x-]{0,20}\/?[0-9+. -]{0,4}$/);
  test('random junk is accepted only if Node agrees that it is an address and a prefix', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), nearlyCidr), (text) => {
        let accepted = true;
        try {
          parseCidr(text);
        } catch {
          accepted = false;
        }
        const [address, prefix, ...rest] = text.split('/');
        const version = isIP(address);
        const valid =
          version !== 0 &&
          rest.length === 0 &&
          /^\d+$/.test(prefix ?? '') &&
          Number(prefix) <= (version === 4 ? 32 : 128);
        expect(accepted && !valid).toBe(false);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('one address', () => {
  test.each([
    ['203.0.113.10', '203.0.113.10/32'],
    ['2001:DB8:0::10', '2001:db8::10/128'],
  ])('%s is the block %s', (address, block) => {
    expect(parseAddress(address).text).toBe(block);
  });

  test.each([
    '',
    'kong',
    '203.0.113.10/32',
    '203.0.113',
    '203.0.113.10:80',
    '[2001:db8::1]',
    'fe80::1%eth0',
    ' 203.0.113.10',
  ])('%j is none', (text) => {
    expect(() => parseAddress(text)).toThrow(
      new Error(`${JSON.stringify(text)} is not an IP address; write one such as "203.0.113.10" or "2001:db8::10"`),
    );
  });
});

test('networks are ordered by family, address and then the wider first', () => {
  const sorted = [
    '9.0.0.0/8',
    '10.0.0.0/8',
    '10.0.0.0/16',
    '10.0.0.1/32',
    '100.0.0.0/8',
    '::/7',
    '2001:db8::/32',
    'fc00::/7',
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(sorted), (some) => {
      expect(
        some
          .map(parseCidr)
          .sort(compareCidrs)
          .map(({ text }) => text),
      ).toEqual(sorted.filter((text) => some.includes(text)));
    }),
  );
});
