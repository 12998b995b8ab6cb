import { Testing } from 'cdk8s';
import { HetznerLoadBalancer, HetznerLoadBalancerProps } from '../../../src';
import { describeWay, WayOfBalancer } from '../service-balancer';

const both: Omit<WayOfBalancer<HetznerLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'hetzner',
  owner: 'HetznerLoadBalancer',
  prefix: 'load-balancer.hetzner.cloud/',
  given: [
    [{ location: 'fsn1' }, { location: 'fsn1' }],
    [{ networkZone: 'eu-central' }, { 'network-zone': 'eu-central' }],
    [
      { name: 'kong', balancerType: 'lb21' },
      { name: 'kong', type: 'lb21' },
    ],
    [{ hostname: 'edge.example.com' }, { hostname: 'edge.example.com' }],
    [
      { usePrivateNetwork: true, internalOnly: false, ipv6Disabled: true },
      { 'use-private-ip': 'true', 'disable-public-network': 'false', 'ipv6-disabled': 'true' },
    ],
    [{ nodeSelector: 'edge=true' }, { 'node-selector': 'edge=true' }],
    [
      { usePrivateNetwork: true, privateIpv4: '10.0.0.5' },
      { 'use-private-ip': 'true', 'private-ipv4': '10.0.0.5' },
    ],
  ],
  reserved: [
    'health-check-port',
    'health-check-http-path',
    'http-certificates',
    'certificate-type',
    'http-managed-certificate-name',
    'http-redirect-http',
  ],
  refused: [
    [
      { location: 'fsn1', networkZone: 'eu-central' },
      'location and networkZone: the controller refuses both together; give one of them',
    ],
    [
      { privateIpv4: '10.0.0.5' },
      'privateIpv4 "10.0.0.5": the balancer dials the nodes from its public address; give usePrivateNetwork, too, or leave it out',
    ],
    [
      { usePrivateNetwork: true, privateIpv4: 'fd00::5' },
      'privateIpv4 "fd00::5" is an IPv6 address; write one of IPv4',
    ],
    [
      { usePrivateNetwork: 'true' as any },
      'usePrivateNetwork must be true or false, got "true"; write that, or leave it out',
    ],
  ],
};

describeWay<HetznerLoadBalancerProps>('Hetzner, PROXY protocol', {
  ...both,
  bind: (scope, props) => new HetznerLoadBalancer(props).bindProxyProtocol(scope),
  always: { protocol: 'tcp', 'uses-proxyprotocol': 'true', 'health-check-protocol': 'tcp' },
});

describeWay<HetznerLoadBalancerProps>('Hetzner, headers', {
  ...both,
  bind: (scope, props) => new HetznerLoadBalancer(props).bindHeaderForwarding(scope),
  always: { protocol: 'http', 'uses-proxyprotocol': 'false', 'health-check-protocol': 'tcp' },
});

test("Hetzner promises no header but the client's, and ends no TLS", () => {
  const { forwardedHeaders, endsTls } = new HetznerLoadBalancer({ location: 'fsn1' }).bindHeaderForwarding(
    Testing.chart(),
  );
  expect({ forwardedHeaders, endsTls }).toEqual({ forwardedHeaders: [], endsTls: undefined });
});

test('with an address of its own in the private network it dials from there alone', () => {
  const balancer = new HetznerLoadBalancer({ location: 'fsn1', usePrivateNetwork: true, privateIpv4: '10.0.0.5' });
  const known = { peers: ['10.0.0.5/32'], peersOnly: true, dialsPublicly: false };
  expect(balancer.bindProxyProtocol(Testing.chart())).toMatchObject(known);
  expect(balancer.bindHeaderForwarding(Testing.chart())).toMatchObject(known);
});
