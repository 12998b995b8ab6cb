import { HuaweiLoadBalancer, HuaweiLoadBalancerProps, IpFamily } from '../../../src';
import { describeWay, refusalOf } from '../service-balancer';

const autocreate = '{"type":"inner"}';

describeWay<HuaweiLoadBalancerProps>('Huawei, local traffic', {
  id: 'huawei-elb',
  owner: 'HuaweiLoadBalancer',
  prefix: 'kubernetes.io/elb.',
  bind: (scope, props) => new HuaweiLoadBalancer(props).bindLocalTraffic(scope),
  least: { loadBalancerId: 'e' },
  always: {
    class: 'performance',
    'health-check-flag': 'on',
    'health-check-option': '{"protocol":"TCP","delay":"5","timeout":"10","max_retries":"3"}',
    id: 'e',
  },
  reserved: ['autocreate', 'health-check-options', 'protocol-port', 'proxy-protocol-enable', 'transparent-client-ip'],
  refused: [
    [
      { autocreate },
      'loadBalancerId "e" and autocreate "{\\"type\\":\\"inner\\"}": the controller takes a balancer that exists, or makes one; give one of the two',
    ],
    [
      { loadBalancerId: undefined },
      'loadBalancerId undefined and autocreate undefined: the controller takes a balancer that exists, or makes one; give one of the two',
    ],
  ],
  fields: { ipFamilies: [IpFamily.IPV4] },
});

test('the controller may make one', () => {
  const { annotations } = new HuaweiLoadBalancer({ autocreate }).bindLocalTraffic(undefined as any);
  expect(annotations).toMatchObject({ 'kubernetes.io/elb.autocreate': autocreate });
});

test.each(['inner', '[]', '"inner"'])('%s makes none', (text) => {
  expect(refusalOf(() => new HuaweiLoadBalancer({ autocreate: text }))).toContain('is not an object of JSON');
});
