import { IbmVpcLoadBalancer, IbmVpcLoadBalancerProps } from '../../../src';
import { describeWay } from '../service-balancer';

describeWay<IbmVpcLoadBalancerProps>('IBM VPC, PROXY protocol', {
  id: 'ibm-vpc',
  owner: 'IbmVpcLoadBalancer',
  prefix: 'service.kubernetes.io/ibm-load-balancer-cloud-provider-',
  bind: (scope, props) => new IbmVpcLoadBalancer(props).bindProxyProtocol(scope),
  always: { 'enable-features': 'proxy-protocol', 'ip-type': 'public' },
  given: [
    [{ internalOnly: true }, { 'ip-type': 'private' }],
    [
      { name: 'kong', zone: 'us-south-1' },
      { 'vpc-lb-name': 'kong', zone: 'us-south-1' },
    ],
    [
      { subnets: ['a', 'b'], nodeSelector: 'dedicated=edge' },
      { 'vpc-subnets': 'a,b', 'vpc-node-selector': 'dedicated=edge' },
    ],
  ],
});
