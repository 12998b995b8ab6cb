import { stringify } from 'yaml';
import { ClientIpCheck, ClientIpCheckOptions, ClientIpGatewayReport } from '../../src';
import { checkObjects } from '../../src/check/check';

const GKE = { 'cloud.google.com/l4-rbs': 'enabled' };
const variables = (env: Record<string, unknown>) =>
  Object.entries(env).map(([name, value]) =>
    typeof value === 'object' ? { name, valueFrom: value } : { name, value },
  );
const pods = (container: object = {}, spec: object = {}) => ({
  metadata: { labels: { app: 'kong' } },
  spec: { containers: [{ name: 'proxy', image: 'kong:3.9.3', ...container }], ...spec },
});
const workload = (template: object, { kind = 'Deployment', metadata = {} } = {}) => ({
  kind,
  metadata: { name: 'kong', ...metadata },
  spec: { template },
});
const service = (spec: object = {}, metadata: object = {}) => ({
  kind: 'Service',
  metadata: { name: 'proxy', annotations: GKE, ...metadata },
  spec: {
    type: 'LoadBalancer',
    selector: { app: 'kong' },
    ports: [{ name: 'http', port: 80, targetPort: 8000 }],
    ...spec,
  },
});
const config = (name: string, data: object, kind = 'ConfigMap') => ({ kind, metadata: { name }, data });

function check(objects: object[], options?: ClientIpCheckOptions): ClientIpGatewayReport[] {
  return ClientIpCheck.check(
    [{ name: 'm.yaml', text: objects.map((object) => stringify(object, { version: '1.1' })).join('---\n') }],
    options,
  ).gateways;
}
const rulesOf = ({ findings }: ClientIpGatewayReport) => findings.map(({ rule }) => rule);

describe('gateways', () => {
  test.each([
    ['kong:3.9', true],
    ['kong/kong-gateway:3.10', true],
    ['docker.io/library/kong@sha256:0', true],
    ['registry:5000/team/my-kong:1', true],
    ['bitnami/kong', true],
    ['kong/kubernetes-ingress-controller:3.5', false],
    ['kong/kong-operator:2', false],
    ['kong/gateway-operator:1', false],
    ['pantsel/konga', false],
    ['registry.example.com/portal/operator/kong:3.9', true],
    ['kong/httpbin', false],
    ['kong/go-echo', false],
    ['nginx', false],
    ['acme/donkey-kongregate', false],
  ])('%s: %s', (image, is) => {
    expect(check([workload(pods({ image }))])).toHaveLength(is ? 1 : 0);
  });

  test("an image of one's own counts by its settings", () => {
    expect(
      check([workload(pods({ image: 'acme/edge', env: variables({ KONG_PROXY_LISTEN: '0.0.0.0:8000' }) }))]),
    ).toHaveLength(1);
  });

  test.each(['acme/edge-portal', 'acme/kong-dashboard'])('even one named %s', (image) => {
    expect(check([workload(pods({ image, env: variables({ KONG_PROXY_LISTEN: '0.0.0.0:8000' }) }))])).toHaveLength(1);
    expect(check([workload(pods({ image }))])).toHaveLength(0);
  });

  test('a control plane and a Kong that proxies nothing are none', () => {
    expect(check([workload(pods({ env: variables({ KONG_ROLE: 'control_plane' }) }))])).toEqual([]);
    expect(check([workload(pods({ env: variables({ KONG_PROXY_LISTEN: 'off' }) }))])).toEqual([]);
  });

  test.each(['Deployment', 'StatefulSet', 'DaemonSet'])('%s', (kind) => {
    expect(check([workload(pods(), { kind }), service({ externalTrafficPolicy: 'Local' })])).toMatchObject([
      { gateway: `${kind}/default/kong`, verdict: 'kept' },
    ]);
  });

  test('a Pod', () => {
    expect(
      check([{ kind: 'Pod', ...pods(), metadata: { name: 'kong', labels: { app: 'kong' } } }, service()]),
    ).toMatchObject([{ gateway: 'Pod/default/kong', verdict: 'lost' }]);
  });

  test('a DataPlane and a GatewayConfiguration, with findings at their own fields', () => {
    const ingress = { annotations: GKE };
    const containers = [{ name: 'proxy', image: 'kong:3.9' }];
    const plane = {
      kind: 'DataPlane',
      metadata: { name: 'edge' },
      spec: { deployment: { podTemplateSpec: { spec: { containers } } }, network: { services: { ingress } } },
    };
    const configuration = {
      kind: 'GatewayConfiguration',
      metadata: { name: 'edge' },
      spec: { dataPlaneOptions: { network: { services: { ingress } } } },
    };
    expect(check([plane, configuration])).toMatchObject([
      {
        verdict: 'lost',
        findings: [
          { object: 'DataPlane/default/edge', field: 'spec.network.services.ingress.externalTrafficPolicy', line: 13 },
        ],
      },
      {
        verdict: 'lost',
        findings: [
          {
            object: 'GatewayConfiguration/default/edge',
            field: 'spec.dataPlaneOptions.network.services.ingress.externalTrafficPolicy',
          },
        ],
      },
    ]);
  });

  test('a Service of another namespace, or for other labels, leads elsewhere', () => {
    expect(check([workload(pods()), service({}, { namespace: 'other' })])).toMatchObject([{ verdict: 'unknown' }]);
    expect(check([workload(pods()), service({ selector: { app: 'kong', tier: 'edge' } })])).toMatchObject([
      { verdict: 'unknown' },
    ]);
    expect(check([workload(pods()), service({ selector: {} })])).toMatchObject([{ verdict: 'unknown' }]);
  });
});

describe('the environment', () => {
  const trusting = (container: object, ...more: object[]) =>
    check([workload(pods(container)), service({ externalTrafficPolicy: 'Local' }), ...more])[0];
  const ALL = '0.0.0.0/0,::/0';

  test('of a ConfigMap by key, whole, and with a prefix; findings are at the ConfigMap', () => {
    const byKey = trusting(
      { env: variables({ KONG_TRUSTED_IPS: { configMapKeyRef: { name: 'c', key: 'trust' } } }) },
      config('c', { trust: ALL }),
    );
    const whole = trusting({ envFrom: [{ configMapRef: { name: 'c' } }] }, config('c', { KONG_TRUSTED_IPS: ALL }));
    const prefixed = trusting(
      { envFrom: [{ prefix: 'KONG_', configMapRef: { name: 'c' } }] },
      config('c', { TRUSTED_IPS: ALL }),
    );
    expect(
      [byKey, whole, prefixed].map(({ verdict, findings }) => [verdict, findings[0].object, findings[0].field]),
    ).toEqual([
      ['forgeable', 'ConfigMap/default/c', 'data.trust'],
      ['forgeable', 'ConfigMap/default/c', 'data.KONG_TRUSTED_IPS'],
      ['forgeable', 'ConfigMap/default/c', 'data.TRUSTED_IPS'],
    ]);
  });

  test('of a Secret, decoded', () => {
    const data = { KONG_TRUSTED_IPS: Buffer.from(ALL).toString('base64') };
    expect(trusting({ envFrom: [{ secretRef: { name: 's' } }] }, config('s', data, 'Secret'))).toMatchObject({
      verdict: 'forgeable',
    });
  });

  test('env beats envFrom, and of each the later one wins', () => {
    const maps = [config('a', { KONG_TRUSTED_IPS: ALL }), config('b', { KONG_TRUSTED_IPS: '' })];
    const from = (...names: string[]) => names.map((name) => ({ configMapRef: { name } }));
    expect(trusting({ envFrom: from('a'), env: variables({ KONG_TRUSTED_IPS: '' }) }, ...maps)).toMatchObject({
      verdict: 'kept',
    });
    expect(trusting({ envFrom: from('a', 'b') }, ...maps)).toMatchObject({ verdict: 'kept' });
    expect(trusting({ envFrom: from('b', 'a') }, ...maps)).toMatchObject({ verdict: 'forgeable' });
    expect(
      trusting({
        env: [
          { name: 'KONG_TRUSTED_IPS', value: ALL },
          { name: 'KONG_TRUSTED_IPS', value: '' },
        ],
      }),
    ).toMatchObject({ verdict: 'kept' });
  });

  test('$(NAME) stands for an earlier variable, and $$ for a dollar', () => {
    const env = (value: string) => ({ env: variables({ WORLD: ALL, KONG_TRUSTED_IPS: value }) });
    expect(trusting(env('$(WORLD)'))).toMatchObject({ verdict: 'forgeable' });
    expect(rulesOf(trusting(env('$$(WORLD)')))).toContain('kong-refuses-value');
    expect(
      trusting({ env: variables({ WORLD: { secretKeyRef: { name: 'x', key: 'y' } }, KONG_TRUSTED_IPS: '$(WORLD)' }) }),
    ).toMatchObject({ verdict: 'unknown' });
  });

  test('what is not in the input is asked for', () => {
    const report = trusting({ env: variables({ KONG_TRUSTED_IPS: { secretKeyRef: { name: 's', key: 'k' } } }) });
    expect(report).toMatchObject({
      verdict: 'unknown',
      questions: [{ question: expect.stringContaining('the Secret s') }],
    });
    expect(rulesOf(trusting({ envFrom: [{ configMapRef: { name: 'c' } }] }))).toContain('env-hidden');
    expect(rulesOf(trusting({ env: variables({ KONG_NGINX_PROXY_INCLUDE: '/etc/x.conf' }) }))).toContain('env-hidden');
  });
});

describe('an acknowledgement', () => {
  const reports = (annotations: object, of: 'service' | 'workload') =>
    check([
      workload(pods(), of === 'workload' ? { metadata: { annotations } } : {}),
      service({}, of === 'service' ? { annotations: { ...GKE, ...annotations } } : {}),
    ]);

  test.each(['service', 'workload'] as const)('on the %s shows the reason, and leaves the verdict', (of) => {
    const [report] = reports({ 'kong-client-ip/acknowledge.traffic-policy-cluster': ' only probes come in ' }, of);
    expect(report).toMatchObject({
      verdict: 'lost',
      findings: [{ rule: 'traffic-policy-cluster', acknowledged: 'only probes come in' }],
    });
  });

  test.each([
    ['without a reason', ' '],
    ['of another rule', undefined],
  ])('%s is none', (_, reason) => {
    const rule = reason === undefined ? 'trust-everybody' : 'traffic-policy-cluster';
    expect(
      reports({ [`kong-client-ip/acknowledge.${rule}`]: reason ?? 'x' }, 'service')[0].findings[0].acknowledged,
    ).toBeUndefined();
  });
});

describe('the Helm value', () => {
  const valueOf = (chart: string | undefined, env: Record<string, unknown>, spec: object, rule: string) => {
    const labels = chart === undefined ? {} : { labels: { 'helm.sh/chart': chart } };
    const [report] = check([workload(pods({ env: variables(env) }), { metadata: labels }), service(spec, labels)]);
    return report.findings.find((finding) => finding.rule === rule)?.helmValue;
  };

  test.each([
    ['kong-3.1.0', {}, {}, 'traffic-policy-cluster', 'proxy.externalTrafficPolicy'],
    ['gateway-0.24.0', {}, {}, 'traffic-policy-cluster', 'gateway.proxy.externalTrafficPolicy'],
    [
      'kong-3.1.0',
      { KONG_TRUSTED_IPS: '0.0.0.0/0' },
      { externalTrafficPolicy: 'Local' },
      'trust-everybody',
      'env.trusted_ips',
    ],
    ['kong-3.1.0', { KONG_KONG_TRUSTED_IPS: '10.0.0.0/8' }, {}, 'env-name-ignored', 'env.trusted_ips'],
    ['other-1.0.0', {}, {}, 'traffic-policy-cluster', undefined],
    [undefined, {}, {}, 'traffic-policy-cluster', undefined],
  ])('of %s: %j %j %s', (chart, env, spec, rule, value) => {
    expect(valueOf(chart, env, spec, rule)).toBe(value);
  });
});

test('parsed objects give the same report, without places and the way of a request', () => {
  const objects = [workload(pods()), service()];
  const [
    {
      findings: [finding],
      ...report
    },
  ] = checkObjects(objects);
  const [
    {
      findings: [{ file, line, column, ...other }],
      file: of,
      path: _,
      ...same
    },
  ] = check(objects);
  expect({ ...finding, ...report }).toEqual({ ...other, line: undefined, column: undefined, ...same, file: undefined });
  expect(of).toBe('m.yaml');
  expect(column).toBe(1);
  expect([file, line]).toEqual(['m.yaml', expect.any(Number)]);
});

test.each([
  [{ nodes: ['10.0.0.0'] }, /nodes: .*10\.0\.0\.0\/32/],
  [{ cloud: 'moon' }, /cloud: "moon" is not known; write one of .*aws/],
  [{ controller: 'x' }, /controller: "x" is not known; write one of .*cloud-provider-aws/],
])('options are checked: %j', (options, message) => {
  expect(() => ClientIpCheck.check([], options)).toThrow(message);
});

test.each<[unknown, unknown, string]>([
  [null, undefined, 'manifests must be a list, got null; write [{ name: "kong.yaml", text: "…" }]'],
  [[null], undefined, 'manifests[0] must have a name and a text, got null; write { name: "kong.yaml", text: "…" }'],
  [['a: 1'], undefined, 'manifests[0] must have a name and a text, got a text alone'],
  [[{ name: 'a.yaml', text: '' }, { name: 'b.yaml' }], undefined, 'manifests[1].text must be a string, got undefined'],
  [[], 1, 'options must be an object, got 1'],
  [[], { pods: '10.0.0.0/16' }, 'pods must be a list of networks, got "10.0.0.0/16"'],
])('what other languages may pass has a message of its own: %j, %j', (manifests, options, message) => {
  expect(() => (ClientIpCheck as any).check(manifests, options)).toThrow(`ClientIpCheck.check: ${message}`);
});

test('options that are null are none', () => {
  expect((ClientIpCheck as any).check([], null)).toEqual(ClientIpCheck.check([]));
});
