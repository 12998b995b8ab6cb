import { IpFamily, ServiceBinding, TrustedProxies } from '../../src';
import { header, local, proxy } from '../ways/bound';

const BOTH = [IpFamily.IPV4, IpFamily.IPV6];

describe('the type of the Service', () => {
  test.each<[object, string]>([
    [
      { serviceType: 'ClusterIP', loadBalancerClass: 'a/b' },
      'has loadBalancerClass, which only a Service of type LoadBalancer can have, and its Service is a ClusterIP',
    ],
    [
      { serviceType: 'NodePort', sourceRanges: ['192.0.2.0/24'] },
      'has sourceRanges, which only a Service of type LoadBalancer can have, and its Service is a NodePort',
    ],
    [{ serviceType: 'ClusterIP', httpNodePort: 30080 }, 'has httpNodePort, and no traffic passes a node port'],
    [{ routesToPods: true, httpsNodePort: 30443 }, 'has httpsNodePort, and no traffic passes a node port'],
  ])('%j cannot be', (binding, message) => {
    expect(() => proxy(binding as ServiceBinding)).toThrow(message);
  });
});

describe('the families', () => {
  test.each(BOTH)('the balancer must reach Kong over %s', (family) => {
    const [other] = BOTH.filter((one) => one !== family);
    expect(() => local({ ipFamilies: [other] }, BOTH)).toThrow(
      `the load balancer does not reach Kong over ${family}; leave ${family} out`,
    );
  });

  test.each([
    [['10.0.0.0/16'], 'has no IPv6 network, but the balancer may dial Kong over IPv6'],
    [['fd00::/8'], 'has no IPv4 network, but the balancer may dial Kong over IPv4'],
  ])('each must be trusted: %j', (networks, message) => {
    expect(() => proxy({}, TrustedProxies.of(...networks), BOTH)).toThrow(message);
  });
});

describe('the peers of a balancer', () => {
  test('must be trusted, each of them', () => {
    expect(() => proxy({ peers: ['10.0.101.0/24', '10.0.102.0/24'] })).toThrow(
      '[test/Way] trustedProxies ["10.0.101.0/24"] lacks "10.0.102.0/24", from which the load balancer dials Kong: every client would have the balancer\'s address',
    );
    expect(() => header({ peers: ['35.191.0.0/16'] })).toThrow('lacks "35.191.0.0/16"');
  });

  test('of a family that the gateway does not have need not be trusted', () => {
    expect(proxy({ peers: ['10.0.101.0/24', 'fd00::/8'] }).trustedCidrs).toEqual(['10.0.101.0/24']);
  });

  test('may be trusted as a part of a wider network, or of two that touch', () => {
    expect(
      proxy({ peers: ['10.0.100.0/23'] }, TrustedProxies.of('10.0.100.0/24', '10.0.101.0/24')).trustedCidrs,
    ).toEqual(['10.0.100.0/23']);
  });
});
