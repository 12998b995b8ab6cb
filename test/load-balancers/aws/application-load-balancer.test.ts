import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  annotations,
  bind,
  DUALSTACK,
  DUALSTACK_WITHOUT_PUBLIC_IPV4,
  HTTP_AND_HTTPS,
  IPV4,
  PREFIX,
  prefixed,
} from './application';
import {
  AwsApplicationLoadBalancer,
  AwsApplicationLoadBalancerProps,
  AwsBackendProtocolVersion,
  AwsIpAddressType,
  ClientIpHeader,
  HeaderForwardedKong,
  IpFamily,
  TrustedProxies,
} from '../../../src';
import { appOf, configuration, environment, manifest } from '../../helpers';

const gateway = (props?: AwsApplicationLoadBalancerProps) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: new AwsApplicationLoadBalancer(props),
    trustedProxies: TrustedProxies.of('10.0.101.0/24'),
    configuration,
  });

test("without props it is public, dials pods, checks Kong's status port and appends the client", () => {
  expect(bind()).toEqual({
    loadBalancerKind: 'aws-alb',
    serviceType: kplus.ServiceType.CLUSTER_IP,
    drainSeconds: 30,
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    restrictsSources: false,
    speaksHttp2: false,
    routesToPods: true,
    reservedAnnotations: expect.any(Array),
    ipFamilies: [IpFamily.IPV4],
    ingress: {
      ingressClassName: 'alb',
      hosts: undefined,
      listensHttps: false,
      annotations: prefixed({
        scheme: 'internet-facing',
        'target-type': 'ip',
        'listen-ports': '[{"HTTP":80}]',
        'backend-protocol': 'HTTP',
        'healthcheck-protocol': 'HTTP',
        'healthcheck-port': '8100',
        'healthcheck-path': '/status',
        'load-balancer-attributes': 'routing.http.xff_header_processing.mode=append',
        'target-group-attributes': 'deregistration_delay.timeout_seconds=60',
      }),
    },
  });
});

test.each<[AwsApplicationLoadBalancerProps, { [suffix: string]: string }]>([
  [{ internalOnly: true }, { scheme: 'internal' }],
  [
    { certificateIds: ['arn:1', 'arn:2'] },
    { 'certificate-arn': 'arn:1,arn:2', 'listen-ports': HTTP_AND_HTTPS, 'ssl-redirect': '443' },
  ],
  [
    { listensHttps: true, hosts: ['a.example.com'] },
    { 'listen-ports': HTTP_AND_HTTPS, 'ssl-redirect': '443' },
  ],
  [
    { listensHttps: true, ingressClassName: 'edge', sslPolicy: 'x' },
    { 'listen-ports': HTTP_AND_HTTPS, 'ssl-redirect': '443', 'ssl-policy': 'x' },
  ],
  [{ name: 'kong' }, { 'load-balancer-name': 'kong' }],
  [{ groupName: 'edge' }, { 'group.name': 'edge' }],
  [{ subnets: ['subnet-1', 'subnet-2'] }, { subnets: 'subnet-1,subnet-2' }],
  [{ ipAddressType: IPV4 }, { 'ip-address-type': 'ipv4' }],
  [
    { ipAddressType: DUALSTACK, sourceRanges: ['192.0.2.0/24', '2001:db8::/32'] },
    { 'ip-address-type': 'dualstack', 'inbound-cidrs': '192.0.2.0/24,2001:db8::/32' },
  ],
  [{ ipAddressType: DUALSTACK_WITHOUT_PUBLIC_IPV4 }, { 'ip-address-type': 'dualstack-without-public-ipv4' }],
  [{ prefixLists: ['pl-1'] }, { 'security-group-prefix-lists': 'pl-1' }],
  [{ securityGroups: ['sg-1'] }, { 'security-groups': 'sg-1' }],
  [
    { attributes: { 'idle_timeout.timeout_seconds': '120' } },
    { 'load-balancer-attributes': 'idle_timeout.timeout_seconds=120,routing.http.xff_header_processing.mode=append' },
  ],
  [
    { targetGroupAttributes: { 'stickiness.enabled': 'true' } },
    { 'target-group-attributes': 'deregistration_delay.timeout_seconds=60,stickiness.enabled=true' },
  ],
  [
    { targetGroupAttributes: { 'deregistration_delay.timeout_seconds': '5' } },
    { 'target-group-attributes': 'deregistration_delay.timeout_seconds=5' },
  ],
  [{ tags: { team: 'edge' } }, { tags: 'team=edge' }],
  [{ annotations: { [`${PREFIX}wafv2-acl-arn`]: 'arn' } }, { 'wafv2-acl-arn': 'arn' }],
  [{ eksAutoMode: true }, {}],
])('%j', (props, suffixes) => {
  expect(annotations(props)).toEqual({ ...annotations(), ...prefixed(suffixes) });
});

test.each<[AwsBackendProtocolVersion, boolean, { [suffix: string]: string }]>([
  [AwsBackendProtocolVersion.HTTP1, false, {}],
  [AwsBackendProtocolVersion.HTTP2, true, {}],
  // The status port does not speak gRPC, which has codes of its own: 5 is that of a path without a route.
  [
    AwsBackendProtocolVersion.GRPC,
    true,
    { 'healthcheck-port': 'traffic-port', 'healthcheck-path': '/AWS.ALB/healthcheck', 'success-codes': '0-99' },
  ],
])('with %s, Kong listens for HTTP/2: %s', (backendProtocolVersion, http2, suffixes) => {
  const tls = { certificateIds: ['arn:1'] };
  expect(annotations({ ...tls, backendProtocolVersion })).toEqual({
    ...annotations(tls),
    ...prefixed({ 'backend-protocol-version': backendProtocolVersion, ...suffixes }),
  });
  expect(bind({ ...tls, backendProtocolVersion }).speaksHttp2).toBe(http2);
  const { KONG_PROXY_LISTEN, KONG_STATUS_LISTEN } = environment(gateway({ ...tls, backendProtocolVersion }));
  expect([KONG_PROXY_LISTEN.includes(':8000 http2 '), KONG_STATUS_LISTEN]).toEqual([
    http2,
    http2 ? '0.0.0.0:8100 http2' : '0.0.0.0:8100',
  ]);
});

test.each<[AwsIpAddressType | undefined, IpFamily[]]>([
  [undefined, [IpFamily.IPV4]],
  [IPV4, [IpFamily.IPV4]],
  [DUALSTACK, [IpFamily.IPV4, IpFamily.IPV6]],
  [DUALSTACK_WITHOUT_PUBLIC_IPV4, [IpFamily.IPV4, IpFamily.IPV6]],
])('a balancer with addresses of %s reaches Kong over %j', (ipAddressType, families) => {
  expect(bind({ ipAddressType }).ipFamilies).toEqual(families);
});

test('EKS Auto Mode makes it for a class of that controller', () => {
  const binding = bind({ eksAutoMode: true, ingressClassName: 'auto' });
  expect([binding.loadBalancerKind, binding.ingress!.ingressClassName]).toEqual(['eks-auto-alb', 'auto']);
});

test('the Ingress has the hosts', () => {
  const { rules } = manifest(gateway({ hosts: ['a.example.com', '*.example.com'], listensHttps: true }).ingress!).spec;
  expect(rules.map(({ host, http }: any) => [host, http.paths[0].path])).toEqual([
    ['a.example.com', '/'],
    ['*.example.com', '/'],
  ]);
});

test.each<[AwsApplicationLoadBalancerProps, boolean]>([
  [{}, false],
  [{ sourceRanges: ['192.0.2.0/24'] }, true],
  [{ sourceRanges: ['192.0.2.0/24', '0.0.0.0/0'] }, false],
  [{ sourceRanges: ['0.0.0.0/1', '128.0.0.0/1'] }, false],
  [{ prefixLists: ['pl-1'] }, true],
  [{ prefixLists: ['pl-1'], sourceRanges: ['192.0.2.0/24'] }, true],
  [{ prefixLists: ['pl-1'], sourceRanges: ['0.0.0.0/0'] }, false],
  [{ securityGroups: ['sg-1'] }, true],
  // Another Ingress of the group can replace the controller's own group.
  [{ groupName: 'edge', sourceRanges: ['192.0.2.0/24'] }, false],
  [{ groupName: 'edge', prefixLists: ['pl-1'] }, false],
  [{ groupName: 'edge', securityGroups: ['sg-1'] }, true],
])('%j restricts who connects: %s', (props, restrictsSources) => {
  expect(bind(props).restrictsSources).toBe(restrictsSources);
});

describe('what is added to the objects themselves', () => {
  test.each([
    'healthcheck-port',
    'healthcheck-path',
    'healthcheck-protocol',
    'backend-protocol',
    'backend-protocol-version',
    'success-codes',
    'target-type',
    'load-balancer-attributes',
  ])('%s is found on the Service, where it would win, and on the Ingress', (suffix) => {
    const kong = gateway();
    kong.service.metadata.addAnnotation(`${PREFIX}${suffix}`, 'x');
    kong.ingress!.metadata.addAnnotation(`${PREFIX}${suffix}`, 'x');
    const message = (kind: string) =>
      `[test/Kong] annotation ${PREFIX}${suffix} ("x") of the ${kind} belongs to HeaderForwardedKong; use the load balancer's own props`;
    expect(() => appOf(kong).synth()).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message('Service')) }),
    );
    expect(() => appOf(kong).synth()).toThrow(
      expect.objectContaining({ message: expect.stringContaining(message('Ingress')) }),
    );
  });

  test('TLS is found where nothing listens for it, and only there', () => {
    const synth = (props: AwsApplicationLoadBalancerProps) => {
      const kong = gateway(props);
      kong.ingress!.addTls([{ hosts: ['api.example.com'] }]);
      return () => appOf(kong).synth();
    };
    expect(synth({})).toThrow('the Ingress has tls, but the load balancer does not listen for https');
    expect(synth({ listensHttps: true, hosts: ['a.example.com'] })).not.toThrow();
  });
});

test.each([
  ['type', 'nlb-ip'],
  ['nlb-target-type', 'ip'],
])('a second balancer of the Service is not asked for by aws-load-balancer-%s', (suffix, value) => {
  const kong = gateway({});
  kong.service.metadata.addAnnotation(`service.beta.kubernetes.io/aws-load-balancer-${suffix}`, value);
  expect(() => appOf(kong).synth()).toThrow(`aws-load-balancer-${suffix}`);
});
