import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import {
  AksLoadBalancer,
  AwsApplicationLoadBalancer,
  HeaderForwardedKong,
  IpFamily,
  Kong,
  KongConfiguration,
  KongProps,
  LocalTrafficKong,
  TrustedProxies,
} from '../../src';
import { appOf, configuration, environment, manifest, ofKind, pod } from '../helpers';

type Source = (secret: (name: string) => kplus.ISecret) => KongConfiguration;

const konnect: Source = (secret) =>
  KongConfiguration.fromKonnect({
    controlPlane: 'abc.eu.cp0.konghq.com',
    telemetry: 'abc.eu.tp0.konghq.com',
    certificate: secret('kong-cluster-cert'),
  });
const hybrid: Source = (secret) =>
  KongConfiguration.fromControlPlane({
    endpoint: 'kong-cluster.kong.svc:8005',
    certificate: secret('kong-cluster-cert'),
  });
const controller: Source = (secret) => KongConfiguration.fromIngressController({ clientCa: secret('kic-ca') });

function gateway(source: Source, props: Partial<KongProps> = {}): Kong {
  const chart = Testing.chart();
  return new LocalTrafficKong(chart, 'Kong', {
    loadBalancer: new AksLoadBalancer(),
    configuration: source((name) => kplus.Secret.fromSecretName(chart, name, name)),
    ...props,
  });
}

/** What the source adds to or changes in the environment of a DB-less gateway. */
function added(kong: Kong): { [key: string]: string } {
  const usual = environment(gateway(() => configuration));
  return Object.fromEntries(Object.entries(environment(kong)).filter(([key, value]) => usual[key] !== value));
}

const files = (kong: Kong) =>
  Object.fromEntries(
    pod(kong)
      .containers[0].volumeMounts.slice(2)
      .map(({ name, mountPath, readOnly }: any) => [
        mountPath,
        { readOnly, ...pod(kong).volumes.find((volume: any) => volume.name === name) },
      ]),
  );

describe('a data plane of Konnect', () => {
  const kong = gateway(konnect);

  test('knows both hosts, and presents its certificate', () => {
    expect(added(kong)).toEqual({
      KONG_ROLE: 'data_plane',
      KONG_CLUSTER_CERT: '/kong_cluster/tls.crt',
      KONG_CLUSTER_CERT_KEY: '/kong_cluster/tls.key',
      KONG_KONNECT_MODE: 'on',
      KONG_VITALS: 'off',
      KONG_CLUSTER_MTLS: 'pki',
      KONG_CLUSTER_CONTROL_PLANE: 'abc.eu.cp0.konghq.com:443',
      KONG_CLUSTER_SERVER_NAME: 'abc.eu.cp0.konghq.com',
      KONG_CLUSTER_TELEMETRY_ENDPOINT: 'abc.eu.tp0.konghq.com:443',
      KONG_CLUSTER_TELEMETRY_SERVER_NAME: 'abc.eu.tp0.konghq.com',
      KONG_LUA_SSL_TRUSTED_CERTIFICATE: 'system',
    });
    expect(files(kong)).toEqual({
      '/kong_cluster': { readOnly: true, name: 'kong-cluster', secret: { secretName: 'kong-cluster-cert' } },
    });
  });

  test("still learns the client's address here", () => {
    const usual = environment(gateway(() => configuration));
    expect(environment(kong)).toMatchObject({ KONG_PROXY_LISTEN: usual.KONG_PROXY_LISTEN, KONG_REQUEST_DEBUG: 'off' });
  });
});

describe('a data plane in hybrid mode', () => {
  test("verifies the control plane by the certificate that they share, and upstreams by the system's", () => {
    expect(added(gateway(hybrid))).toEqual({
      KONG_ROLE: 'data_plane',
      KONG_CLUSTER_CERT: '/kong_cluster/tls.crt',
      KONG_CLUSTER_CERT_KEY: '/kong_cluster/tls.key',
      KONG_CLUSTER_MTLS: 'shared',
      KONG_CLUSTER_CONTROL_PLANE: 'kong-cluster.kong.svc:8005',
      KONG_LUA_SSL_TRUSTED_CERTIFICATE: '/kong_cluster/tls.crt,system',
    });
  });

  test('sends telemetry where it is told to', () => {
    const kong = gateway((secret) =>
      KongConfiguration.fromControlPlane({
        endpoint: 'a.b:8005',
        telemetryEndpoint: 'c.d:8006',
        certificate: secret('c'),
      }),
    );
    expect(environment(kong).KONG_CLUSTER_TELEMETRY_ENDPOINT).toBe('c.d:8006');
  });
});

describe.each([
  ['Konnect', konnect],
  ['hybrid mode', hybrid],
  ['an ingress controller', controller],
])('without its own text, by %s', (_, source) => {
  test('a gateway has no ConfigMap, no declarative configuration and no checksum', () => {
    const kong = gateway(source);
    expect(ofKind(kong, 'ConfigMap')).toEqual([]);
    expect(environment(kong).KONG_DECLARATIVE_CONFIG).toBeUndefined();
    expect(manifest(kong.deployment).spec.template.metadata.annotations['checksum/config']).toBeUndefined();
    expect(() => appOf(kong).synth()).not.toThrow();
  });

  test('the variables of the source are refused', () => {
    const kong = gateway(source);
    for (const key of Object.keys(added(kong))) {
      expect(() => kong.addEnv(key, 'x')).toThrow(`[test/Kong] ${key} belongs to LocalTrafficKong`);
    }
  });
});

describe('a gateway of an ingress controller', () => {
  test('asks every caller of the Admin API for a certificate', () => {
    expect(added(gateway(controller))).toEqual({
      KONG_ADMIN_LISTEN: '0.0.0.0:8444 http2 ssl reuseport backlog=16384',
      KONG_NGINX_ADMIN_SSL_VERIFY_CLIENT: 'on',
      KONG_NGINX_ADMIN_SSL_CLIENT_CERTIFICATE: '/kong_admin_ca/ca.crt',
      KONG_NGINX_ADMIN_SSL_VERIFY_DEPTH: '3',
    });
    expect(files(gateway(controller))).toEqual({
      '/kong_admin_ca': { readOnly: true, name: 'kong-admin-ca', secret: { secretName: 'kic-ca' } },
    });
  });

  test('presents its own certificate', () => {
    const kong = gateway((secret) =>
      KongConfiguration.fromIngressController({
        clientCa: secret('kic-ca'),
        adminCertificate: secret('kong-admin-cert'),
      }),
    );
    expect(environment(kong)).toMatchObject({
      KONG_ADMIN_SSL_CERT: '/kong_admin/tls.crt',
      KONG_ADMIN_SSL_CERT_KEY: '/kong_admin/tls.key',
    });
    expect(files(kong)['/kong_admin']).toMatchObject({ secret: { secretName: 'kong-admin-cert' } });
  });

  test('has a Service in which the controller finds every pod', () => {
    const kong = gateway(controller, {
      ipFamilies: [IpFamily.IPV4, IpFamily.IPV6],
      labels: { team: 'edge' },
      namespace: 'edge',
    });
    const { metadata, spec } = manifest(kong.adminService!);
    expect(metadata).toMatchObject({ namespace: 'edge', labels: { team: 'edge' } });
    expect(spec).toMatchObject({
      clusterIP: 'None',
      type: 'ClusterIP',
      selector: manifest(kong.deployment).spec.selector.matchLabels,
      ports: [{ name: 'admin-tls', port: 8444, targetPort: 8444 }],
      ipFamilies: ['IPv4', 'IPv6'],
      ipFamilyPolicy: 'RequireDualStack',
    });
    expect(pod(kong).containers[0].ports).toContainEqual({ name: 'admin-tls', containerPort: 8444 });
    expect(environment(kong).KONG_ADMIN_LISTEN).toBe(
      '0.0.0.0:8444 http2 ssl reuseport backlog=16384, [::]:8444 http2 ssl reuseport backlog=16384',
    );
  });

  test('leaves the port of the Admin API to it beside exposeInCluster', () => {
    const kong = gateway(controller);
    kong.exposeInCluster();
    const ports = pod(kong).containers[0].ports.map(({ containerPort }: any) => containerPort);
    expect(new Set(ports).size).toBe(ports.length);
    expect(() => appOf(kong).synth()).not.toThrow();
  });

  test('works behind an Ingress, too', () => {
    const chart = Testing.chart();
    const kong = new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AwsApplicationLoadBalancer(),
      trustedProxies: TrustedProxies.of('10.0.0.0/16'),
      configuration: KongConfiguration.fromIngressController({
        clientCa: kplus.Secret.fromSecretName(chart, 'Ca', 'kic-ca'),
      }),
    });
    expect(kong.adminService!.name).not.toBe(kong.service.name);
    expect(() => appOf(kong).synth()).not.toThrow();
  });

  test.each([
    ['inline', () => configuration],
    ['Konnect', konnect],
    ['hybrid mode', hybrid],
  ])('is alone with an Admin API: %s has none', (_, source) => {
    const kong = gateway(source);
    expect(kong.adminService).toBeUndefined();
    expect(environment(kong).KONG_ADMIN_LISTEN).toBe('off');
    expect(ofKind(kong, 'Service')).toHaveLength(1);
  });
});

describe('a source that Kong could not use is refused', () => {
  const certificate = () => kplus.Secret.fromSecretName(Testing.chart(), 'Secret', 'cert');
  const host = (option: string, value: string) =>
    `KongConfiguration.fromKonnect: ${option} must be a host name without "https://" and port, got ${value}; write the one that Konnect shows, such as abc.eu.cp0.konghq.com`;
  const endpoint = (option: string, value: string) =>
    `KongConfiguration.fromControlPlane: ${option} must be a host and a port without "https://", got ${value}; write one such as kong-cluster.kong.svc:8005`;

  test.each<[string, any, string]>([
    ['a URL', { controlPlane: 'https://a.b', telemetry: 'c.d' }, host('controlPlane', '"https://a.b"')],
    ['a port', { controlPlane: 'a.b', telemetry: 'c.d:443' }, host('telemetry', '"c.d:443"')],
    ['no host', { telemetry: 'c.d' }, host('controlPlane', 'undefined')],
    ['an empty host', { controlPlane: '', telemetry: 'c.d' }, host('controlPlane', '""')],
    [
      'nothing',
      undefined,
      'KongConfiguration.fromKonnect: the options are missing, got undefined; write KongConfiguration.fromKonnect({ … })',
    ],
  ])('Konnect: %s', (_, options, message) => {
    expect(() => KongConfiguration.fromKonnect(options && { certificate: certificate(), ...options })).toThrow(
      new Error(message),
    );
  });

  test.each<[string, any, string]>([
    ['no port', { endpoint: 'a.b' }, endpoint('endpoint', '"a.b"')],
    ['a URL', { endpoint: 'https://a.b:8005' }, endpoint('endpoint', '"https://a.b:8005"')],
    ['a port that does not exist', { endpoint: 'a.b:65536' }, endpoint('endpoint', '"a.b:65536"')],
    ['port 0', { endpoint: 'a.b:0' }, endpoint('endpoint', '"a.b:0"')],
    [
      'an empty telemetry endpoint',
      { endpoint: 'a.b:8005', telemetryEndpoint: '' },
      endpoint('telemetryEndpoint', '""'),
    ],
    [
      'a certificate by its name',
      { endpoint: 'a.b:8005', certificate: 'cert' },
      "KongConfiguration.fromControlPlane: certificate: a construct of a Secret is needed, got \"cert\"; write kplus.Secret.fromSecretName(chart, 'id', 'cert')",
    ],
  ])('hybrid mode: %s', (_, options, message) => {
    expect(() => KongConfiguration.fromControlPlane({ certificate: certificate(), ...options })).toThrow(
      new Error(message),
    );
  });

  test.each<[string, any, string]>([
    [
      'without a CA',
      {},
      "clientCa is missing, and every pod of the cluster could replace the configuration; write the Secret with the CA of the controller's client certificate",
    ],
    [
      'with the name of a CA',
      { clientCa: 'ca' },
      "clientCa: a construct of a Secret is needed, got \"ca\"; write kplus.Secret.fromSecretName(chart, 'id', 'ca')",
    ],
  ])('an ingress controller %s', (_, options, message) => {
    expect(() => KongConfiguration.fromIngressController(options)).toThrow(
      new Error(`KongConfiguration.fromIngressController: ${message}`),
    );
  });
});
