import { IpFamily, TencentLoadBalancer, TencentLoadBalancerProps } from '../../../src';
import { describeWay } from '../service-balancer';

const KUBERNETES = 'service.kubernetes.io/';

describeWay<TencentLoadBalancerProps>('Tencent, local traffic', {
  id: 'tencent-clb',
  owner: 'TencentLoadBalancer',
  prefix: 'service.cloud.tencent.com/',
  bind: (scope, props) => new TencentLoadBalancer(props).bindLocalTraffic(scope),
  always: { [`${KUBERNETES}local-svc-only-bind-node-with-pod`]: 'true' },
  given: [
    [{ directAccess: true }, { 'direct-access': 'true' }],
    [{ internalSubnetId: 'subnet-1' }, { [`${KUBERNETES}qcloud-loadbalancer-internal-subnetid`]: 'subnet-1' }],
    [{ nodeSelector: 'edge=true' }, { [`${KUBERNETES}qcloud-loadbalancer-backends-label`]: 'edge=true' }],
  ],
  reserved: [
    'mode',
    'snat-pro-info',
    'specify-protocol',
    'tke-service-config',
    `${KUBERNETES}service.extensiveParameters`,
  ],
  // IPv6 would be translated.
  fields: { ipFamilies: [IpFamily.IPV4] },
});
