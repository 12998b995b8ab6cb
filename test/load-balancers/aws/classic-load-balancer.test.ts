import { Testing } from 'cdk8s';
import { AwsClassicLoadBalancer, AwsClassicLoadBalancerProps, AwsLoadBalancerScheme, ClientIpHeader, IpFamily } from '../../../src';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const bind = {
  bindProxyProtocol: (props?: AwsClassicLoadBalancerProps) => new AwsClassicLoadBalancer(props).bindProxyProtocol(Testing.chart()),
  bindHeaderForwarding: (props?: AwsClassicLoadBalancerProps) => new AwsClassicLoadBalancer(props).bindHeaderForwarding(Testing.chart()),
};
const ways = ['bindProxyProtocol', 'bindHeaderForwarding'] as const;

test('sends PROXY protocol on TCP listeners', () => {
  expect(bind.bindProxyProtocol()).toEqual({
    annotations: { [`${PREFIX}scheme`]: 'internet-facing', [`${PREFIX}proxy-protocol`]: '*', [`${PREFIX}backend-protocol`]: 'tcp' },
    reservedAnnotations: expect.any(Array),
    sourceRanges: undefined,
    ipFamilies: [IpFamily.IPV4],
  });
});

test('speaks HTTP and reports the client in X-Forwarded-For', () => {
  expect(bind.bindHeaderForwarding()).toEqual({
    annotations: { [`${PREFIX}scheme`]: 'internet-facing', [`${PREFIX}backend-protocol`]: 'http' },
    reservedAnnotations: expect.any(Array),
    sourceRanges: undefined,
    ipFamilies: [IpFamily.IPV4],
    serviceType: 'LoadBalancer',
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    endsTls: false,
    restrictsSources: false,
  });
});

test('ends TLS on port 443 with a certificate', () => {
  const binding = bind.bindHeaderForwarding({ certificateArn: 'arn:1', sslPolicy: 'ELBSecurityPolicy-TLS-1-2-2017-01' });
  expect(binding.endsTls).toBe(true);
  expect(binding.annotations).toEqual({
    [`${PREFIX}scheme`]: 'internet-facing',
    [`${PREFIX}backend-protocol`]: 'http',
    [`${PREFIX}ssl-cert`]: 'arn:1',
    [`${PREFIX}ssl-ports`]: '443',
    [`${PREFIX}ssl-negotiation-policy`]: 'ELBSecurityPolicy-TLS-1-2-2017-01',
  });
});

test.each([
  [undefined, false],
  [['192.0.2.0/24', '2001:db8::/32'], true],
  [['0.0.0.0/0'], false],
  [['192.0.2.0/24', '::/0'], false],
])('the source ranges %j restrict who connects: %s', (sourceRanges, restrictsSources) => {
  const binding = bind.bindHeaderForwarding({ sourceRanges });
  expect([binding.sourceRanges, binding.restrictsSources]).toEqual([sourceRanges, restrictsSources]);
  expect(bind.bindProxyProtocol({ sourceRanges }).sourceRanges).toEqual(sourceRanges);
});

describe.each(ways)('with %s', (way) => {
  test.each<[AwsClassicLoadBalancerProps, { [suffix: string]: string }]>([
    [{ scheme: AwsLoadBalancerScheme.INTERNAL }, { scheme: 'internal', internal: 'true' }],
    [{ subnets: ['subnet-1', 'subnet-2'] }, { subnets: 'subnet-1,subnet-2' }],
    [{ tags: { team: 'edge' } }, { 'additional-resource-tags': 'team=edge' }],
    [{ annotations: { [`${PREFIX}connection-idle-timeout`]: '120' } }, { 'connection-idle-timeout': '120' }],
    [{ annotations: { [`${PREFIX}security-groups`]: 'sg-1' } }, { 'security-groups': 'sg-1' }],
  ])('%j', (props, suffixes) => {
    expect(bind[way](props).annotations).toEqual({
      ...bind[way]().annotations, ...Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value])),
    });
  });

  test.each([
    'type', 'scheme', 'internal', 'proxy-protocol', 'backend-protocol', 'ssl-cert', 'ssl-ports', 'ssl-negotiation-policy', 'subnets', 'additional-resource-tags',
  ])('the annotation %s belongs to it', (suffix) => {
    expect(() => bind[way]({ annotations: { [`${PREFIX}${suffix}`]: 'x' } })).toThrow(new Error(
      `[test] annotation ${PREFIX}${suffix} ("x") belongs to AwsClassicLoadBalancer; use the load balancer's own props, and leave to it what has none`));
  });

  test('security groups cannot stand beside source ranges, which the cloud provider would ignore', () => {
    expect(() => bind[way]({ sourceRanges: ['192.0.2.0/24'], annotations: { [`${PREFIX}security-groups`]: 'sg-1' } })).toThrow(
      `[test] annotation ${PREFIX}security-groups ("sg-1") belongs to AwsClassicLoadBalancer`);
  });

  test('a policy for TLS needs a certificate', () => {
    expect(() => bind[way]({ sslPolicy: 'x' })).toThrow(new Error(
      '[test] sslPolicy "x" has no effect without certificateArn; give the certificate, or leave it out'));
  });
});

test.each(['healthcheck-protocol', 'healthcheck-port', 'healthcheck-path'])('the annotation %s belongs to it where a listener expects a PROXY header', (suffix) => {
  const annotations = { [`${PREFIX}${suffix}`]: 'http' };
  expect(() => bind.bindProxyProtocol({ annotations })).toThrow(`[test] annotation ${PREFIX}${suffix} ("http") belongs to AwsClassicLoadBalancer`);
  expect(bind.bindHeaderForwarding({ annotations }).annotations).toMatchObject(annotations);
});

test('does not end TLS before PROXY protocol', () => {
  expect(() => bind.bindProxyProtocol({ certificateArn: 'arn:1' })).toThrow(new Error(
    '[test] certificateArn "arn:1": if the balancer ends TLS, PROXY protocol does not tell Kong so, and Kong takes https for http; '
    + 'end TLS at Kong (tlsSecret), or use HeaderForwardedKong'));
});

test('does not take source ranges that are none', () => {
  expect(() => bind.bindHeaderForwarding({ sourceRanges: ['office'] })).toThrow('[test] sourceRanges: "office" is not a CIDR block');
});
