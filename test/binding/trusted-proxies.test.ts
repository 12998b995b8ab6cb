import * as fc from 'fast-check';
import { TrustedProxies } from '../../src';

describe('networks by name', () => {
  test('come out canonical, merged, IPv4 before IPv6 and by address', () => {
    expect(
      TrustedProxies.of(
        '2001:DB8::/32',
        '192.0.2.0/25',
        '10.0.0.0/16',
        '192.0.2.128/25',
        '10.0.0.0/8',
        '2001:db8:0::/32',
      ).cidrs,
    ).toEqual(['10.0.0.0/8', '192.0.2.0/24', '2001:db8::/32']);
  });

  test('give the same list in whichever order they are given', () => {
    const cidrs = ['10.0.0.0/16', '10.2.0.0/16', '172.16.0.0/12', 'fd00::/8', '2001:db8::/32'];
    fc.assert(
      fc.property(fc.shuffledSubarray(cidrs, { minLength: 5 }), (shuffled) => {
        expect(TrustedProxies.of(...shuffled).cidrs).toEqual(TrustedProxies.of(...cidrs).cidrs);
      }),
    );
  });

  test.each<[string, unknown, string[]]>([
    [
      'aws ec2 describe-subnets',
      {
        Subnets: [
          {
            CidrBlock: '10.0.1.0/24',
            Ipv6CidrBlockAssociationSet: [
              { Ipv6CidrBlock: '2001:db8:1::/64', Ipv6CidrBlockState: { State: 'associated' } },
              { Ipv6CidrBlock: '2001:db8:2::/64', Ipv6CidrBlockState: { State: 'disassociated' } },
            ],
          },
          { CidrBlock: '10.0.2.0/24', Ipv6CidrBlockAssociationSet: [] },
        ],
      },
      ['10.0.1.0/24', '10.0.2.0/24', '2001:db8:1::/64'],
    ],
    [
      'gcloud compute networks subnets list',
      [{ ipCidrRange: '10.1.0.0/24', secondaryIpRanges: [{ ipCidrRange: '10.64.0.0/14' }] }],
      ['10.1.0.0/24'],
    ],
    ['az network vnet subnet list', [{ addressPrefix: '10.2.0.0/24' }], ['10.2.0.0/24']],
    [
      'az network vnet subnet show, of two families',
      { addressPrefix: null, addressPrefixes: ['10.2.0.0/24', '2001:db8:3::/64'] },
      ['10.2.0.0/24', '2001:db8:3::/64'],
    ],
  ])('are those that %s prints', (_, answer, cidrs) => {
    expect(TrustedProxies.ofSubnets(JSON.stringify(answer)).cidrs).toEqual(cidrs);
  });

  test.each<[string, string]>([
    ['Subnet: 10.0.0.0/16', 'TrustedProxies.ofSubnets: Unexpected token'],
    ['{"Subnets": []}', 'TrustedProxies.ofSubnets: the text holds no subnet; give it what `aws ec2 describe-subnets`'],
    ['{"prefixes": [{"ip_prefix": "3.5.140.0/22"}]}', 'the text holds no subnet'],
    ['["10.0.0.0/16"]', 'the text holds no subnet'],
    ['[{"ipCidrRange": "10.1.0.9/24"}]', 'host bits'],
  ])('are not taken from %s', (text, message) => {
    expect(() => TrustedProxies.ofSubnets(text)).toThrow(message);
  });

  test('say nothing about everybody', () => {
    expect(TrustedProxies.of('10.0.0.0/8').reason).toBeUndefined();
  });

  test('cannot be changed from outside', () => {
    const trusted = TrustedProxies.of('10.0.0.0/8');
    trusted.cidrs.push('0.0.0.0/0');
    expect(trusted.cidrs).toEqual(['10.0.0.0/8']);
  });

  test('must be at least one', () => {
    expect(() => TrustedProxies.of()).toThrow(
      new Error(
        "TrustedProxies.of: no network given, so Kong would ignore the balancer and report its address for every client; list the balancer's networks",
      ),
    );
  });

  test('are checked, each of them', () => {
    expect(() => TrustedProxies.of('10.0.0.0/8', '10.0.0.1')).toThrow(
      new Error(
        'TrustedProxies.of: "10.0.0.1" is not a CIDR block: the prefix length is missing; did you mean "10.0.0.1/32"?',
      ),
    );
  });
});

describe('networks as wide as the world', () => {
  test.each([
    '0.0.0.0/0',
    '0.0.0.0/1',
    '128.0.0.0/1',
    '64.0.0.0/2',
    '10.0.0.0/7',
    '::/0',
    '::/1',
    '8000::/1',
    '2000::/3',
    '2000::/8',
    '2001::/16',
    '2000::/18',
    'fc00::/6',
    '::/7',
  ])('%s is refused', (cidr) => {
    expect(() => TrustedProxies.of('192.0.2.0/24', cidr)).toThrow(
      /^TrustedProxies.of: \[.*\] holds clients, too, so they could choose their own address; list the balancer's networks, or write TrustedProxies.anyone\({ reason }\)$/,
    );
  });

  test.each([
    [
      'all blocks of /8 that can be dialled from',
      Array.from({ length: 223 }, (_, index) => `${index + 1}.0.0.0/8`).filter((block) => block !== '127.0.0.0/8'),
    ],
    ['two public blocks of /8 apart from each other', ['3.0.0.0/8', '52.0.0.0/8']],
    ['a public /8 and one address more', ['3.0.0.0/8', '52.0.0.1/32']],
  ])('are found in the union: %s', (_, cidrs) => {
    expect(() => TrustedProxies.of(...cidrs)).toThrow(/holds clients/);
    expect(() => TrustedProxies.of(cidrs[0]).plus(TrustedProxies.of(...cidrs.slice(1)))).toThrow(/holds clients/);
  });

  test('are not the private networks and a large public one together', () => {
    expect(TrustedProxies.privateNetworks().plus(TrustedProxies.of('3.0.0.0/8')).cidrs).toHaveLength(5);
  });

  test.each(['10.0.0.0/8', 'fc00::/7', 'fd00::/8', '2000::/19', '2600:1900::/28'])(
    '%s is not: a private network, or the widest that one owner has',
    (cidr) => {
      expect(TrustedProxies.of(cidr).cidrs).toEqual([cidr]);
    },
  );

  test('need a reason, which is kept', () => {
    const anyone = TrustedProxies.anyone({ reason: ' a firewall admits the balancer alone ' });
    expect(anyone.cidrs).toEqual(['0.0.0.0/0', '::/0']);
    expect(anyone.reason).toBe('a firewall admits the balancer alone');
  });

  test.each([[{ reason: '' }], [{ reason: ' \n' }], [{}], [undefined]])('are refused with %j', (options) => {
    expect(() => TrustedProxies.anyone(options as any)).toThrow(
      new Error(
        'TrustedProxies.anyone: the reason is missing; write what else keeps strangers from reaching Kong: TrustedProxies.anyone({ reason: "…" })',
      ),
    );
  });
});

test('the private networks are those of RFC 1918 and RFC 4193', () => {
  expect(TrustedProxies.privateNetworks().cidrs).toEqual(['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7']);
});

describe('the Google Front Ends', () => {
  test("come with the balancer's own addresses", () => {
    expect(TrustedProxies.googleFrontEnds('203.0.113.10', '2001:db8::10').cidrs).toEqual([
      '35.191.0.0/16',
      '130.211.0.0/22',
      '203.0.113.10/32',
      '2001:db8::10/128',
      '2600:2d00:1:1::/64',
      '2600:2d00:1:b029::/64',
    ]);
  });

  test('are refused without one', () => {
    expect(() => TrustedProxies.googleFrontEnds()).toThrow(
      new Error(
        "TrustedProxies.googleFrontEnds: the balancer's own address is missing; Google appends it to X-Forwarded-For, " +
          'so without it every client would have that address; write TrustedProxies.googleFrontEnds("203.0.113.10")',
      ),
    );
  });

  test('take an address, no network', () => {
    expect(() => TrustedProxies.googleFrontEnds('203.0.113.0/24')).toThrow(
      new Error(
        'TrustedProxies.googleFrontEnds: "203.0.113.0/24" is not an IP address; write one such as "203.0.113.10" or "2001:db8::10"',
      ),
    );
  });
});

test.each([
  ['0.0.0.0/32', 'this host'],
  ['127.0.0.1/32', 'loopback'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link-local'],
  ['224.0.0.0/4', 'multicast'],
  ['255.255.255.255/32', 'reserved'],
  ['::/128', 'unspecified'],
  ['::1/128', 'loopback'],
  ['fe80::/64', 'link-local'],
  ['ff02::/16', 'multicast'],
])('%s is refused: it is %s', (cidr, kind) => {
  expect(() => TrustedProxies.of('10.0.0.0/16', cidr)).toThrow(
    `TrustedProxies.of: "${cidr}" is ${kind}: no load balancer dials from there`,
  );
});

describe('two sets together', () => {
  test('hold the networks of both, once', () => {
    expect(
      TrustedProxies.of('10.0.0.0/8', 'fc00::/7').plus(TrustedProxies.of('192.0.2.0/24', '10.0.0.0/8')).cidrs,
    ).toEqual(['10.0.0.0/8', '192.0.2.0/24', 'fc00::/7']);
  });

  test('leave both as they were', () => {
    const one = TrustedProxies.of('10.0.0.0/8');
    const other = TrustedProxies.of('192.0.2.0/24');
    one.plus(other);
    expect([one.cidrs, other.cidrs]).toEqual([['10.0.0.0/8'], ['192.0.2.0/24']]);
  });

  test('keep the reason of the one that trusts anyone', () => {
    const some = TrustedProxies.of('10.0.0.0/8');
    const anyone = TrustedProxies.anyone({ reason: 'a firewall' });
    expect([some.plus(anyone).reason, anyone.plus(some).reason, some.plus(some).reason]).toEqual([
      'a firewall',
      'a firewall',
      undefined,
    ]);
  });
});
