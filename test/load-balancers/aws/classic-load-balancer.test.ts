import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AwsClassicLoadBalancer,
  AwsClassicLoadBalancerProps,
  ClientIpHeader,
  ExternalTrafficPolicy,
  IpFamily,
} from '../../../src';
import { refusalOf } from '../service-balancer';

const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';
const bind = {
  bindProxyProtocol: (props?: AwsClassicLoadBalancerProps) =>
    new AwsClassicLoadBalancer(props).bindProxyProtocol(Testing.chart()),
  bindHeaderForwarding: (props?: AwsClassicLoadBalancerProps) =>
    new AwsClassicLoadBalancer(props).bindHeaderForwarding(Testing.chart()),
};
const ways = ['bindProxyProtocol', 'bindHeaderForwarding'] as const;
const prefixed = (suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value]));
const common = {
  loadBalancerKind: 'aws-classic',
  serviceType: kplus.ServiceType.LOAD_BALANCER,
  externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER,
  reservedAnnotations: expect.any(Array),
  sourceRanges: undefined,
  ipFamilies: [IpFamily.IPV4],
};

test('sends PROXY protocol on TCP listeners; another controller would have to take instance targets, too', () => {
  expect(bind.bindProxyProtocol()).toEqual({
    ...common,
    annotations: prefixed({
      scheme: 'internet-facing',
      'nlb-target-type': 'instance',
      'proxy-protocol': '*',
      'backend-protocol': 'tcp',
    }),
  });
});

test('speaks HTTP and reports the client in X-Forwarded-For; the AWS Load Balancer Controller refuses the Service', () => {
  expect(bind.bindHeaderForwarding()).toEqual({
    ...common,
    annotations: prefixed({
      scheme: 'internet-facing',
      'nlb-target-type': 'instance',
      'backend-protocol': 'http',
      'ip-address-type': 'classic-load-balancer-only',
    }),
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    endsTls: false,
    restrictsSources: false,
  });
});

test('ends TLS on port 443 with a certificate', () => {
  const binding = bind.bindHeaderForwarding({
    certificateId: 'arn:1',
    sslPolicy: 'ELBSecurityPolicy-TLS-1-2-2017-01',
  });
  expect(binding.endsTls).toBe(true);
  expect(binding.annotations).toEqual({
    ...bind.bindHeaderForwarding().annotations,
    ...prefixed({
      'ssl-cert': 'arn:1',
      'ssl-ports': '443',
      'ssl-negotiation-policy': 'ELBSecurityPolicy-TLS-1-2-2017-01',
    }),
  });
});

test.each([
  [undefined, false],
  [['192.0.2.0/24', '198.51.100.0/24'], true],
  [['0.0.0.0/0'], false],
])('the source ranges %j restrict who connects: %s', (sourceRanges, restrictsSources) => {
  const binding = bind.bindHeaderForwarding({ sourceRanges });
  expect([binding.sourceRanges, binding.restrictsSources]).toEqual([sourceRanges, restrictsSources]);
  expect(bind.bindProxyProtocol({ sourceRanges }).sourceRanges).toEqual(sourceRanges);
});

describe.each(ways)('with %s', (way) => {
  test.each<[AwsClassicLoadBalancerProps, { [suffix: string]: string }]>([
    [{ internalOnly: true }, { scheme: 'internal', internal: 'true' }],
    [{ subnets: ['subnet-1', 'subnet-2'] }, { subnets: 'subnet-1,subnet-2' }],
    [{ tags: { team: 'edge' } }, { 'additional-resource-tags': 'team=edge' }],
    [{ annotations: { [`${PREFIX}connection-idle-timeout`]: '120' } }, { 'connection-idle-timeout': '120' }],
    [{ annotations: { [`${PREFIX}security-groups`]: 'sg-1' } }, { 'security-groups': 'sg-1' }],
  ])('%j', (props, suffixes) => {
    expect(bind[way](props).annotations).toEqual({ ...bind[way]().annotations, ...prefixed(suffixes) });
  });

  test.each([
    'type',
    'scheme',
    'internal',
    'proxy-protocol',
    'proxy-protocol-per-target-group',
    'backend-protocol',
    'ssl-cert',
    'ssl-ports',
    'ssl-negotiation-policy',
    'subnets',
    'additional-resource-tags',
    'nlb-target-type',
    'target-group-attributes',
    'ip-address-type',
    'disable-nlb-sg',
    'healthcheck-protocol',
    'healthcheck-port',
    'healthcheck-path',
    'healthcheck-success-codes',
  ])('the annotation %s belongs to it', (suffix) => {
    expect(() => bind[way]({ annotations: { [`${PREFIX}${suffix}`]: 'x' } })).toThrow(
      new Error(
        `[test] annotation ${PREFIX}${suffix} ("x") belongs to AwsClassicLoadBalancer; use the load balancer's own props, or leave it out`,
      ),
    );
  });

  test('and so does the one that sends connections elsewhere', () => {
    expect(() => bind[way]({ annotations: { 'service.beta.kubernetes.io/actions.TCP-443': 'x' } })).toThrow(
      'actions.TCP-443 ("x") belongs to AwsClassicLoadBalancer',
    );
  });

  test.each(['security-groups', 'extra-security-groups'])(
    '%s cannot stand beside source ranges, which would then not be all that may connect',
    (suffix) => {
      expect(() =>
        bind[way]({ sourceRanges: ['192.0.2.0/24'], annotations: { [`${PREFIX}${suffix}`]: 'sg-1' } }),
      ).toThrow(`[test] annotation ${PREFIX}${suffix} ("sg-1") belongs to AwsClassicLoadBalancer`);
    },
  );

  test.each<[AwsClassicLoadBalancerProps, string]>([
    [{ sslPolicy: 'x' }, 'sslPolicy "x" has no effect without certificateId; give the certificate, or leave it out'],
    [
      { sourceRanges: ['office'] },
      'sourceRanges: "office" is not a CIDR block; write a network such as "10.0.0.0/16" or "2001:db8::/64"',
    ],
    [
      { sourceRanges: ['2001:db8::/32'] },
      'sourceRanges: "2001:db8::/32" is a network of IPv6, but the balancer has addresses of IPv4 only; leave it out, or give the balancer IPv6',
    ],
    [
      { tags: { expr: 'a=b' } },
      'tags: "expr": "a=b" would be cut at its "=" by the cloud provider; write a value without "="',
    ],
    [{ internalOnly: 'true' as any }, 'internalOnly must be true or false, got "true"; write that, or leave it out'],
    [
      { subnets: ['subnet-1', 'subnet-1'] },
      'subnets[1] is "subnet-1" again; write each item once, or leave subnets out',
    ],
  ])('%j is refused', (props, message) => {
    expect(refusalOf(() => bind[way](props))).toBe(message);
  });
});

test('an empty ARN is not a certificate', () => {
  expect(refusalOf(() => bind.bindHeaderForwarding({ certificateId: '' }))).toBe(
    'certificateId must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
  );
});

test('does not end TLS before PROXY protocol', () => {
  expect(() => bind.bindProxyProtocol({ certificateId: 'arn:1' })).toThrow(
    new Error(
      '[test] certificateId "arn:1": if the balancer ends TLS, PROXY protocol does not tell Kong so, and Kong takes https for http; ' +
        'end TLS at Kong (tlsSecret), or use HeaderForwardedKong',
    ),
  );
});
