import { Testing } from 'cdk8s';
import {
  AlibabaClassicLoadBalancer,
  AlibabaClassicLoadBalancerProps,
  AlibabaNetworkLoadBalancer,
  AlibabaNetworkLoadBalancerProps,
} from '../../../src';
import { describeWay, WayOfBalancer } from '../service-balancer';

const prefix = 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-';
const classic: Omit<WayOfBalancer<AlibabaClassicLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'alibaba-clb',
  owner: 'AlibabaClassicLoadBalancer',
  prefix,
  given: [
    [
      { name: 'kong', balancerType: 'slb.s2.small' },
      { name: 'kong', spec: 'slb.s2.small' },
    ],
    [
      { internalOnly: true, hostname: 'edge.example.com' },
      { 'address-type': 'intranet', hostname: 'edge.example.com' },
    ],
  ],
  reserved: ['service.beta.kubernetes.io/backend-type', 'cert-id'],
};

describeWay<AlibabaClassicLoadBalancerProps>('Alibaba CLB, local traffic', {
  ...classic,
  bind: (scope, props) => new AlibabaClassicLoadBalancer(props).bindLocalTraffic(scope),
  always: { 'protocol-port': 'tcp:80,tcp:443', 'proxy-protocol': 'off', scheduler: 'wrr' },
  refused: [
    [{ certificateId: 'c' }, 'certificateId "c": where packets are kept as they are, TLS ends at Kong; leave it out'],
  ],
});

describeWay<AlibabaClassicLoadBalancerProps>('Alibaba CLB, headers', {
  ...classic,
  bind: (scope, props) => new AlibabaClassicLoadBalancer(props).bindHeaderForwarding(scope),
  always: {
    'protocol-port': 'http:80',
    'proxy-protocol': 'off',
    scheduler: 'wrr',
    'xforwardedfor-proto': 'on',
    'health-check-flag': 'off',
  },
  given: [...classic.given!, [{ certificateId: 'c' }, { 'protocol-port': 'http:80,https:443', 'cert-id': 'c' }]],
});

test('Alibaba CLB overwrites the scheme', () => {
  expect(new AlibabaClassicLoadBalancer({ certificateId: 'c' }).bindHeaderForwarding(Testing.chart())).toMatchObject({
    forwardedHeaders: ['X-Forwarded-Proto'],
    endsTls: true,
  });
});

const zoneMaps = ['cn-hangzhou-k:vsw-1', 'cn-hangzhou-j:vsw-2'];
const network: Omit<WayOfBalancer<AlibabaNetworkLoadBalancerProps>, 'bind' | 'always'> = {
  id: 'alibaba-nlb',
  owner: 'AlibabaNetworkLoadBalancer',
  prefix,
  least: { zoneMaps },
  given: [
    [
      { name: 'kong', securityGroups: ['sg-1', 'sg-2'] },
      { name: 'kong', 'security-group-ids': 'sg-1,sg-2' },
    ],
  ],
  reserved: ['cert-id'],
  refused: [
    [
      { zoneMaps: undefined },
      'zoneMaps is missing: an NLB needs a vSwitch in each of its zones; write zoneMaps: ["cn-hangzhou-k:vsw-1", "cn-hangzhou-j:vsw-2"]',
    ],
  ],
  fields: { loadBalancerClass: 'alibabacloud.com/nlb' },
};
const nlb = { 'zone-maps': zoneMaps.join(','), 'protocol-port': 'tcp:80,tcp:443', 'server-group-type': 'Instance' };

describeWay<AlibabaNetworkLoadBalancerProps>('Alibaba NLB, local traffic', {
  ...network,
  bind: (scope, props) => new AlibabaNetworkLoadBalancer(props).bindLocalTraffic(scope),
  always: { ...nlb, 'preserve-client-ip': 'on', 'proxy-protocol': 'off' },
});

describeWay<AlibabaNetworkLoadBalancerProps>(
  'Alibaba NLB, PROXY protocol: the source is hidden, so that the peer is the balancer',
  {
    ...network,
    bind: (scope, props) => new AlibabaNetworkLoadBalancer(props).bindProxyProtocol(scope),
    always: { ...nlb, 'preserve-client-ip': 'off', 'proxy-protocol': 'on' },
  },
);
