import { backend, balancer, ingress, ports, prefixed, readOnly, remarks } from '../objects';

const HTTP_AND_HTTPS = '[{"HTTP":80},{"HTTPS":443}]';

const ALB = 'alb.ingress.kubernetes.io/';
const alb = (values: Record<string, unknown>, spec: object = { ...ingress().spec, ingressClassName: 'alb' }) =>
  ingress(prefixed(ALB, { 'target-type': 'ip', ...values }), spec);
const attributes = (value: string) => ({ 'load-balancer-attributes': value });
const MODE = 'routing.http.xff_header_processing.mode';

test.each([
  ['plain', {}, '80:http>http'],
  ['a certificate', { 'certificate-arn': 'arn' }, '443:https>http'],
  ['both', { 'certificate-arn': 'arn', 'listen-ports': HTTP_AND_HTTPS }, '80:http>http 443:https>http'],
  [
    'one object for both',
    { 'certificate-arn': 'arn', 'listen-ports': '[{"HTTP":80,"HTTPS":443}]' },
    '80:http>http 443:https>http',
  ],
  ['TLS to Kong', { 'backend-protocol': 'HTTPS' }, '80:http>https'],
  ['gRPC', { 'backend-protocol-version': 'GRPC', 'certificate-arn': 'arn' }, '443:https>grpc'],
  ['HTTP/2', { 'backend-protocol-version': 'HTTP2', 'certificate-arn': 'arn' }, '443:https>h2c'],
])('front ends: %s', (_, values, expected) => {
  expect(ports(balancer(alb(values), [backend()]))).toBe(expected);
});

const BOTH = { 'certificate-arn': 'arn', 'listen-ports': HTTP_AND_HTTPS };

test.each([
  [{ 'backend-protocol-version': 'HTTP2' }, true],
  [{ 'backend-protocol-version': 'GRPC' }, true],
  [{ 'backend-protocol-version': 'HTTP2', 'backend-protocol': 'HTTPS' }, true],
  [{ 'backend-protocol-version': 'GRPC', ...BOTH }, true],
  [{ 'backend-protocol-version': 'GRPC', ...BOTH, 'ssl-redirect': '443' }, false],
  [{ 'backend-protocol-version': 'GRPC', 'certificate-arn': 'arn' }, false],
  [{ 'backend-protocol-version': 'HTTP1' }, false],
])('AWS takes other versions of HTTP behind HTTPS alone: %j', (values, isRefused) => {
  const refusal = `annotation-refused metadata.annotations[${ALB}backend-protocol-version]`;
  expect(remarks(readOnly(alb(values), [backend()]))).toEqual(isRefused ? [refusal] : []);
});

test('appends, and overwrites scheme and port', () => {
  expect(
    balancer(alb({ 'certificate-arn': 'arn', 'ssl-redirect': '443', 'listen-ports': HTTP_AND_HTTPS }), [backend()]),
  ).toMatchObject({
    id: 'aws-alb',
    targets: 'pods',
    peer: { role: 'balancer' },
    http: {
      forwardedFor: { mode: 'append', withPort: false },
      overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
      redirectsToHttps: true,
    },
    internal: true,
  });
});

test('the port of the client', () => {
  expect(
    balancer(alb(attributes('routing.http.xff_client_port.enabled=true')), [backend()]).http!.forwardedFor,
  ).toEqual({ mode: 'append', withPort: true });
});

test.each(['preserve', 'remove'])('mode %s is an error', (mode) => {
  const reading = readOnly(alb(attributes(`a=b,${MODE}=${mode}`)), [backend()]);
  expect(remarks(reading)).toEqual([`alb-xff-mode metadata.annotations[${ALB}load-balancer-attributes]`]);
  expect(reading.balancer!.http!.forwardedFor).toEqual({ mode });
});

test.each([
  ['by default', {}, {}, { port: 'traffic-port', path: '/', passes: '200' }],
  [
    'by annotations',
    { 'healthcheck-port': '8100', 'healthcheck-path': '/status', 'success-codes': '200,404' },
    {},
    { port: 8100, path: '/status', passes: '200,404' },
  ],
  [
    'follows the protocol of the targets',
    { 'backend-protocol': 'HTTPS' },
    {},
    { port: 'traffic-port', path: '/', passes: '200', tls: true },
  ],
  [
    'has a protocol of its own',
    { 'backend-protocol': 'HTTPS', 'healthcheck-protocol': 'HTTP' },
    {},
    { port: 'traffic-port', path: '/', passes: '200', tls: false },
  ],
  [
    'the Service wins',
    { 'healthcheck-port': '8100', 'healthcheck-path': '/status' },
    { 'healthcheck-port': 'traffic-port' },
    { port: 'traffic-port', path: '/status', passes: '200' },
  ],
])('health check %s', (_, values, onService, expected) => {
  expect(balancer(alb(values), [backend(prefixed(ALB, onService))]).healthCheck).toEqual({
    kind: 'http',
    sendsProxyProtocol: false,
    ...expected,
  });
});

test.each([
  [{}, '12'],
  [{ 'success-codes': '0-99' }, '0-99'],
])('over gRPC it checks by gRPC: %j', (values, passes) => {
  expect(
    balancer(alb({ 'backend-protocol-version': 'GRPC', 'certificate-arn': 'arn', ...values }), [backend()]).healthCheck,
  ).toEqual({
    kind: 'grpc',
    port: 'traffic-port',
    passes,
    sendsProxyProtocol: false,
  });
});

test.each([
  [{}, undefined],
  [{ 'inbound-cidrs': '192.0.2.0/24, 198.51.100.0/24' }, ['192.0.2.0/24', '198.51.100.0/24']],
  [{ 'inbound-cidrs': '0.0.0.0/0,::/0' }, undefined],
  [{ 'security-groups': 'sg-1', 'inbound-cidrs': '192.0.2.0/24' }, []],
  [{ 'security-group-prefix-lists': 'pl-1' }, []],
])('admits %j', (values, admits) => {
  expect(balancer(alb(values), [backend()]).admits).toEqual(admits);
});

test.each([
  ['Cluster', 'node'],
  ['Local', 'balancer'],
])('instance targets, policy %s', (externalTrafficPolicy, role) => {
  const behind = backend({}, { type: 'NodePort', externalTrafficPolicy });
  expect(balancer(alb({ 'target-type': 'instance' }), [behind])).toMatchObject({ targets: 'nodes', peer: { role } });
});

test('instance targets need node ports', () => {
  expect(remarks(readOnly(alb({ 'target-type': undefined }), [backend()]))).toEqual([
    `annotation-refused metadata.annotations[${ALB}target-type]`,
  ]);
});

describe('classes', () => {
  const ingressClass = (controller: string, parameters?: object) => ({
    kind: 'IngressClass',
    metadata: { name: 'edge' },
    spec: { controller, parameters },
  });

  test.each([
    ['ingress.k8s.aws/alb', 'aws-alb'],
    ['eks.amazonaws.com/alb', 'eks-auto-alb'],
  ])('a class of the controller %s', (controller, id) => {
    expect(
      balancer(alb({}, { ...ingress().spec, ingressClassName: 'edge' }), [backend(), ingressClass(controller)]).id,
    ).toBe(id);
  });

  test('the old annotation', () => {
    expect(balancer(alb({ 'kubernetes.io/ingress.class': 'alb' }, {}), [backend()]).id).toBe('aws-alb');
  });

  test('another class is another proxy', () => {
    expect(remarks(readOnly(alb({}, { ...ingress().spec, ingressClassName: 'nginx' }), [backend()]))).toEqual([
      'front-proxy-unseen spec.ingressClassName',
    ]);
  });

  test('parameters of the class win over annotations', () => {
    const params = {
      kind: 'IngressClassParams',
      metadata: { name: 'edge' },
      spec: {
        scheme: 'internet-facing',
        inboundCIDRs: ['0.0.0.0/0'],
        loadBalancerAttributes: [{ key: MODE, value: 'preserve' }],
      },
    };
    const object = alb(
      { ...attributes(`${MODE}=append`), 'inbound-cidrs': '192.0.2.0/24' },
      { ...ingress().spec, ingressClassName: 'edge' },
    );
    const reading = readOnly(object, [backend(), ingressClass('ingress.k8s.aws/alb', { name: 'edge' }), params]);
    expect(reading.balancer).toMatchObject({ internal: false, http: { forwardedFor: { mode: 'preserve' } } });
    expect(reading.balancer!.admits).toBeUndefined();
    expect(remarks(reading)).toEqual([`alb-xff-mode metadata.annotations[${ALB}load-balancer-attributes]`]);
  });
});
