import { backend, balancer, ingress, ports, prefixed, readOnly, remarks, service } from '../objects';

const AZURE = 'service.beta.kubernetes.io/azure-';
const LINK = { 'pls-create': 'true', 'load-balancer-internal': 'true' };
const aks = (values: Record<string, unknown>, spec: object = {}) => service(prefixed(AZURE, values), spec);
const LOCAL = { externalTrafficPolicy: 'Local' };
const NAME = { 'dns-label-name': 'kong' };
const TCP = { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false };

test.each([
  ['Local', NAME, LOCAL, 'aks-load-balancer', 'client', undefined, { kind: 'node', sendsProxyProtocol: false }],
  ['Cluster', NAME, {}, 'aks-load-balancer', 'node', undefined, TCP],
  ['Private Link without PROXY, Local', LINK, LOCAL, 'aks-private-link-service', 'balancer', undefined, { kind: 'node', sendsProxyProtocol: false }],
  ['Private Link, PROXY, Cluster', { ...LINK, 'pls-proxy-protocol': 'true' }, {}, 'aks-private-link-service', 'node', 2, { ...TCP, sendsProxyProtocol: true }],
  ['Private Link, PROXY, Local: the node port is dialled', { ...LINK, 'pls-proxy-protocol': 'True' }, LOCAL, 'aks-private-link-service', 'balancer', 2, { ...TCP, sendsProxyProtocol: true }],
  ['PROXY without Private Link', { ...NAME, 'pls-proxy-protocol': 'true' }, LOCAL, 'aks-load-balancer', 'client', undefined, { kind: 'node', sendsProxyProtocol: false }],
])('%s', (_, values, spec, id, role, proxyProtocol, healthCheck) => {
  const found = balancer(aks(values, spec));
  expect(found).toMatchObject({ id, peer: { role } });
  expect(found.healthCheck).toEqual(healthCheck);
  expect(found.frontends.map((frontend) => frontend.proxyProtocol)).toEqual([proxyProtocol, proxyProtocol]);
});

describe('the probe of a node port', () => {
  const http = { kind: 'http', port: 'traffic-port', path: '/', passes: '200', sendsProxyProtocol: false };
  const withAppProtocol = { ports: [{ name: 'http', port: 80, targetPort: 8000, appProtocol: 'http' }] };

  test.each([
    ['appProtocol asks for /', {}, withAppProtocol, http],
    ['the annotation wins over appProtocol', { 'load-balancer-health-probe-protocol': 'tcp' }, withAppProtocol, TCP],
    ['a path', { 'load-balancer-health-probe-protocol': 'http', 'load-balancer-health-probe-request-path': '/status' }, {}, { ...http, path: '/status' }],
    ['the annotation of a port', { 'service.beta.kubernetes.io/port_443_health-probe_protocol': 'https' }, {}, http],
    ['another port, with Local, too', { 'service.beta.kubernetes.io/port_80_health-probe_port': '8100' }, LOCAL, { ...TCP, port: 8100 }],
  ])('%s', (_, values, spec, expected) => {
    expect(balancer(aks({ ...NAME, ...values }, spec)).healthCheck).toEqual(expected);
  });
});

test('a Private Link Service needs an internal balancer', () => {
  expect(remarks(readOnly(aks({ 'pls-create': 'true' })))).toEqual([`annotation-refused metadata.annotations[${AZURE}pls-create]`]);
});

test.each([
  [{}, undefined],
  [{ 'allowed-ip-ranges': '192.0.2.0/24' }, ['192.0.2.0/24']],
  [{ 'allowed-ip-ranges': '192.0.2.0/24', 'disable-load-balancer-nsg-rule': 'true' }, undefined],
  [{ 'allowed-service-tags': 'AzureFrontDoor.Backend', 'allowed-ip-ranges': '192.0.2.0/24' }, []],
])('admits %j', (values, admits) => {
  expect(balancer(aks({ ...NAME, ...values })).admits).toEqual(admits);
});

test('says what is misspelt', () => {
  expect(remarks(readOnly(aks({ ...LINK, 'pls-proxyprotocol': 'true' })))).toEqual([`annotation-misspelt metadata.annotations[${AZURE}pls-proxyprotocol]`]);
});

describe('the Application Gateway', () => {
  const APPGW = 'appgw.ingress.kubernetes.io/';
  const gateway = (values: Record<string, unknown>) => ingress(prefixed(APPGW, { 'kubernetes.io/ingress.class': 'azure/application-gateway', ...values }));

  test('appends address and port, and overwrites scheme and port', () => {
    expect(balancer(gateway({}), [backend()])).toMatchObject({
      id: 'aks-application-gateway',
      targets: 'pods',
      peer: { role: 'balancer' },
      http: { forwardedFor: { mode: 'append', withPort: true }, overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' } },
      healthCheck: { kind: 'http', port: 'traffic-port', path: '/', passes: '200-399' },
      internal: false,
    });
  });

  test.each([
    ['plain', {}, '80:http>http'],
    ['a certificate closes port 80', { 'appgw-ssl-certificate': 'kong' }, '443:https>http'],
    ['unless it redirects', { 'appgw-ssl-certificate': 'kong', 'ssl-redirect': 'true' }, '80:http>http 443:https>http'],
    ['TLS to Kong', { 'backend-protocol': 'https' }, '80:http>https'],
  ])('front ends: %s', (_, values, expected) => {
    expect(ports(balancer(gateway(values), [backend()]))).toBe(expected);
  });

  test('the probe by annotations', () => {
    expect(balancer(gateway({ 'health-probe-port': '8100', 'health-probe-path': '/status', 'health-probe-status-codes': '200' }), [backend()]).healthCheck)
      .toMatchObject({ port: 8100, path: '/status', passes: '200' });
  });
});

describe('the Application Gateway for Containers', () => {
  const gateway = ingress({ 'alb.networking.azure.io/alb-name': 'alb' }, { ...ingress().spec, ingressClassName: 'azure-alb-external' });
  const policy = { kind: 'HealthCheckPolicy', metadata: { name: 'kong', namespace: 'kong' }, spec: { targetRef: { kind: 'Service', name: 'kong' }, default: { port: 8100, http: { path: '/status' } } } };

  test.each([
    ['without a policy', [], { port: 'traffic-port', path: '/' }],
    ['with a policy', [policy], { port: 8100, path: '/status' }],
  ])('%s', (_, policies, healthCheck) => {
    expect(balancer(gateway, [backend(), ...policies])).toMatchObject({
      id: 'aks-application-gateway-for-containers',
      http: { forwardedFor: { mode: 'append' }, overwrites: { 'X-Forwarded-Proto': '{scheme}' } },
      healthCheck,
    });
  });
});
