import { ExoscaleNetworkLoadBalancer, ExoscaleNetworkLoadBalancerProps, ExoscaleStrategy } from '../../../src';
import { describeWay } from '../service-balancer';

describeWay<ExoscaleNetworkLoadBalancerProps>('Exoscale, local traffic', {
  id: 'exoscale',
  owner: 'ExoscaleNetworkLoadBalancer',
  prefix: 'service.beta.kubernetes.io/exoscale-loadbalancer-',
  bind: (scope, props) => new ExoscaleNetworkLoadBalancer(props).bindLocalTraffic(scope),
  always: { 'service-healthcheck-mode': 'http', 'service-healthcheck-uri': '/healthz' },
  given: [
    [
      { name: 'kong', description: 'edge' },
      { name: 'kong', description: 'edge' },
    ],
    [
      { serviceStrategy: ExoscaleStrategy.SOURCE_HASH, instancePoolId: 'p' },
      { 'service-strategy': 'source-hash', 'service-instancepool-id': 'p' },
    ],
  ],
  reserved: ['service-healthcheck-port'],
});
