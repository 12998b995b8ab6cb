import { KubernetesObject, pathText, Release, RenderedObjects } from '../../src/charts/release';
import { renderChart } from '../../src/charts/render';

function release(values: unknown, more: Partial<Release> = {}): Release {
  return { chart: 'kong', name: 'kong', namespace: 'kong', values: [values], ...more };
}

function rendered(values: unknown, more: Partial<Release> = {}): RenderedObjects {
  const result = renderChart(release(values, more));
  if ('refused' in result) throw new Error(result.refused);
  return result;
}

function find(objects: readonly KubernetesObject[], id: string): any {
  return objects.find(({ kind, metadata }) => `${kind}/${String(metadata.name)}` === id);
}

function variables(values: unknown, more: Partial<Release> = {}): Record<string, unknown> {
  const { objects } = rendered(values, more);
  const { containers } = find(objects, 'Deployment/kong-kong').spec.template.spec;
  return Object.fromEntries(
    containers
      .find(({ name }: any) => name === 'proxy')
      .env.map(({ name, value, valueFrom }: any) => [name, valueFrom ?? value]),
  );
}

describe('the environment', () => {
  test('customEnv wins over env, which wins over the chart', () => {
    expect(
      variables({
        env: { trusted_ips: '10.0.0.0/8', proxy_listen: '0.0.0.0:1' },
        customEnv: { kong_trusted_ips: '::/0' },
      }),
    ).toMatchObject({ KONG_TRUSTED_IPS: '::/0', KONG_PROXY_LISTEN: '0.0.0.0:1' });
  });

  test.each([
    [true, 'true'],
    [1000000, '1e+06'],
    [['10.0.0.0/8', '::/0'], '[10.0.0.0/8 ::/0]'],
    [null, null],
    [{ valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } }, { configMapKeyRef: { name: 'a', key: 'b' } }],
    ['valueFrom:\n  secretKeyRef:\n    name: a\n    key: b', { secretKeyRef: { name: 'a', key: 'b' } }],
  ])('a value %j becomes %j', (value, expected) => {
    expect(variables({ env: { trusted_ips: value } }).KONG_TRUSTED_IPS).toEqual(expected);
  });

  test('listeners are on both families, on one before 2.34.0, and where addresses say', () => {
    expect(variables({}).KONG_STATUS_LISTEN).toBe('0.0.0.0:8100, [::]:8100');
    expect(variables({}, { version: '2.33.3' }).KONG_STATUS_LISTEN).toBe('0.0.0.0:8100');
    expect(variables({ status: { addresses: ['127.0.0.1'] } }).KONG_STATUS_LISTEN).toBe('127.0.0.1:8100');
  });

  test('a stream without a protocol gets that of its Service', () => {
    const stream = [{ containerPort: 9000, servicePort: 9000 }];
    expect(
      variables({ udpProxy: { enabled: true, stream }, proxy: { addresses: ['0.0.0.0'] } }).KONG_STREAM_LISTEN,
    ).toBe('0.0.0.0:9000 udp, [::]:9000 udp');
  });
});

describe('what is not known', () => {
  test('templates in values that decide are questions, others are not', () => {
    const { questions } = rendered({
      env: { trusted_ips: '{{ .Values.networks }}' },
      podAnnotations: { known: '{{ .Release.Name }}', unknown: '{{ include "x" . }}' },
      resources: { limits: { cpu: '{{ cpu }}' } },
    });
    expect(questions).toEqual([
      'env.trusted_ips is the template "{{ .Values.networks }}". What becomes of it?',
      'podAnnotations.unknown is the template "{{ include \\"x\\" . }}". What becomes of it?',
    ]);
  });

  test('in the chart ingress they name their part', () => {
    expect(rendered({ gateway: { env: { trusted_ips: '{{ x }}' } } }, { chart: 'ingress' }).questions).toEqual([
      'gateway.env.trusted_ips is the template "{{ x }}". What becomes of it?',
    ]);
  });

  test.each([
    ['kong', undefined, 0],
    ['kong', '3.4.1', 0],
    ['kong', '2.x', 0],
    ['kong', '^3.0.0', 0],
    ['kong', 'v2.38.0', 0],
    ['kong', '3.5.0', 1],
    ['kong', '2.13.0', 1],
    ['kong', '>=2.0 <3.0', 1],
    ['kong', '{{ version }}', 1],
    ['kong', '4.0.0', 1],
    ['ingress', undefined, 0],
    ['ingress', '0.10.2', 0],
    ['ingress', '0.25.0', 1],
    ['ingress', '0.0.1', 1],
  ] as const)('the version %s %s is %d question', (chart, version, count) => {
    expect(rendered({}, { chart, version }).questions).toHaveLength(count);
  });
});

describe('what the chart does not read', () => {
  test.each([
    [
      { service: { type: 'LoadBalancer' }, proxy: { ports: [], type: 'NodePort', annotations: { 'a/b': 'c' } } },
      'kong',
      '3.4.1',
      ['service', 'proxy.ports'],
    ],
    [{ proxy: { ipFamilies: ['IPv4'], trafficDistribution: 'x' } }, 'kong', '3.2.0', ['proxy.trafficDistribution']],
    [{ proxy: { nameOverride: 'a', addresses: [] }, admin: { address: 'a' } }, 'kong', '2.30.0', ['proxy.addresses']],
    [
      { env: {}, gateway: { env: { a: 'b' }, service: 1, enabled: true } },
      'ingress',
      '0.24.0',
      ['env', 'gateway.service'],
    ],
    [{ global: {}, gateway: { proxy: { 'a.b': 1 } } }, 'ingress', '0.24.0', ['gateway.proxy."a.b"']],
  ] as const)('%j', (values, chart, version, ignored) => {
    expect(rendered(values, { chart, version }).ignored.map(pathText)).toEqual(ignored);
  });
});

describe('what Helm refuses', () => {
  test.each([
    [{ env: { database: false } }, /env\.database must be a text, such as "postgres" in quotes, and is false/],
    [{ env: { proxy_access_log: false } }, /env\.proxy_access_log must be a text/],
    [{ env: null }, /env\.database/],
    [{ proxy: { http: null } }, /http|enabled/],
    [{ proxy: { tls: { parameters: 'http2' } } }, /tls\.parameters must be a list/],
    [{ image: { tag: 'latest' } }, /"latest" is not a version/],
    [{ image: { tag: 3.9 } }, /image\.tag must be a text/],
    [{ proxy: { type: 'a: b' } }, /breaks the YAML/],
    [
      { ingressController: { enabled: false }, dblessConfig: { config: { services: [] } } },
      /dblessConfig\.config must be a text/,
    ],
    [{ podDisruptionBudget: { enabled: true } }, /replicaCount above 1/],
    [{ postgresql: { enabled: true } }, /postgresql\.image\.repository/],
    ['text', /values must be a map/],
  ])('%j', (values, message) => {
    expect(renderChart(release(values))).toEqual({ refused: expect.stringMatching(message) });
  });
});

test('the chart ingress leaves out a part that is off', () => {
  const { objects } = rendered({ controller: { enabled: false } }, { chart: 'ingress' });
  expect(objects.map(({ kind, metadata }) => `${kind}/${String(metadata.name)}`)).toEqual([
    'Service/kong-gateway-proxy',
    'Service/kong-gateway-admin',
    'Service/kong-gateway-manager',
    'Deployment/kong-gateway',
  ]);
});

test('values are taken in their order', () => {
  const { objects } = rendered(undefined, {
    values: [
      { proxy: { type: 'NodePort', http: { nodePort: 30080 } } },
      { proxy: { type: 'LoadBalancer', http: null } },
      { proxy: { http: { enabled: true } } },
    ],
  });
  expect(find(objects, 'Service/kong-kong-proxy').spec).toMatchObject({
    type: 'LoadBalancer',
    ports: [{ port: 80, targetPort: 8000 }, { port: 443 }],
  });
});
