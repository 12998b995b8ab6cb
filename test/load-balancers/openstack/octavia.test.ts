import { Testing } from 'cdk8s';
import { OctaviaLoadBalancer, OctaviaLoadBalancerProps, ProxyProtocolVersion } from '../../../src';
import { describeWay, NO_PROXY_HEADER, WayOfBalancer } from '../service-balancer';

const both: Omit<WayOfBalancer<OctaviaLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'octavia',
  owner: 'OctaviaLoadBalancer',
  prefix: 'loadbalancer.openstack.org/',
  given: [
    [{ internalOnly: true }, { 'service.beta.kubernetes.io/openstack-internal-load-balancer': 'true' }],
    [
      { configuredClass: 'fast', flavorId: 'f' },
      { class: 'fast', 'flavor-id': 'f' },
    ],
    [
      { networkId: 'n', subnetId: 's', memberSubnetId: 'm' },
      { 'network-id': 'n', 'subnet-id': 's', 'member-subnet-id': 'm' },
    ],
    [
      { floatingNetworkId: 'n', keepFloatingIp: true },
      { 'floating-network-id': 'n', 'keep-floatingip': 'true' },
    ],
    [{ hostname: 'edge.example.com' }, { hostname: 'edge.example.com' }],
  ],
  reserved: ['default-tls-container-ref'],
};

describeWay<OctaviaLoadBalancerProps>('Octavia, PROXY protocol', {
  ...both,
  bind: (scope, props) => new OctaviaLoadBalancer(props).bindProxyProtocol(scope),
  always: { 'proxy-protocol': 'v2', 'x-forwarded-for': 'false', 'enable-health-monitor': 'true' },
  given: [...both.given!, [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { 'proxy-protocol': 'v1' }]],
});

describeWay<OctaviaLoadBalancerProps>('Octavia, headers', {
  ...both,
  bind: (scope, props) => new OctaviaLoadBalancer(props).bindHeaderForwarding(scope),
  always: { 'x-forwarded-for': 'true', 'proxy-protocol': 'false', 'enable-health-monitor': 'true' },
  refused: [[{ proxyProtocolVersion: ProxyProtocolVersion.V2 }, `proxyProtocolVersion "v2": ${NO_PROXY_HEADER}`]],
});

test("Octavia writes no header but the client's", () => {
  expect(
    new OctaviaLoadBalancer({ sourceRanges: ['192.0.2.0/24'] }).bindHeaderForwarding(Testing.chart()),
  ).toMatchObject({ forwardedHeaders: [], restrictsSources: true, sourceRanges: ['192.0.2.0/24'] });
});
