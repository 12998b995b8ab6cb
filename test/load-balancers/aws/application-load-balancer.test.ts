import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
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
import { refusalOf } from '../service-balancer';

const PREFIX = 'alb.ingress.kubernetes.io/';
const { DUALSTACK, DUALSTACK_WITHOUT_PUBLIC_IPV4, IPV4 } = AwsIpAddressType;
const bind = (props?: AwsApplicationLoadBalancerProps) =>
  new AwsApplicationLoadBalancer(props).bindHeaderForwarding(Testing.chart());
const annotations = (props?: AwsApplicationLoadBalancerProps) => bind(props).ingress!.annotations!;
const prefixed = (suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value]));
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
    { 'certificate-arn': 'arn:1,arn:2', 'listen-ports': '[{"HTTP":80},{"HTTPS":443}]', 'ssl-redirect': '443' },
  ],
  [
    { listensHttps: true, hosts: ['a.example.com'] },
    { 'listen-ports': '[{"HTTP":80},{"HTTPS":443}]', 'ssl-redirect': '443' },
  ],
  [
    { listensHttps: true, ingressClassName: 'edge', sslPolicy: 'x' },
    { 'listen-ports': '[{"HTTP":80},{"HTTPS":443}]', 'ssl-redirect': '443', 'ssl-policy': 'x' },
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

describe('what would not work is refused', () => {
  const annotation = (suffix: string, value = 'x') => ({ annotations: { [`${PREFIX}${suffix}`]: value } });
  const noTls =
    'has no effect without https, so clients would not be asked who they are; give certificateIds or listensHttps, or leave it out';
  const tls = { certificateIds: ['arn:1'] };
  type Row = [AwsApplicationLoadBalancerProps, string];

  test.each<Row>([
    [
      { listensHttps: true },
      'listensHttps without a certificate: the controller finds one by a host only; give hosts or certificateIds, or the ingressClassName of a class whose IngressClassParams name certificates',
    ],
    [
      { sslPolicy: 'x' },
      'sslPolicy "x" has no effect without https; give certificateIds or listensHttps, or leave it out',
    ],
    [
      { certificateIds: [] },
      'certificateIds must be a list with at least one item, got []; write that, or leave it out',
    ],
    [
      { ...tls, listensHttps: false },
      'certificateIds and listensHttps false: nothing would use the certificates; leave one of them out',
    ],
    [
      { sourceRanges: ['192.0.2.0/24'], securityGroups: ['sg-1'] },
      'sourceRanges and securityGroups: the controller ignores the first when it is given the second, so any source might connect; give one of them',
    ],
    [
      { prefixLists: ['pl-1'], securityGroups: ['sg-1'] },
      'securityGroups and prefixLists: the controller ignores the second when it is given the first; give one of them',
    ],
    [
      { sourceRanges: ['192.0.2.1/24'] },
      'sourceRanges: "192.0.2.1/24" has host bits set; for the network write "192.0.2.0/24", for the one address "192.0.2.1/32"',
    ],
    [
      { sourceRanges: [] },
      'sourceRanges is empty, which admits all sources; list the networks that may connect, or leave it out',
    ],
    [
      { sourceRanges: ['2001:db8::/32'] },
      'sourceRanges: "2001:db8::/32" is a network of IPv6, but the balancer has addresses of IPv4 only; leave it out, or give the balancer IPv6',
    ],
    [
      { ipAddressType: DUALSTACK, sourceRanges: ['192.0.2.0/24'] },
      'sourceRanges ["192.0.2.0/24"]: no client could connect over IPv6, although the balancer has IPv6 addresses; add the IPv6 networks that may connect, or take IPv6 from the balancer',
    ],
    [
      { subnets: ['subnet-1'] },
      'subnets ["subnet-1"]: an Application Load Balancer needs subnets of at least two availability zones; add one, or leave them out',
    ],
    [
      { ipAddressType: DUALSTACK_WITHOUT_PUBLIC_IPV4, internalOnly: true },
      'ipAddressType "dualstack-without-public-ipv4": an internal balancer has no public addresses anyway; write AwsIpAddressType.DUALSTACK, or leave out internalOnly',
    ],
    [
      { backendProtocolVersion: AwsBackendProtocolVersion.GRPC },
      'backendProtocolVersion "GRPC": the balancer takes HTTP/2 and gRPC over https only; give certificateIds or listensHttps, or leave it out',
    ],
    [
      { backendProtocolVersion: 'grpc' as any, ...tls },
      'backendProtocolVersion must be one of "HTTP1", "HTTP2", "GRPC", got "grpc"; write that, or leave it out',
    ],
    ...['preserve', 'remove', 'append'].map((mode): Row => [
      { attributes: { 'routing.http.xff_header_processing.mode': mode } },
      'attributes: routing.http.xff_header_processing.mode belongs to AwsApplicationLoadBalancer: with any other mode than append, clients choose their own address or none is known; leave it out',
    ]),
    ...['routing.http.xff_header_processing.mode\u00a0', 'routing.http.xff_header_processing.mode\\'].map(
      (key): Row => [
        { attributes: { [key]: 'preserve' } },
        `attributes: ${JSON.stringify(key)} is not a name of an attribute; write it in letters, digits, "_", "." and "-"`,
      ],
    ),
    [
      { name: 'kong edge' },
      'name "kong edge": a balancer\'s name has at most 32 letters, digits and inner hyphens, and does not begin with "internal-"',
    ],
    [
      { groupName: '' },
      'groupName must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
    ],
    [
      { ingressClassName: '' },
      'ingressClassName must be a string without surrounding blanks or line breaks, got ""; write that, or leave it out',
    ],
    [{ listensHttps: 'false' as any }, 'listensHttps must be true or false, got "false"; write that, or leave it out'],
    [
      { eksAutoMode: true, groupName: 'edge' },
      'groupName "edge": EKS Auto Mode takes groups from the IngressClassParams only; leave it out',
    ],
    ...['waf-acl-id', 'web-acl-id', 'shield-advanced-protection', 'auth-idp-oidc', 'listener-attributes.HTTPS-443'].map(
      (suffix): Row => [
        { ...tls, eksAutoMode: true, ...annotation(suffix) },
        `annotation ${PREFIX}${suffix} ("x") is not read by EKS Auto Mode; leave it out`,
      ],
    ),
    ...[
      'auth-type',
      'auth-idp-cognito',
      'auth-idp-oidc',
      'auth-on-unauthenticated-request',
      'auth-scope',
      'auth-session-cookie',
      'auth-session-timeout',
      'jwt-validation',
      'mutual-authentication',
      'listener-attributes.HTTPS-443',
    ].map((suffix): Row => [annotation(suffix), `annotation ${PREFIX}${suffix} ("x") ${noTls}`]),
    ...['X-Forwarded-For', 'x-real-ip', 'X_Real_IP', 'True-Client-IP', 'CF-Connecting-IP', 'Forwarded'].map(
      (name): Row => {
        const value = `a=b,routing.http.request.x_amzn_mtls_clientcert_subject.header_name=${name}`;
        return [
          { ...tls, ...annotation('listener-attributes.HTTPS-443', value) },
          `annotation ${PREFIX}listener-attributes.HTTPS-443 ("${value}") writes into a header in which Kong or an upstream reads the client's address; give it another name`,
        ];
      },
    ),
  ])('%j', (props, message) => {
    expect(refusalOf(() => bind(props))).toBe(message);
  });

  test('but not a header of another name', () => {
    const value = 'routing.http.request.x_amzn_mtls_clientcert_subject.header_name=X-Client-Subject';
    expect(annotations({ ...tls, ...annotation('listener-attributes.HTTPS-443', value) })).toMatchObject(
      prefixed({ 'listener-attributes.HTTPS-443': value }),
    );
  });
});
