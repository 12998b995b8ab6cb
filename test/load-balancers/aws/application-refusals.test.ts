import { AwsApplicationLoadBalancerProps, AwsBackendProtocolVersion } from '../../../src';
import { refusalOf } from '../service-balancer';
import { PREFIX, DUALSTACK, DUALSTACK_WITHOUT_PUBLIC_IPV4, bind, annotations, prefixed } from './application';

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
