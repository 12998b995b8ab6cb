import { CLEARED, ENVIRONMENT, localTraffic } from './subjects';
import { AksLoadBalancer, GkeNetworkLoadBalancer, IpFamily, LocalTrafficKong, LocalTrafficKongProps } from '../../src';
import { environment, manifest } from '../helpers';

function gateway(props: Partial<LocalTrafficKongProps> = {}): LocalTrafficKong {
  return localTraffic({ loadBalancer: new GkeNetworkLoadBalancer(), ...props });
}

describe('LocalTrafficKong', () => {
  test('has exactly this environment', () => {
    expect(environment(gateway())).toEqual({
      ...ENVIRONMENT,
      KONG_PROXY_LISTEN: '0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384',
      KONG_PORT_MAPS: '80:8000, 443:8443',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: CLEARED,
    });
  });

  test('believes nobody', () => {
    expect(gateway().trustedCidrs).toEqual([]);
    expect(Object.keys(environment(gateway())).filter((key) => /TRUSTED_IPS|REAL_IP/.test(key))).toEqual([]);
  });

  test('tells upstreams to read X-Real-IP', () => {
    expect(gateway().clientIpHeader).toBe('X-Real-IP');
  });

  test('has no Ingress', () => {
    expect(gateway().ingress).toBeUndefined();
  });
});

describe('its Service', () => {
  test('admits the source ranges of the balancer alone', () => {
    const sourceRanges = ['192.0.2.0/24', '2001:db8::/32'];
    const kong = gateway({
      loadBalancer: new AksLoadBalancer({ sourceRanges }),
      ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
    });
    expect(manifest(kong.service).spec.loadBalancerSourceRanges).toEqual(sourceRanges);
  });

  test.each([
    [
      ['192.0.2.1/24'],
      'sourceRanges: "192.0.2.1/24" has host bits set; for the network write "192.0.2.0/24", for the one address "192.0.2.1/32"',
    ],
    [
      ['192.0.2.0/24', 'office'],
      'sourceRanges: "office" is not a CIDR block; write a network such as "10.0.0.0/16" or "2001:db8::/64"',
    ],
    [[], 'sourceRanges must be a list with at least one item, got []; write that, or leave it out'],
    [
      ['2001:db8::/32'],
      'sourceRanges ["2001:db8::/32"] has no IPv4 network, and the Service has IPv4: some clouds then admit all sources over IPv4, others none; add the IPv4 networks that may connect ("0.0.0.0/0" for all of them), or leave IPv4 out of ipFamilies',
    ],
    [
      ['192.0.2.0/24', '2001:db8::/32'],
      'sourceRanges: "2001:db8::/32" is a network of IPv6, which the Service does not have (["IPv4"]); leave it out, or add IPv6 to ipFamilies',
    ],
  ])('refuses the source ranges %j', (sourceRanges, message) => {
    expect(() => gateway({ loadBalancer: { bindLocalTraffic: () => ({ sourceRanges }) } })).toThrow(
      new Error(`[test/Kong] ${message}`),
    );
  });

  test("has the balancer's class", () => {
    const loadBalancer = {
      bindLocalTraffic: () => ({ loadBalancerClass: 'example.com/own', annotations: { 'example.com/size': '2' } }),
    };
    const { spec: fields, metadata } = manifest(gateway({ loadBalancer }).service);
    expect([fields.loadBalancerClass, metadata.annotations]).toEqual([
      'example.com/own',
      {
        'example.com/size': '2',
        'kong-client-ip/load-balancer': 'custom',
        'kong-client-ip/promises': '{"sends":"packets"}',
      },
    ]);
  });
});
