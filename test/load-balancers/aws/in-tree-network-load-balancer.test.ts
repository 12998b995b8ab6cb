import { Testing } from 'cdk8s';
import {
  AwsInTreeNetworkLoadBalancer,
  AwsInTreeNetworkLoadBalancerProps,
  ExternalTrafficPolicy,
  IpFamily,
} from '../../../src';
import { refusalOf } from '../service-balancer';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const bind = (props?: AwsInTreeNetworkLoadBalancerProps) =>
  new AwsInTreeNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart());
const prefixed = (suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value]));

test("without props it is the cloud provider's own NLB; another controller would have to take instance targets, too", () => {
  expect(bind()).toEqual({
    loadBalancerKind: 'aws-in-tree-nlb',
    externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    drainSeconds: 120,
    annotations: prefixed({ type: 'nlb', scheme: 'internet-facing', 'nlb-target-type': 'instance' }),
    reservedAnnotations: expect.any(Array),
    sourceRanges: undefined,
    ipFamilies: [IpFamily.IPV4],
  });
});

test.each<[AwsInTreeNetworkLoadBalancerProps, { [suffix: string]: string }]>([
  [{ internalOnly: true }, { scheme: 'internal', internal: 'true' }],
  [{ subnets: ['subnet-1', 'subnet-2'] }, { subnets: 'subnet-1,subnet-2' }],
  [{ tags: { team: 'edge' } }, { 'additional-resource-tags': 'team=edge' }],
  [{ annotations: { [`${PREFIX}attributes`]: 'x=y' } }, { attributes: 'x=y' }],
  [
    { certificateId: 'arn:1', sslPolicy: 'x' },
    { 'ssl-cert': 'arn:1', 'ssl-ports': '443', 'ssl-negotiation-policy': 'x', 'backend-protocol': 'ssl' },
  ],
])('%j', (props, suffixes) => {
  expect(bind(props).annotations).toEqual({ ...bind().annotations, ...prefixed(suffixes) });
});

test('the source ranges are a field of the Service', () => {
  expect(bind({ sourceRanges: ['192.0.2.0/24'] }).sourceRanges).toEqual(['192.0.2.0/24']);
});

test.each([
  'type',
  'scheme',
  'internal',
  'subnets',
  'additional-resource-tags',
  'proxy-protocol',
  'proxy-protocol-per-target-group',
  'nlb-target-type',
  'target-group-attributes',
  'ssl-cert',
  'ssl-ports',
  'ssl-negotiation-policy',
  'backend-protocol',
  'healthcheck-protocol',
  'healthcheck-port',
  'healthcheck-path',
  'healthcheck-success-codes',
  'ip-address-type',
  'disable-nlb-sg',
  'security-groups',
  'extra-security-groups',
])('the annotation %s belongs to it', (suffix) => {
  expect(() => bind({ annotations: { [`${PREFIX}${suffix}`]: 'x' } })).toThrow(
    new Error(
      `[test] annotation ${PREFIX}${suffix} ("x") belongs to AwsInTreeNetworkLoadBalancer; use the load balancer's own props, or leave it out`,
    ),
  );
});

test.each(['load-balancer-source-ranges', 'actions.TCP-443'])('and so does %s', (name) => {
  expect(() => bind({ annotations: { [`service.beta.kubernetes.io/${name}`]: 'x' } })).toThrow(
    `[test] annotation service.beta.kubernetes.io/${name} ("x") belongs to AwsInTreeNetworkLoadBalancer`,
  );
});

test.each<[AwsInTreeNetworkLoadBalancerProps, string]>([
  [{ sslPolicy: 'x' }, 'sslPolicy "x" has no effect without certificateId; give the certificate, or leave it out'],
  [
    { certificateId: '' },
    'certificateId must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
  ],
  [
    { sourceRanges: ['2001:db8::/32'] },
    'sourceRanges: "2001:db8::/32" is a network of IPv6, but the balancer has addresses of IPv4 only; leave it out, or give the balancer IPv6',
  ],
  [
    { tags: { expr: 'a=b' } },
    'tags: "expr": "a=b" would be cut at its "=" by the cloud provider; write a value without "="',
  ],
])('%j is refused', (props, message) => {
  expect(refusalOf(() => bind(props))).toBe(message);
});
