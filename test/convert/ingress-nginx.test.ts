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
