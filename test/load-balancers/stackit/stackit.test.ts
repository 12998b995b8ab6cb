import { ExternalTrafficPolicy, StackitLoadBalancer, StackitLoadBalancerProps } from '../../../src';
import { describeWay } from '../service-balancer';

describeWay<StackitLoadBalancerProps>('STACKIT, PROXY protocol', {
  id: 'stackit',
  owner: 'StackitLoadBalancer',
  prefix: 'lb.stackit.cloud/',
  bind: (scope, props) => new StackitLoadBalancer(props).bindProxyProtocol(scope),
  // It checks no node, so every node must lead to Kong.
  fields: { externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER },
  always: { 'tcp-proxy-protocol': 'true', 'ip-mode-proxy': 'true', 'yawol.stackit.cloud/className': 'stackit' },
  given: [
    [{ internalOnly: true }, { 'internal-lb': 'true' }],
    [
      { reservedIpv4: '203.0.113.10', balancerType: 'p250' },
      { 'external-address': '203.0.113.10', 'service-plan-id': 'p250' },
    ],
    [{ idleTimeoutSeconds: 600 }, { 'tcp-idle-timeout': '600s' }],
  ],
  reserved: [
    'tcp-proxy-protocol-ports-filter',
    'yawol.stackit.cloud/className',
    'yawol.stackit.cloud/internalLB',
    'yawol.stackit.cloud/loadBalancerSourceRanges',
    'yawol.stackit.cloud/tcpProxyProtocol',
    'yawol.stackit.cloud/tcpProxyProtocolPortsFilter',
  ],
  refused: [
    [
      { reservedIpv4: '2001:db8::1' },
      'reservedIpv4 "2001:db8::1" is not an address of IPv4, and the controller takes no other; write one such as "203.0.113.10"',
    ],
    [
      { balancerType: 'p100' },
      'balancerType "p100" is not a plan that the controller takes; write one of ["p10","p50","p250","p750"]',
    ],
    [
      { internalOnly: true, reservedIpv4: '203.0.113.10' },
      'reservedIpv4 "203.0.113.10": a balancer without a public address ignores it; leave out internalOnly or reservedIpv4',
    ],
  ],
});

test('ranges are those of the Service', () => {
  const sourceRanges = ['192.0.2.0/24'];
  expect(new StackitLoadBalancer({ sourceRanges }).bindProxyProtocol(undefined as any)).toMatchObject({ sourceRanges });
});
