import { CloudscaleLoadBalancer, CloudscaleLoadBalancerProps, ProxyProtocolVersion } from '../../../src';
import { describeWay } from '../service-balancer';

describeWay<CloudscaleLoadBalancerProps>('cloudscale.ch, PROXY protocol', {
  id: 'cloudscale',
  owner: 'CloudscaleLoadBalancer',
  prefix: 'k8s.cloudscale.ch/loadbalancer-',
  bind: (scope, props) => new CloudscaleLoadBalancer(props).bindProxyProtocol(scope),
  always: { 'pool-protocol': 'proxyv2', 'health-monitor-type': 'http' },
  given: [
    [{ proxyProtocolVersion: ProxyProtocolVersion.V1 }, { 'pool-protocol': 'proxy' }],
    [
      { name: 'kong', zone: 'lpg1' },
      { name: 'kong', zone: 'lpg1' },
    ],
    [
      { hostname: 'edge.example.com', nodeSelector: 'edge=true' },
      { 'force-hostname': 'edge.example.com', 'node-selector': 'edge=true' },
    ],
    [{ sourceRanges: ['192.0.2.0/24'] }, { 'listener-allowed-cidrs': '["192.0.2.0/24"]' }],
  ],
  reserved: ['health-monitor-http', 'ip-mode', 'listener-protocol'],
});
