import { Testing } from 'cdk8s';
import { LinodeNodeBalancer, LinodeNodeBalancerProps, ProxyProtocolVersion } from '../../../src';
import { describeWay, KONG_ENDS_TLS, NO_PROXY_HEADER, WayOfBalancer } from '../service-balancer';

const both: Omit<WayOfBalancer<LinodeNodeBalancerProps>, 'bind' | 'always'> = {
  id: 'linode',
  owner: 'LinodeNodeBalancer',
  prefix: 'service.beta.kubernetes.io/linode-loadbalancer-',
  given: [
    [
      { balancerType: 'premium', throttle: 0 },
      { 'nodebalancer-type': 'premium', throttle: '0' },
    ],
    [
      { firewallId: '7', reservedIpv4: '203.0.113.10' },
      { 'firewall-id': '7', 'reserved-ipv4': '203.0.113.10' },
    ],
    [
      { useHostname: false, tagNames: ['a', 'b'] },
      { 'hostname-only-ingress': 'false', tags: 'a,b' },
    ],
    [{ backendIpv4Range: '10.100.0.0/30' }, { 'backend-ipv4-range': '10.100.0.0/30' }],
  ],
  reserved: ['proxy-protocol', 'port-80', 'port-443', 'check-path', 'check-body'],
  fields: { peers: ['192.168.255.0/24'] },
};

describeWay<LinodeNodeBalancerProps>('Linode, PROXY protocol', {
  ...both,
  bind: (scope, props) => new LinodeNodeBalancer(props).bindProxyProtocol(scope),
  always: {
    'default-protocol': 'tcp',
    'default-proxy-protocol': 'v2',
    'check-type': 'connection',
    'hostname-only-ingress': 'true',
  },
  given: [...both.given!, [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { 'default-proxy-protocol': 'v1' }]],
  refused: [
    [{ firewallId: 'f' }, 'firewallId "f" is not the id of a firewall; write a number such as "12345"'],
    [{ tlsSecretName: 'kong' }, `tlsSecretName "kong": ${KONG_ENDS_TLS}`],
    [{ throttle: 21 }, 'throttle must be a whole number from 0 to 20, got 21; write that, or leave it out'],
  ],
});

describeWay<LinodeNodeBalancerProps>('Linode, headers', {
  ...both,
  bind: (scope, props) => new LinodeNodeBalancer(props).bindHeaderForwarding(scope),
  always: { 'default-protocol': 'http', 'default-proxy-protocol': 'none', 'check-type': 'connection' },
  given: [...both.given!, [{ tlsSecretName: 'kong' }, { 'port-443': '{"protocol":"https","tls-secret-name":"kong"}' }]],
  refused: [[{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, `proxyProtocolVersion "v1": ${NO_PROXY_HEADER}`]],
});

test('Linode dials from the VPC range that it is given, and writes the scheme', () => {
  const props = { backendIpv4Range: '10.100.0.0/30', tlsSecretName: 'kong' };
  expect(new LinodeNodeBalancer(props).bindHeaderForwarding(Testing.chart())).toMatchObject({
    peers: ['10.100.0.0/30'],
    forwardedHeaders: ['X-Forwarded-Proto'],
    endsTls: true,
  });
});
