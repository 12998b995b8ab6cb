import { ApiObject, App, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { AksLoadBalancer, KongConfiguration, KongProps, LocalTrafficKong } from '../../src';
import { configuration } from '../helpers';

type Place = { metadata?: { namespace: string } };

/** Each object of the app that the pods use by its name. */
const uses: [string, string, (chart: Chart, place: Place) => Partial<KongProps>][] = [
  [
    'serviceAccount',
    'ServiceAccount',
    (chart, place) => ({ serviceAccount: new kplus.ServiceAccount(chart, 'Own', place) }),
  ],
  ['tlsSecret', 'Secret', (chart, place) => ({ tlsSecret: new kplus.Secret(chart, 'Own', place) })],
  [
    'license.secret',
    'Secret',
    (chart, place) => ({ license: { secret: new kplus.Secret(chart, 'Own', place), key: 'license' } }),
  ],
  ['imagePullSecrets[0]', 'Secret', (chart, place) => ({ imagePullSecrets: [new kplus.Secret(chart, 'Own', place)] })],
  [
    'configuration',
    'ConfigMap',
    (chart, place) => ({
      configuration: KongConfiguration.fromConfigMap(
        new kplus.ConfigMap(chart, 'Own', { data: { 'kong.yml': 'x' }, ...place }),
      ),
    }),
  ],
  [
    'configuration',
    'Secret',
    (chart, place) => ({
      configuration: KongConfiguration.fromSecret(
        new kplus.Secret(chart, 'Own', { stringData: { 'kong.yml': 'x' }, ...place }),
      ),
    }),
  ],
  [
    'configuration, certificate',
    'Secret',
    (chart, place) => ({
      configuration: KongConfiguration.fromControlPlane({
        endpoint: 'a:8005',
        certificate: new kplus.Secret(chart, 'Own', place),
      }),
    }),
  ],
  [
    'configuration, clientCa',
    'Secret',
    (chart, place) => ({
      configuration: KongConfiguration.fromIngressController({ clientCa: new kplus.Secret(chart, 'Own', place) }),
    }),
  ],
  [
    'configuration, adminCertificate',
    'Secret',
    (chart, place) => ({
      configuration: KongConfiguration.fromIngressController({
        clientCa: kplus.Secret.fromSecretName(chart, 'Ca', 'ca'),
        adminCertificate: new kplus.Secret(chart, 'Own', place),
      }),
    }),
  ],
];

const app = () => new App();
const findings = (chart: Chart, props: Partial<KongProps>) =>
  new LocalTrafficKong(chart, 'Kong', { loadBalancer: new AksLoadBalancer(), configuration, ...props }).node.validate();

describe.each(uses)('the %s of this app, a %s,', (prop, kind, use) => {
  test("is found in the gateway's own namespace", () => {
    const chart = new Chart(app(), 'test');
    expect(findings(chart, { namespace: 'edge', ...use(chart, { metadata: { namespace: 'edge' } }) })).toEqual([]);
  });

  test('is found where the chart says the namespace of both', () => {
    const chart = new Chart(app(), 'test', { namespace: 'edge' });
    expect(findings(chart, use(chart, {}))).toEqual([]);
    const none = new Chart(app(), 'test');
    expect(findings(none, use(none, {}))).toEqual([]);
  });

  test('is not found where the gateway alone has a namespace', () => {
    const chart = new Chart(app(), 'test', { disableResourceNameHashes: true });
    expect(findings(chart, { namespace: 'edge', ...use(chart, {}) })).toEqual([
      `${prop}: the ${kind} "test-own" is written without a namespace, and the pods to the namespace "edge", where they would not find it; give it the metadata { namespace: "edge" }`,
    ]);
  });

  test('is not found in a chart of another namespace', () => {
    const root = app();
    const other = new Chart(root, 'other', { namespace: 'other', disableResourceNameHashes: true });
    expect(findings(new Chart(root, 'test'), use(other, {}))).toEqual([
      `${prop}: the ${kind} "other-own" is written to the namespace "other", and the pods without a namespace, where they would not find it; ` +
        "give it the metadata of the chart, or set the gateway's namespace",
    ]);
  });
});

test('an object that is known by its name alone may be anywhere', () => {
  const chart = new Chart(app(), 'test', { namespace: 'chart' });
  expect(
    findings(chart, {
      namespace: 'edge',
      tlsSecret: kplus.Secret.fromSecretName(chart, 'Tls', 'tls'),
      configuration: KongConfiguration.fromConfigMap(kplus.ConfigMap.fromConfigMapName(chart, 'Routes', 'routes')),
    }),
  ).toEqual([]);
});

test('a namespace by JSON patch counts, since it is what will be written', () => {
  const chart = new Chart(app(), 'test');
  const tlsSecret = new kplus.Secret(chart, 'Tls');
  ApiObject.of(tlsSecret).addJsonPatch(JsonPatch.add('/metadata/namespace', 'edge'));
  expect(findings(chart, { namespace: 'edge', tlsSecret })).toEqual([]);
});
