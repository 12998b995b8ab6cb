import { INGRESS_NGINX } from '../../src/convert/ingress-nginx';
import { readIngressNginx } from '../../src/convert/ingress-nginx-input';
import { flagOf, settingsOf } from '../../src/convert/ingress-nginx-settings';

const read = (...texts: string[]) => readIngressNginx(texts.map((text, index) => ({ name: `${index}.yaml`, text })));
const configMap = (data: string, name = 'ingress-nginx-controller') =>
  `kind: ConfigMap\nmetadata: { name: ${name} }\ndata: ${data}\n`;
const SERVICE =
  'kind: Service\nmetadata: { name: ingress-nginx-controller }\nspec: { type: LoadBalancer, selector: { app.kubernetes.io/name: ingress-nginx } }\n';

test.each([
  ['true', true],
  ['True', true],
  ['1', true],
  ['t', true],
  ['false', false],
  ['0', false],
  ['', false],
  [undefined, false],
  ['yes', undefined],
  ['on', undefined],
  ['enabled', undefined],
])('%j is %j', (text, value) => {
  expect(flagOf(text)).toBe(value);
});

describe('settings', () => {
  test.each<[Record<string, string>, Partial<ReturnType<typeof settingsOf>>]>([
    [{}, { proxyProtocol: false, readsHeader: false, trustsEverybody: true, header: 'X-Forwarded-For' }],
    [{ 'enable-real-ip': 'true' }, { readsHeader: true, forwardedHeaders: false }],
    [
      { 'enable-real-ip': 'true', 'use-proxy-protocol': 'true' },
      { readsHeader: false, proxyProtocol: true },
    ],
    [{ 'compute-full-forwarded-for': 'true' }, { fullForwardedFor: false }],
    [{ 'compute-full-forwarded-for': 'true', 'use-forwarded-headers': 'true' }, { fullForwardedFor: true }],
    [{ 'proxy-real-ip-cidr': '10.0.0.0/8,' }, { trusted: ['10.0.0.0/8'], trustsEverybody: false }],
    [{ 'proxy-real-ip-cidr': ' 10.0.0.0/8 ,\n192.168.0.0/16 ' }, { trusted: ['10.0.0.0/8', '192.168.0.0/16'] }],
    [{ 'proxy-real-ip-cidr': '10.1.2.3/8' }, { trusted: ['10.0.0.0/8'] }],
    [{ 'proxy-real-ip-cidr': '0.0.0.0/1,128.0.0.0/1' }, { trustsEverybody: true }],
    [{ 'proxy-real-ip-cidr': '10.0.0.1' }, { trusted: ['10.0.0.1/32'] }],
  ])('%j', (config, settings) => {
    expect(settingsOf(config)).toMatchObject(settings);
  });

  test('a network that is none', () => {
    expect(() => settingsOf({ 'proxy-real-ip-cidr': '10.0.0.0/8 10.1.0.0/16' })).toThrow(
      /proxy-real-ip-cidr: "10.0.0.0\/8 10.1.0.0\/16" is not a network/,
    );
  });
});

test.each([
  ['values of the chart', 'controller: { config: { proxy-real-ip-cidr: [10.0.0.0/8, 192.168.0.0/16] } }'],
  ['what Helm makes of them', configMap('{ proxy-real-ip-cidr: "[10.0.0.0/8 192.168.0.0/16]" }')],
])('a list of networks in %s is refused, since nginx cannot load it', (_, text) => {
  expect(() => settingsOf(read(text).config)).toThrow(
    'proxy-real-ip-cidr: "[10.0.0.0/8 192.168.0.0/16]" is what Helm makes of a list, and nginx cannot load it; ' +
      'write one string: "10.0.0.0/8,192.168.0.0/16"',
  );
});

describe('input', () => {
  test('a ConfigMap by its keys, whatever its name', () => {
    expect(read(configMap('{ use-proxy-protocol: "true" }', 'edge')).config).toEqual({ 'use-proxy-protocol': 'true' });
  });

  test.each([
    'ingress-nginx-controller',
    'nginx-ingress-controller',
    'nginx-configuration',
    'edge-ingress-nginx-controller',
  ])('a ConfigMap by its name %s', (name) => {
    expect(read(configMap('{ proxy-body-size: 1m }', name)).config).toEqual({ 'proxy-body-size': '1m' });
  });

  test('not the Services of webhooks and metrics', () => {
    const others = ['admission', 'metrics'].map((name) => SERVICE.replace('controller }', `controller-${name} }`));
    expect(read(configMap('{}'), SERVICE, ...others).service?.metadata.name).toBe('ingress-nginx-controller');
  });

  const INTERNAL = 'internal: { enabled: true, annotations: { internal: "true" }, externalTrafficPolicy: Local }';

  test.each([
    ['{}', 'ingress-nginx-controller', 0],
    [`{ ${INTERNAL} }`, 'ingress-nginx-controller', 1],
    ['{ internal: { enabled: true } }', 'ingress-nginx-controller', 0],
    [`{ external: { enabled: false }, ${INTERNAL} }`, 'ingress-nginx-controller-internal', 0],
    ['{ external: { enabled: false } }', undefined, 0],
    [`{ enabled: false, ${INTERNAL} }`, undefined, 0],
  ])('the Services of the values %s', (service, name, second) => {
    const { service: first, secondServices } = read(`controller: { service: ${service} }`);
    expect(first?.metadata.name).toBe(name);
    expect(secondServices).toHaveLength(second);
  });

  test('the internal Service has its own annotations and policy, and the type of the other', () => {
    const { service } = read(
      `controller: { service: { type: NodePort, annotations: { a: b }, external: { enabled: false }, ${INTERNAL} } }`,
    );
    expect(service?.metadata.annotations).toEqual({ internal: 'true' });
    expect(service?.spec).toMatchObject({ type: 'NodePort', externalTrafficPolicy: 'Local' });
  });

  test('the internal Service of a cluster is a second way in, and the first where there is no other', () => {
    const internal = SERVICE.replace('controller }', 'controller-internal }');
    expect(read(SERVICE, internal).secondServices.map(({ metadata }) => metadata.name)).toEqual([
      'ingress-nginx-controller-internal',
    ]);
    expect(read(internal)).toMatchObject({
      service: { metadata: { name: 'ingress-nginx-controller-internal' } },
      secondServices: [],
    });
  });

  test('values, whose numbers and booleans become texts as in the chart', () => {
    expect(read('controller: { config: { use-proxy-protocol: true, keep-alive: 75 } }').config).toEqual({
      'use-proxy-protocol': 'true',
      'keep-alive': '75',
    });
  });

  test.each([
    [
      ['kind: ConfigMap\nmetadata: { name: x }\ndata: { a: b }'],
      /nothing of ingress-nginx was found; give its ConfigMap and Service/,
    ],
    [['[]'], /nothing of ingress-nginx was found/],
    [
      [configMap('{}'), configMap('{ use-proxy-protocol: "true" }', 'b')],
      /2 configurations of ingress-nginx were found/,
    ],
    [[SERVICE, SERVICE.replace('controller }', 'controller-two }')], /2 Services of ingress-nginx were found/],
    [['kind: "ConfigMap'], /^0\.yaml:1: /],
  ])('%j', (texts, message) => {
    expect(() => read(...texts)).toThrow(message);
  });
});

test('a value that is neither true nor false is asked for', () => {
  const { questions, target } = INGRESS_NGINX.convert(
    [
      { name: 'a', text: configMap('{ use-proxy-protocol: "yes" }') },
      { name: 'b', text: SERVICE },
    ],
    { trust: [], cloud: 'aks' },
  );
  expect(questions).toEqual([expect.stringContaining('use-proxy-protocol is "yes"')]);
  expect(target).toBeUndefined();
});

test('clients that dial the nodes are asked for', () => {
  const text = 'controller: { hostNetwork: true, config: {} }';
  expect(INGRESS_NGINX.convert([{ name: 'a', text }], { trust: [] }).questions).toEqual([
    expect.stringContaining('clients dial the nodes'),
  ]);
});

describe('streams', () => {
  const told = (config: string, streams: string, ...more: string[]) =>
    INGRESS_NGINX.convert(
      [`${streams}\ncontroller: { config: ${config} }`, ...more].map((text, index) => ({
        name: `${index}.yaml`,
        text,
      })),
      { trust: ['10.0.0.0/16'], loadBalancerKind: 'aws-nlb' },
    ).noEqual.filter((line) => / port \d+ to /.test(line));

  test('a port of the chart', () => {
    expect(told('{}', 'tcp: { 9000: "default/db:5432" }')).toEqual([
      'TCP port 9000 to default/db:5432: the prop `ports` with PortProtocol.TCP, or ' +
        '`proxy.stream: [{ containerPort: 9000, servicePort: 9000, protocol: TCP }]` of the chart, and a TCPRoute ' +
        '(or a TCPIngress, which Kong deprecates)',
    ]);
  });

  test.each([
    ['default/db:5432:PROXY', ['parameters: [proxy_protocol] }', 'With the parameter Kong does'], ['no PROXY header']],
    ['default/db:5432::PROXY', ['Kong sends the upstream no PROXY header'], ['[proxy_protocol] }', 'nginx read']],
    ['default/db:5432:proxy:Proxy', ['parameters: [proxy_protocol] }', 'Kong sends the upstream no PROXY header'], []],
  ])('the PROXY fields of %s', (entry, has, lacks) => {
    const [line] = told('{}', `tcp: { 25: "${entry}" }`);
    expect(line).toContain('{ containerPort: 10025, servicePort: 25, protocol: TCP');
    expect(has.filter((part) => !line.includes(part))).toEqual([]);
    expect(lacks.filter((part) => line.includes(part))).toEqual([]);
  });

  test("a port that passes the balancer's PROXY header on", () => {
    expect(told('{ use-proxy-protocol: "true" }', 'tcp: { 25: "mail/smtp:25" }')).toEqual([
      expect.stringContaining("nginx passed the balancer's PROXY header on to the upstream unread"),
    ]);
  });

  test('over UDP there is no PROXY header', () => {
    const [line] = told('{}', 'udp: { 53: "kube-system/kube-dns:53:PROXY" }');
    expect(line).toContain(
      '`udpProxy: { enabled: true, stream: [{ containerPort: 10053, servicePort: 53, protocol: UDP }] }`',
    );
    expect(line).not.toContain('proxy_protocol');
  });

  test.each(['tcp-services', 'ingress-nginx-tcp', 'udp-services', 'edge-ingress-nginx-udp'])(
    'the ConfigMap %s',
    (name) => {
      const protocol = name.includes('udp') ? 'UDP' : 'TCP';
      expect(told('{}', '', configMap('{ "9000": "default/db:named" }', name))).toEqual([
        expect.stringMatching(new RegExp(`^${protocol} port 9000 to default/db:named: `)),
      ]);
    },
  );

  test('not another ConfigMap, nor keys that are no ports', () => {
    expect(told('{}', 'tcp: { annotations: "a/b:c" }', configMap('{ "9000": "default/db:1" }', 'games'))).toEqual([]);
  });
});

test.each([
  ['{ use-proxy-protocol: "true" }', 'must send PROXY protocol as well'],
  ['{ use-forwarded-headers: "true" }', 'must write the same header'],
  ['{}', 'needs externalTrafficPolicy: Local'],
])('what the second Service needs with %s', (config, need) => {
  const text = `controller: { config: ${config}, service: { internal: { enabled: true, annotations: { a: b } } } }`;
  expect(INGRESS_NGINX.convert([{ name: 'a', text }], { trust: [] }).noEqual).toEqual(
    expect.arrayContaining([
      expect.stringMatching(new RegExp(`^Service ingress-nginx-controller-internal: .*${need}`)),
    ]),
  );
});

test.each([
  ['service.beta.kubernetes.io/aws-load-balancer-internal: "true"', true],
  ['service.beta.kubernetes.io/aws-load-balancer-scheme: internal', true],
  ['networking.gke.io/load-balancer-type: Internal', true],
  ['service.beta.kubernetes.io/azure-load-balancer-internal: "false"', undefined],
])('an internal Service stays internal where the balancer is named: %s', (annotation, internalOnly) => {
  const text = `controller: { config: {}, service: { annotations: { ${annotation} } } }`;
  const { target } = INGRESS_NGINX.convert([{ name: 'a', text }], { trust: [], loadBalancerKind: 'aws-nlb' });
  expect(target?.props.internalOnly).toBe(internalOnly);
});
