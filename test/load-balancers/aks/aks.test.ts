import { Testing } from 'cdk8s';
import {
  AksApplicationGateway, AksApplicationGatewayProps, AksLoadBalancer, AksLoadBalancerProps, AksPrivateLinkService, AksPrivateLinkServiceProps,
  ClientIpHeader, IpFamily,
} from '../../../src';

const AZURE = 'service.beta.kubernetes.io/azure-';
const APPGW = 'appgw.ingress.kubernetes.io/';
const prefixed = (prefix: string, suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${prefix}${suffix}`, value]));
const belongs = (key: string, owner: string) => new Error(
  `[test] annotation ${key} ("x") belongs to ${owner}; use the load balancer's own props, and leave to it what has none`);

describe('AksLoadBalancer', () => {
  const bind = (props?: AksLoadBalancerProps) => new AksLoadBalancer(props).bindLocalTraffic(Testing.chart());

  test('needs no annotation, and reaches Kong over both families', () => {
    expect(bind()).toEqual({ annotations: {}, reservedAnnotations: expect.any(Array), sourceRanges: undefined });
  });

  test.each<[AksLoadBalancerProps, { [suffix: string]: string }]>([
    [{ internalOnly: true }, { 'load-balancer-internal': 'true' }],
    [{ internalOnly: true, internalSubnet: 'edge' }, { 'load-balancer-internal': 'true', 'load-balancer-internal-subnet': 'edge' }],
    [{ internalOnly: false }, {}],
    [{ ipv4: '203.0.113.10', resourceGroup: 'network' }, { 'load-balancer-ipv4': '203.0.113.10', 'load-balancer-resource-group': 'network' }],
    [{ pipName: 'kong' }, { 'pip-name': 'kong' }],
    [{ dnsLabelName: 'kong' }, { 'dns-label-name': 'kong' }],
    [{ annotations: { [`${AZURE}load-balancer-tcp-idle-timeout`]: '30' } }, { 'load-balancer-tcp-idle-timeout': '30' }],
  ])('%j', (props, suffixes) => {
    expect(bind(props).annotations).toEqual(prefixed(AZURE, suffixes));
  });

  test('has the source ranges in a field of the Service', () => {
    expect(bind({ sourceRanges: ['192.0.2.0/24'] }).sourceRanges).toEqual(['192.0.2.0/24']);
  });

  test.each<[AksLoadBalancerProps, string]>([
    [{ internalSubnet: 'edge' }, 'internalSubnet "edge" is for internal balancers only; leave it out, or change internalOnly'],
    [{ internalOnly: true, pipName: 'kong' }, 'pipName "kong" is for public balancers only; leave it out, or change internalOnly'],
    [{ internalOnly: true, dnsLabelName: 'kong' }, 'dnsLabelName "kong" is for public balancers only; leave it out, or change internalOnly'],
  ])('refuses %j', (props, message) => {
    expect(() => bind(props)).toThrow(new Error(`[test] ${message}`));
  });

  test.each([
    ...['load-balancer-internal', 'load-balancer-internal-subnet', 'load-balancer-ipv4', 'pip-name', 'load-balancer-resource-group', 'dns-label-name', 'pls-create',
      'pls-proxy-protocol'].map((suffix) => `${AZURE}${suffix}`),
    'service.beta.kubernetes.io/load-balancer-source-ranges',
  ])('owns %s', (key) => {
    expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksLoadBalancer'));
  });
});

describe('AksPrivateLinkService', () => {
  const bind = (props?: AksPrivateLinkServiceProps) => new AksPrivateLinkService(props).bindProxyProtocol(Testing.chart());
  const required = { 'load-balancer-internal': 'true', 'load-balancer-health-probe-protocol': 'tcp', 'pls-create': 'true', 'pls-proxy-protocol': 'true' };

  test('is an internal balancer with a Private Link Service, checked over TCP, over IPv4', () => {
    expect(bind()).toEqual({ annotations: prefixed(AZURE, required), reservedAnnotations: expect.any(Array), ipFamilies: [IpFamily.IPV4] });
  });

  test.each<[AksPrivateLinkServiceProps, { [suffix: string]: string }]>([
    [{ name: 'kong' }, { 'pls-name': 'kong' }],
    [{ ipConfigurationSubnet: 'pls' }, { 'pls-ip-configuration-subnet': 'pls' }],
    [{ ipConfigurationIpAddressCount: 8 }, { 'pls-ip-configuration-ip-address-count': '8' }],
    [{ ipConfigurationIpAddressCount: 1 }, { 'pls-ip-configuration-ip-address-count': '1' }],
    [{ visibility: ['*'] }, { 'pls-visibility': '*' }],
    [{ autoApproval: ['sub-1', 'sub-2'] }, { 'pls-auto-approval': 'sub-1 sub-2' }],
    [{ fqdns: ['a.example', 'b.example'] }, { 'pls-fqdns': 'a.example b.example' }],
    [{ internalSubnet: 'edge' }, { 'load-balancer-internal-subnet': 'edge' }],
    [{ annotations: { [`${AZURE}pls-ip-configuration-ip-address`]: '10.0.0.7' } }, { 'pls-ip-configuration-ip-address': '10.0.0.7' }],
  ])('%j', (props, suffixes) => {
    expect(bind(props).annotations).toEqual(prefixed(AZURE, { ...required, ...suffixes }));
  });

  test.each([0, 9, 1.5, NaN, -1])('has 1 to 8 addresses, not %s', (count) => {
    expect(() => bind({ ipConfigurationIpAddressCount: count })).toThrow(new Error(`[test] ipConfigurationIpAddressCount must be a whole number from 1 to 8, got ${count}`));
  });

  test.each([
    ...[...Object.keys(required), 'load-balancer-internal-subnet', 'load-balancer-health-probe-request-path', 'pls-name', 'pls-ip-configuration-subnet',
      'pls-ip-configuration-ip-address-count', 'pls-visibility', 'pls-auto-approval', 'pls-fqdns'].map((suffix) => `${AZURE}${suffix}`),
    ...['protocol', 'port', 'request-path'].flatMap((field) => [80, 443].map((port) => `service.beta.kubernetes.io/port_${port}_health-probe_${field}`)),
  ])('owns %s', (key) => {
    expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksPrivateLinkService'));
  });
});

describe('AksApplicationGateway', () => {
  const bind = (props?: AksApplicationGatewayProps) => new AksApplicationGateway(props).bindHeaderForwarding(Testing.chart());
  const required = {
    'kubernetes.io/ingress.class': 'azure/application-gateway',
    [`${APPGW}backend-protocol`]: 'http',
    [`${APPGW}health-probe-port`]: '8100',
    [`${APPGW}health-probe-path`]: '/status',
  };

  test('dials pods, checks Kong\'s status port and appends the client', () => {
    expect(bind()).toEqual({
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      routesToPods: true,
      reservedAnnotations: expect.any(Array),
      ingress: { annotations: required },
    });
  });

  test.each<[AksApplicationGatewayProps, { [suffix: string]: string }]>([
    [{ sslCertificate: 'kong' }, { 'appgw-ssl-certificate': 'kong' }],
    [{ sslCertificate: 'kong', sslRedirect: true }, { 'appgw-ssl-certificate': 'kong', 'ssl-redirect': 'true' }],
    [{ sslRedirect: false }, {}],
    [{ usePrivateIp: true }, { 'use-private-ip': 'true' }],
    [{ usePrivateIp: false }, {}],
    [{ wafPolicy: '/subscriptions/x' }, { 'waf-policy-for-path': '/subscriptions/x' }],
    [{ annotations: { [`${APPGW}request-timeout`]: '60' } }, { 'request-timeout': '60' }],
  ])('%j', (props, suffixes) => {
    expect(bind(props).ingress!.annotations).toEqual({ ...required, ...prefixed(APPGW, suffixes) });
  });

  test('redirects only to a port that it listens on', () => {
    expect(() => bind({ sslRedirect: true })).toThrow(new Error('[test] sslRedirect true: without a certificate nothing listens on port 443; give sslCertificate, or leave it out'));
  });

  test.each([...Object.keys(required), ...['appgw-ssl-certificate', 'ssl-redirect', 'use-private-ip', 'waf-policy-for-path'].map((suffix) => `${APPGW}${suffix}`)])('owns %s', (key) => {
    expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(belongs(key, 'AksApplicationGateway'));
  });
});
