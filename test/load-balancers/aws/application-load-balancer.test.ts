import { Testing } from 'cdk8s';
import { AwsApplicationLoadBalancer, AwsApplicationLoadBalancerProps, AwsIpAddressType, AwsLoadBalancerScheme, ClientIpHeader, IpFamily } from '../../../src';

const PREFIX = 'alb.ingress.kubernetes.io/';
const bind = (props?: AwsApplicationLoadBalancerProps) => new AwsApplicationLoadBalancer(props).bindHeaderForwarding(Testing.chart());
const annotations = (props?: AwsApplicationLoadBalancerProps) => bind(props).ingress!.annotations!;

test('without props it is public, dials pods, checks Kong\'s status port and appends the client', () => {
  expect(bind()).toEqual({
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    restrictsSources: false,
    routesToPods: true,
    reservedAnnotations: expect.any(Array),
    ipFamilies: [IpFamily.IPV4],
    ingress: {
      className: 'alb',
      annotations: {
        [`${PREFIX}scheme`]: 'internet-facing',
        [`${PREFIX}target-type`]: 'ip',
        [`${PREFIX}listen-ports`]: '[{"HTTP":80}]',
        [`${PREFIX}backend-protocol`]: 'HTTP',
        [`${PREFIX}healthcheck-protocol`]: 'HTTP',
        [`${PREFIX}healthcheck-port`]: '8100',
        [`${PREFIX}healthcheck-path`]: '/status',
        [`${PREFIX}load-balancer-attributes`]: 'routing.http.xff_header_processing.mode=append',
      },
    },
  });
});

test.each<[AwsApplicationLoadBalancerProps, { [suffix: string]: string }]>([
  [{ scheme: AwsLoadBalancerScheme.INTERNAL }, { scheme: 'internal' }],
  [{ certificateArns: ['arn:1', 'arn:2'] }, { 'certificate-arn': 'arn:1,arn:2', 'listen-ports': '[{"HTTP":80},{"HTTPS":443}]', 'ssl-redirect': '443' }],
  [{ name: 'kong' }, { 'load-balancer-name': 'kong' }],
  [{ groupName: 'edge' }, { 'group.name': 'edge' }],
  [{ subnets: ['subnet-1', 'subnet-2'] }, { subnets: 'subnet-1,subnet-2' }],
  [{ ipAddressType: AwsIpAddressType.IPV4 }, { 'ip-address-type': 'ipv4' }],
  [{ inboundCidrs: ['192.0.2.0/24', '2001:db8::/32'] }, { 'inbound-cidrs': '192.0.2.0/24,2001:db8::/32' }],
  [{ securityGroups: ['sg-1'] }, { 'security-groups': 'sg-1' }],
  [{ attributes: { 'idle_timeout.timeout_seconds': '120' } }, { 'load-balancer-attributes': 'idle_timeout.timeout_seconds=120,routing.http.xff_header_processing.mode=append' }],
  [{ targetGroupAttributes: { 'deregistration_delay.timeout_seconds': '30' } }, { 'target-group-attributes': 'deregistration_delay.timeout_seconds=30' }],
  [{ tags: { team: 'edge' } }, { tags: 'team=edge' }],
  [{ annotations: { [`${PREFIX}wafv2-acl-arn`]: 'arn' } }, { 'wafv2-acl-arn': 'arn' }],
])('%j', (props, suffixes) => {
  expect(annotations(props)).toEqual({ ...annotations(), ...Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value])) });
});

test('a policy for TLS stands beside the certificates', () => {
  expect(annotations({ certificateArns: ['arn:1'], sslPolicy: 'x' })).toEqual({ ...annotations({ certificateArns: ['arn:1'] }), [`${PREFIX}ssl-policy`]: 'x' });
});

test('a dual-stack balancer reaches Kong over both families', () => {
  const binding = bind({ ipAddressType: AwsIpAddressType.DUALSTACK });
  expect([binding.ingress!.annotations![`${PREFIX}ip-address-type`], binding.ipFamilies]).toEqual(['dualstack', undefined]);
});

test.each<[AwsApplicationLoadBalancerProps, boolean]>([
  [{ inboundCidrs: ['192.0.2.0/24'] }, true],
  [{ inboundCidrs: ['192.0.2.0/24', '0.0.0.0/0'] }, false],
  [{ inboundCidrs: ['0.0.0.0/1', '128.0.0.0/1'] }, false],
  [{ securityGroups: ['sg-1'] }, true],
])('%j restricts who connects: %s', (props, restrictsSources) => {
  expect(bind(props).restrictsSources).toBe(restrictsSources);
});

test.each<[AwsApplicationLoadBalancerProps, string]>([
  [{ sslPolicy: 'x' }, 'sslPolicy "x" has no effect without certificateArns; give the certificates, or leave it out'],
  [{ certificateArns: [] }, 'certificateArns must be a list with at least one item, got []; write that, or leave it out'],
  [{ inboundCidrs: ['192.0.2.0/24'], securityGroups: ['sg-1'] }, 'inboundCidrs and securityGroups: the controller ignores the first when it is given the second, so everybody might connect; give one of them'],
  [{ inboundCidrs: ['192.0.2.1/24'] }, 'inboundCidrs: "192.0.2.1/24" has host bits set; for the network write "192.0.2.0/24", for the one address "192.0.2.1/32"'],
  [{ inboundCidrs: [] }, 'inboundCidrs must be a list with at least one item, got []; write that, or leave it out'],
  ...['preserve', 'remove', 'append'].map((mode): [AwsApplicationLoadBalancerProps, string] => [
    { attributes: { 'routing.http.xff_header_processing.mode': mode } },
    'attributes: routing.http.xff_header_processing.mode belongs to AwsApplicationLoadBalancer: with any other mode than append, clients choose their own address or none is known; leave it out',
  ]),
  [{ name: 'kong edge' }, 'name "kong edge": a balancer\'s name has at most 32 letters, digits and inner hyphens'],
])('%j is refused', (props, message) => {
  expect(() => bind(props)).toThrow(new Error(`[test] ${message}`));
});
