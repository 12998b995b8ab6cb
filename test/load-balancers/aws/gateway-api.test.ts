import { Testing } from 'cdk8s';
import {
  AwsGatewayApplicationLoadBalancer,
  AwsGatewayNetworkLoadBalancer,
  ClientIpHeader,
  HeaderForwardedKong,
  IpFamily,
  LocalTraffic,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from '../../../src';
import { configuration, manifest, objects, ofKind } from '../../helpers';

const trustedProxies = TrustedProxies.of('10.0.101.0/24');
const nlb = (props: object = {}) => new AwsGatewayNetworkLoadBalancer({ gatewayClassName: 'nlb', ...props });
const alb = (props: object = {}) => new AwsGatewayApplicationLoadBalancer({ gatewayClassName: 'alb', ...props });
const local = (props?: object) =>
  new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer: nlb(props), configuration });
const proxy = (props?: object) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer: nlb(props), trustedProxies, configuration });
const header = (props?: object) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer: alb(props), trustedProxies, configuration });

const specOf = (kong: any, kind: string) => ofKind(kong, kind)[0].spec;

describe('a Network Load Balancer', () => {
  test.each([
    ['local traffic', 'bindLocalTraffic'],
    ['PROXY protocol', 'bindProxyProtocol'],
  ] as const)('dials the pods of a Service for the cluster: %s', (_, bind) => {
    const { reservedAnnotations, ...binding } = nlb()[bind](Testing.chart());
    expect(binding).toEqual({
      loadBalancerKind: 'aws-gateway-nlb',
      serviceType: 'ClusterIP',
      drainSeconds: 120,
      routesToPods: true,
      writesRoutes: true,
      ipFamilies: [IpFamily.IPV4],
    });
    expect(reservedAnnotations).toContain('service.beta.kubernetes.io/aws-load-balancer-type');
  });

  test('listens on both ports, with a route from each', () => {
    const kong = local();
    const { name } = ofKind(kong, 'Gateway')[0].metadata;
    const service = manifest(kong.service).metadata.name;
    expect(specOf(kong, 'Gateway')).toEqual({
      gatewayClassName: 'nlb',
      infrastructure: {
        parametersRef: {
          group: 'gateway.k8s.aws',
          kind: 'LoadBalancerConfiguration',
          name: ofKind(kong, 'LoadBalancerConfiguration')[0].metadata.name,
        },
      },
      listeners: [
        { name: 'http', protocol: 'TCP', port: 80 },
        { name: 'https', protocol: 'TCP', port: 443 },
      ],
    });
    expect(ofKind(kong, 'TCPRoute').map(({ spec }) => spec)).toEqual(
      [
        ['http', 80],
        ['https', 443],
      ].map(([sectionName, port]) => ({
        parentRefs: [{ kind: 'Gateway', name, sectionName }],
        rules: [{ backendRefs: [{ kind: 'Service', name: service, port }] }],
      })),
    );
  });

  test.each([
    ['keeps the source', () => local(), 'true', 'false'],
    ['sends PROXY protocol', () => proxy(), 'false', 'true'],
  ])('%s by the attributes of its target groups', (_, make, preserve, proxied) => {
    const kong = make();
    expect(specOf(kong, 'TargetGroupConfiguration')).toEqual({
      targetReference: { kind: 'Service', name: manifest(kong.service).metadata.name },
      defaultConfiguration: {
        targetType: 'ip',
        healthCheckConfig: { healthCheckProtocol: 'TCP' },
        targetGroupAttributes: [
          { key: 'preserve_client_ip.enabled', value: preserve },
          { key: 'proxy_protocol_v2.enabled', value: proxied },
        ],
      },
    });
  });

  test('takes the settings of its configuration', () => {
    const props = {
      internalOnly: true,
      name: 'kong',
      subnets: ['subnet-1'],
      sourceRanges: ['192.0.2.0/24'],
      attributes: { 'deletion_protection.enabled': 'true' },
      tags: { team: 'edge' },
    };
    expect(specOf(local(props), 'LoadBalancerConfiguration')).toEqual({
      scheme: 'internal',
      loadBalancerName: 'kong',
      ipAddressType: 'ipv4',
      loadBalancerSubnets: [{ identifier: 'subnet-1' }],
      sourceRanges: ['192.0.2.0/24'],
      loadBalancerAttributes: [{ key: 'deletion_protection.enabled', value: 'true' }],
      tags: { team: 'edge' },
    });
  });
});

describe('an Application Load Balancer', () => {
  test('appends the client', () => {
    const { reservedAnnotations, ...binding } = alb().bindHeaderForwarding(Testing.chart());
    expect(binding).toEqual({
      loadBalancerKind: 'aws-gateway-alb',
      serviceType: 'ClusterIP',
      drainSeconds: 30,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources: false,
      routesToPods: true,
      ipFamilies: [IpFamily.IPV4],
    });
    const kong = header();
    expect(specOf(kong, 'LoadBalancerConfiguration')).toEqual({
      scheme: 'internet-facing',
      ipAddressType: 'ipv4',
      loadBalancerAttributes: [{ key: 'routing.http.xff_header_processing.mode', value: 'append' }],
    });
    expect(specOf(kong, 'TargetGroupConfiguration').defaultConfiguration).toEqual({
      targetType: 'ip',
      healthCheckConfig: { healthCheckProtocol: 'HTTP', healthCheckPort: '8100', healthCheckPath: '/status' },
    });
    expect(objects(kong).filter(({ kind }) => kind === 'HTTPRoute')).toHaveLength(1);
  });

  test('with certificates listens for https, and redirects there', () => {
    const kong = header({ certificateIds: ['arn:1', 'arn:2'], sslPolicy: 'policy', hosts: ['api.example.com'] });
    expect(specOf(kong, 'LoadBalancerConfiguration').listenerConfigurations).toEqual([
      { protocolPort: 'HTTPS:443', defaultCertificate: 'arn:1', certificates: ['arn:2'], sslPolicy: 'policy' },
    ]);
    expect(specOf(kong, 'Gateway').listeners).toEqual([
      { name: 'http', protocol: 'HTTP', port: 80 },
      { name: 'https', protocol: 'HTTPS', port: 443 },
    ]);
    const routes = ofKind(kong, 'HTTPRoute').map(({ spec }) => spec);
    expect(routes.map(({ hostnames, parentRefs: [{ sectionName }] }) => [hostnames, sectionName])).toEqual([
      [['api.example.com'], 'https'],
      [['api.example.com'], 'http'],
    ]);
    expect(routes[0].rules[0].backendRefs[0].port).toBe(80);
    expect(routes[1].rules).toEqual([
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
    ]);
  });

  test.each([
    [{ sourceRanges: ['192.0.2.0/24'] }, true, ['192.0.2.0/24']],
    [{ sourceRanges: ['0.0.0.0/0'] }, false, ['0.0.0.0/0']],
    [{ securityGroups: ['sg-1'] }, true, undefined],
  ])('%j restricts: %p', (props, restrictsSources, admits) => {
    expect(alb(props).bindHeaderForwarding(Testing.chart())).toMatchObject({
      restrictsSources,
      ...(admits ? { admits } : {}),
    });
  });
});

test('a gateway that a chart makes needs the name of its Service', () => {
  const chart = Testing.chart();
  new LocalTraffic(chart, 'Way', { loadBalancer: nlb() });
  expect(() => Testing.synth(chart)).toThrow('[test/Way] serviceName is missing: the route names the Service');
});

test.each<[() => unknown, string]>([
  [() => local({ gatewayClassName: undefined }), 'gatewayClassName is missing: without a class no controller takes'],
  [() => local({ name: 'internal-kong' }), 'name "internal-kong": a balancer\'s name has at most 32'],
  [() => local({ internalOnly: 'yes' }), 'internalOnly'],
  [() => local({ subnets: [] }), 'subnets'],
  [() => local({ sourceRanges: ['2001:db8::/32'] }), 'sourceRanges'],
  [() => local({ sourceRanges: ['192.0.2.0/24'], securityGroups: ['sg-1'] }), 'sourceRanges and securityGroups: '],
  [
    () => local({ targetGroupAttributes: { 'preserve_client_ip.enabled': 'false' } }),
    "targetGroupAttributes: preserve_client_ip.enabled decides whether Kong learns the client's address; leave it out",
  ],
  [
    () => local({ targetGroupAttributes: { 'a b': 'x' } }),
    'targetGroupAttributes: "a b" is not a name of an attribute',
  ],
  [
    () => header({ attributes: { 'routing.http.xff_header_processing.mode': 'preserve' } }),
    'attributes: routing.http.xff_header_processing.mode decides whether Kong learns',
  ],
  [() => header({ sslPolicy: 'policy' }), 'sslPolicy "policy" has no effect without https'],
  [() => header({ subnets: ['subnet-1'] }), 'an Application Load Balancer needs subnets of at least two'],
  [() => header({ hosts: 'api.example.com' }), 'hosts'],
  [() => local({ serviceName: '' }), 'serviceName must be a string'],
])('%p is refused: %s', (make, message) => {
  expect(make).toThrow(message);
});
