import { CivoLoadBalancer, CivoLoadBalancerProps, ProxyProtocolVersion } from '../../../src';
import { describeWay } from '../service-balancer';

describeWay<CivoLoadBalancerProps>('Civo, PROXY protocol', {
  id: 'civo',
  owner: 'CivoLoadBalancer',
  prefix: 'kubernetes.civo.com/',
  bind: (scope, props) => new CivoLoadBalancer(props).bindProxyProtocol(scope),
  always: { 'loadbalancer-enable-proxy-protocol': 'send-proxy-v2', protocol: 'tcp' },
  given: [
    [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { 'loadbalancer-enable-proxy-protocol': 'send-proxy' }],
    [
      { firewallId: 'f', reservedIpv4: 'edge' },
      { 'firewall-id': 'f', 'ipv4-address': 'edge' },
    ],
    [
      { maxConcurrentRequests: 20000, serverTimeoutSeconds: 60, clientTimeoutSeconds: 120 },
      { 'max-concurrent-requests': '20000', 'server-timeout': '60s', 'client-timeout': '120s' },
    ],
  ],
  refused: [
    [
      { maxConcurrentRequests: 0 },
      'maxConcurrentRequests must be a whole number of at least 1, got 0; write that, or leave it out',
    ],
  ],
});
