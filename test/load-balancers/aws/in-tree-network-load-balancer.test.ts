import { Testing } from 'cdk8s';
import { AwsInTreeNetworkLoadBalancer, AwsInTreeNetworkLoadBalancerProps, AwsLoadBalancerScheme, IpFamily } from '../../../src';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const bind = (props?: AwsInTreeNetworkLoadBalancerProps) => new AwsInTreeNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart());

test('without props it is the cloud provider\'s own NLB', () => {
  expect(bind()).toEqual({
    annotations: { [`${PREFIX}type`]: 'nlb', [`${PREFIX}scheme`]: 'internet-facing' },
    reservedAnnotations: expect.any(Array),
    sourceRanges: undefined,
    ipFamilies: [IpFamily.IPV4],
  });
});

test.each<[AwsInTreeNetworkLoadBalancerProps, { [suffix: string]: string }]>([
  [{ scheme: AwsLoadBalancerScheme.INTERNAL }, { scheme: 'internal', internal: 'true' }],
  [{ subnets: ['subnet-1', 'subnet-2'] }, { scheme: 'internet-facing', subnets: 'subnet-1,subnet-2' }],
  [{ tags: { team: 'edge' } }, { 'scheme': 'internet-facing', 'additional-resource-tags': 'team=edge' }],
  [{ annotations: { [`${PREFIX}attributes`]: 'x=y' } }, { scheme: 'internet-facing', attributes: 'x=y' }],
])('%j', (props, suffixes) => {
  expect(bind(props).annotations).toEqual(Object.fromEntries(Object.entries({ type: 'nlb', ...suffixes }).map(([suffix, value]) => [`${PREFIX}${suffix}`, value])));
});

test('the source ranges are a field of the Service', () => {
  expect(bind({ sourceRanges: ['192.0.2.0/24'] }).sourceRanges).toEqual(['192.0.2.0/24']);
});

test.each([
  'type', 'scheme', 'internal', 'subnets', 'additional-resource-tags', 'proxy-protocol', 'proxy-protocol-per-target-group', 'nlb-target-type', 'target-group-attributes',
  'ssl-cert', 'ssl-ports', 'backend-protocol', 'healthcheck-protocol', 'healthcheck-port', 'healthcheck-path',
])('the annotation %s belongs to it', (suffix) => {
  expect(() => bind({ annotations: { [`${PREFIX}${suffix}`]: 'x' } })).toThrow(new Error(
    `[test] annotation ${PREFIX}${suffix} ("x") belongs to AwsInTreeNetworkLoadBalancer; use the load balancer's own props, and leave to it what has none`));
});

test('and so do the source ranges', () => {
  expect(() => bind({ annotations: { 'service.beta.kubernetes.io/load-balancer-source-ranges': '192.0.2.0/24' } })).toThrow(
    '[test] annotation service.beta.kubernetes.io/load-balancer-source-ranges ("192.0.2.0/24") belongs to AwsInTreeNetworkLoadBalancer');
});
