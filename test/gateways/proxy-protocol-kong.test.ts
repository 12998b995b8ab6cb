import { CLEARED, ENVIRONMENT, proxyProtocol as gateway } from './subjects';
import { AwsIpAddressType, AwsNetworkLoadBalancer, IpFamily, TrustedProxies } from '../../src';
import { environment, manifest } from '../helpers';

const dualStack = new AwsNetworkLoadBalancer({ ipAddressType: AwsIpAddressType.DUALSTACK });
const bothFamilies = TrustedProxies.of('10.0.0.0/16', 'fd00::/8');

describe('ProxyProtocolKong', () => {
  test('has exactly this environment', () => {
    expect(environment(gateway())).toEqual({
      ...ENVIRONMENT,
      KONG_PROXY_LISTEN:
        '0.0.0.0:8000 proxy_protocol reuseport backlog=16384, 0.0.0.0:8443 http2 ssl proxy_protocol reuseport backlog=16384',
      KONG_PORT_MAPS: '80:8000, 443:8443',
      KONG_TRUSTED_IPS: '10.0.0.0/16',
      KONG_REAL_IP_HEADER: 'proxy_protocol',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: CLEARED,
    });
  });

  test('believes the networks that it was told', () => {
    const kong = gateway({ trustedProxies: TrustedProxies.of('10.2.0.0/16', '10.1.0.0/16') });
    expect(kong.trustedCidrs).toEqual(['10.1.0.0/16', '10.2.0.0/16']);
    expect(environment(kong).KONG_TRUSTED_IPS).toBe('10.1.0.0/16,10.2.0.0/16');
  });
});

describe('the PROXY flag stands on every address of every public listener, and on no other', () => {
  test.each([
    ['IPv4', [IpFamily.IPV4], ['0.0.0.0'], 'SingleStack'],
    ['IPv6', [IpFamily.IPV6], ['[::]'], 'SingleStack'],
    ['IPv4 and IPv6', [IpFamily.IPV4, IpFamily.IPV6], ['0.0.0.0', '[::]'], 'RequireDualStack'],
    ['IPv6 and IPv4', [IpFamily.IPV6, IpFamily.IPV4], ['[::]', '0.0.0.0'], 'RequireDualStack'],
  ])('%s', (_, ipFamilies, addresses, ipFamilyPolicy) => {
    const kong = gateway({ ipFamilies, loadBalancer: dualStack, trustedProxies: bothFamilies });
    kong.exposeInCluster();
    const { KONG_PROXY_LISTEN, KONG_STATUS_LISTEN } = environment(kong);
    expect(KONG_PROXY_LISTEN.split(', ')).toEqual([
      ...addresses.map((address) => `${address}:8000 proxy_protocol reuseport backlog=16384`),
      ...addresses.map((address) => `${address}:8443 http2 ssl proxy_protocol reuseport backlog=16384`),
      ...addresses.map((address) => `${address}:8080 reuseport backlog=16384`),
      ...addresses.map((address) => `${address}:8453 http2 ssl reuseport backlog=16384`),
    ]);
    expect(KONG_STATUS_LISTEN.split(', ')).toEqual(addresses.map((address) => `${address}:8100`));
    expect(manifest(kong.service).spec).toMatchObject({ ipFamilies, ipFamilyPolicy });
    expect(manifest(kong.exposeInCluster()).spec).toMatchObject({ ipFamilies, ipFamilyPolicy });
  });
});

describe('trust in everybody', () => {
  const kong = gateway({ trustedProxies: TrustedProxies.anyone({ reason: 'a firewall admits the balancer alone' }) });

  test('is written into the manifest with its reason', () => {
    const { metadata, spec } = manifest(kong.deployment);
    expect(metadata.annotations).toEqual({ 'kong-client-ip/trusts-anyone': 'a firewall admits the balancer alone' });
    expect(spec.template.metadata.annotations).toMatchObject(metadata.annotations);
    expect(environment(kong).KONG_TRUSTED_IPS).toBe('0.0.0.0/0,::/0');
  });

  test('leaves no mark where it is not said', () => {
    expect(manifest(gateway().deployment).metadata.annotations).toBeUndefined();
  });
});

describe('trust that could not work is refused', () => {
  const missing =
    "trustedProxies is missing, or not a TrustedProxies: without it Kong ignores what the balancer sends, and every client has the balancer's address; " +
    'write TrustedProxies.of("10.0.0.0/16") with the balancer\'s networks';

  test.each([[undefined], [null], [[]], [['10.0.0.0/8']], ['10.0.0.0/8'], [{ cidrs: [] }]])(
    '%j, from plain JavaScript',
    (trustedProxies) => {
      expect(() => gateway({ trustedProxies: trustedProxies as any })).toThrow(new Error(`[test/Kong] ${missing}`));
    },
  );

  test.each([
    [IpFamily.IPV4, [IpFamily.IPV4, IpFamily.IPV6], 'fd00::/8'],
    [IpFamily.IPV6, [IpFamily.IPV4, IpFamily.IPV6], '10.0.0.0/16'],
    [IpFamily.IPV6, [IpFamily.IPV6], '10.0.0.0/16'],
    [IpFamily.IPV6, [IpFamily.IPV6, IpFamily.IPV4], '10.0.0.0/16'],
  ])('no %s network, though the balancer may dial %j', (family, ipFamilies, cidr) => {
    expect(() => gateway({ ipFamilies, loadBalancer: dualStack, trustedProxies: TrustedProxies.of(cidr) })).toThrow(
      new Error(
        `[test/Kong] trustedProxies ["${cidr}"] has no ${family} network, but the balancer may dial Kong over ${family}: ` +
          `every client would have the balancer's address; add its ${family} networks, or set ipFamilies`,
      ),
    );
  });

  test('more networks than a variable can hold', () => {
    const cidrs = Array.from({ length: 10000 }, (_, at) => `10.${at >> 7}.${(at & 127) * 2}.0/24`); // eslint-disable-line no-bitwise
    expect(() => gateway({ trustedProxies: TrustedProxies.of(...cidrs) })).toThrow(
      /^\[test\/Kong\] KONG_TRUSTED_IPS has \d+ bytes, and no process starts with more than 131071 in a variable; make it shorter$/,
    );
    expect(() => gateway({ trustedProxies: TrustedProxies.of(...cidrs.slice(0, 9000)) })).not.toThrow();
  });
});
