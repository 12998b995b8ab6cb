import { backend, balancer, ingress, ports, prefixed, readOnly, remarks, service } from '../objects';

const AZURE = 'service.beta.kubernetes.io/azure-';
const LINK = { 'pls-create': 'true', 'load-balancer-internal': 'true' };
const aks = (values: Record<string, unknown>, spec: object = {}) => service(prefixed(AZURE, values), spec);

test('says what is misspelt', () => {
  expect(remarks(readOnly(aks({ ...LINK, 'pls-proxyprotocol': 'true' })))).toEqual([
    `annotation-misspelt metadata.annotations[${AZURE}pls-proxyprotocol]`,
  ]);
});

describe('the Application Gateway', () => {
  const APPGW = 'appgw.ingress.kubernetes.io/';
  const gateway = (values: Record<string, unknown>) =>
    ingress(prefixed(APPGW, { 'kubernetes.io/ingress.class': 'azure/application-gateway', ...values }));

  test('appends address and port, and overwrites scheme and port', () => {
    expect(balancer(gateway({}), [backend()])).toMatchObject({
      id: 'aks-application-gateway',
      targets: 'pods',
      peer: { role: 'balancer' },
      http: {
        forwardedFor: { mode: 'append', withPort: true },
        overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
      },
      // Of what the pods ask of themselves nothing is in the input.
      healthCheck: { kind: 'none' },
      whenAllFail: 'errors',
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
    expect(
      balancer(
        gateway({ 'health-probe-port': '8100', 'health-probe-path': '/status', 'health-probe-status-codes': '200' }),
        [backend()],
      ).healthCheck,
    ).toMatchObject({ port: 8100, path: '/status', passes: '200' });
  });
});

describe('what the Application Gateway asks of the pods', () => {
  const APPGW = 'appgw.ingress.kubernetes.io/';
  const gateway = (values: Record<string, unknown> = {}) =>
    ingress(prefixed(APPGW, { 'kubernetes.io/ingress.class': 'azure/application-gateway', ...values }));
  const behind = { ...backend(), spec: { ...backend().spec, selector: { app: 'kong' } } };
  const workload = (probes: object, labels: object = { app: 'kong' }) => ({
    kind: 'Deployment',
    metadata: { name: 'kong', namespace: 'kong' },
    spec: {
      template: {
        metadata: { labels },
        spec: {
          containers: [{ ports: [{ containerPort: 8000 }, { name: 'status', containerPort: 8100 }], ...probes }],
        },
      },
    },
  });
  const READY = { readinessProbe: { httpGet: { path: '/status/ready', port: 'status' } } };
  const LIVE = { livenessProbe: { httpGet: { path: '/status', port: 8100, scheme: 'HTTPS' } } };

  test.each<[string, object, Record<string, string>, object]>([
    ['the readiness probe', { ...READY, ...LIVE }, {}, { port: 8100, path: '/status/ready' }],
    ['else the liveness probe', LIVE, {}, { port: 8100, path: '/status', tls: true }],
    [
      'over which annotations win',
      READY,
      { 'health-probe-path': '/x', 'health-probe-port': '8000' },
      { port: 8000, path: '/x' },
    ],
    ['but not those that cannot be read', READY, { 'health-probe-port': '8100 ' }, { port: 8100 }],
    ['the backend protocol wins over the scheme', LIVE, { 'backend-protocol': 'http' }, { port: 8100 }],
    ['the path of the rule where pods have no probe', {}, {}, { port: 'traffic-port', path: '/' }],
    ['the prefix of the backend', {}, { 'backend-path-prefix': '/api*' }, { path: '/api' }],
  ])('%s', (_, probes, values, expected) => {
    expect(balancer(gateway(values), [behind, workload(probes)]).healthCheck).toMatchObject({
      kind: 'http',
      passes: '200-399',
      ...expected,
    });
  });

  test('pods of another workload say nothing', () => {
    expect(balancer(gateway(), [behind, workload(READY, { app: 'other' })]).healthCheck).toEqual({ kind: 'none' });
  });
});

describe('rewrites of the Application Gateway', () => {
  const APPGW = 'appgw.ingress.kubernetes.io/';
  const gateway = (values: Record<string, unknown>) =>
    ingress(prefixed(APPGW, { 'kubernetes.io/ingress.class': 'azure/application-gateway', ...values }));
  const BY_OBJECT = gateway({ 'rewrite-rule-set-custom-resource': 'kong' });
  const rewrite = (headers: object[], conditions: object[] = []) => ({
    kind: 'AzureApplicationGatewayRewrite',
    metadata: { name: 'kong', namespace: 'kong' },
    spec: {
      rewriteRules: [{ name: 'r', ruleSequence: 1, conditions, actions: { requestHeaderConfigurations: headers } }],
    },
  });
  const set = (headerName: string, headerValue: string) => ({ actionType: 'set', headerName, headerValue });

  test.each([
    [
      "the client's own text",
      [set('X-Forwarded-For', '{http_req_X-Forwarded-For}')],
      { forwardedFor: { mode: 'preserve' } },
    ],
    ['the client alone', [set('x-forwarded-for', '{var_client_ip}')], { forwardedFor: { mode: 'replace' } }],
    [
      'without ports',
      [set('X-Forwarded-For', '{var_add_x_forwarded_for_proxy}')],
      { forwardedFor: { mode: 'append' } },
    ],
    ['no header', [{ actionType: 'delete', headerName: 'X-Forwarded-For' }], { forwardedFor: { mode: 'remove' } }],
    [
      'a header that no client can write',
      [set('X-Client-IP', '{var_client_ip}')],
      { overwrites: { 'X-Client-IP': '{client}', 'X-Forwarded-Proto': '{scheme}' } },
    ],
    [
      "a header of the client's",
      [set('X-Forwarded-Port', '{http_req_X-Forwarded-Port}')],
      { overwrites: { 'X-Forwarded-Proto': '{scheme}' } },
    ],
  ])('%s', (_, headers, http) => {
    const found = balancer(BY_OBJECT, [backend(), rewrite(headers)]).http!;
    expect(found).toMatchObject(http);
    if ('overwrites' in http) {
      expect(Object.keys(found.overwrites)).toEqual(expect.arrayContaining(Object.keys(http.overwrites!)));
    }
  });

  test('a header that is written under conditions is not overwritten', () => {
    const found = balancer(BY_OBJECT, [
      backend(),
      rewrite([set('X-Client-IP', '{var_client_ip}')], [{ variable: 'http_req_x' }]),
    ]);
    expect(found.http!.overwrites).not.toHaveProperty('X-Client-IP');
  });

  test.each<[string, object[]]>([
    ['a set by name', []],
    ['an object that is not in the input', []],
    ['a text that cannot be told', [rewrite([set('X-Forwarded-For', '{var_other}')])]],
  ])('%s is a question', (which, objects) => {
    const found = readOnly(which === 'a set by name' ? gateway({ 'rewrite-rule-set': 'portal' }) : BY_OBJECT, [
      backend(),
      ...objects,
    ]);
    expect([found.state, found.remarks[0].rule]).toEqual(['unsettled', 'balancer-unknown']);
  });

  test('a certificate without a name', () => {
    expect(readOnly(gateway({ 'appgw-ssl-certificate': '' }), [backend()]).state).toBe('refused');
  });
});
