import { ApiObject, Chart, JsonPatch, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { headerForwarded, localTraffic, proxyProtocol, trustedProxies } from './subjects';
import { AksLoadBalancer, ClientIpHeader, HeaderForwardedKong, Kong, LocalTrafficKong } from '../../src';
import { configuration, manifest, pod } from '../helpers';

const local = (chart?: Chart) => localTraffic({}, chart);
const proxy = (chart?: Chart) => proxyProtocol({}, chart);
const header = (chart?: Chart) => headerForwarded({}, chart);

const container = (kong: Kong) => kong.deployment.containers[0];
const synthesis = (kong: Kong) => () => Testing.synth(Chart.of(kong));

describe('a ConfigMap or Secret of variables', () => {
  const source = (kong: Kong, data: { [key: string]: string }, prefix?: string) =>
    container(kong).env.copyFrom(kplus.Env.fromConfigMap(new kplus.ConfigMap(Chart.of(kong), 'Env', { data }), prefix));

  test.each<[string, { [key: string]: string }, string | undefined]>([
    ['an owned name', { KONG_TRUSTED_IPS: '0.0.0.0/0' }, undefined],
    ['an owned name behind its prefix', { TRUSTED_IPS: '0.0.0.0/0' }, 'KONG_'],
    ['an owned name behind a part of it', { ONG_TRUSTED_IPS: '0.0.0.0/0' }, 'K'],
    ["the image's name for a file of it", { KONG_TRUSTED_IPS_FILE: '/tmp/x' }, undefined],
    [
      'a value that ends its directive',
      { KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE: '8m; set_real_ip_from 0.0.0.0/0' },
      undefined,
    ],
    ['a directive that includes a file', { KONG_NGINX_PROXY_INCLUDE: '/tmp/x' }, undefined],
  ])('with %s is found', (_, data, prefix) => {
    const kong = local();
    source(kong, data, prefix);
    expect(synthesis(kong)).toThrow(/\[test\/Kong\] envFrom: the ConfigMap "test-env-\w+": KONG_/);
  });

  test.each<[string, { [key: string]: string }, string | undefined]>([
    ['others', { KONG_LOG_LEVEL: 'debug', TZ: 'UTC' }, undefined],
    ['owned ones behind another prefix', { KONG_TRUSTED_IPS: '0.0.0.0/0' }, 'APP_'],
  ])("with %s is the user's", (_, data, prefix) => {
    const kong = local();
    source(kong, data, prefix);
    expect(pod(kong).containers[0].envFrom).toHaveLength(1);
  });

  test('that is not part of the app is found: nobody can see what it sets', () => {
    const kong = local();
    container(kong).env.copyFrom(kplus.Env.fromConfigMap(kplus.ConfigMap.fromConfigMapName(kong, 'Env', 'elsewhere')));
    container(kong).env.copyFrom(kplus.Env.fromSecret(kplus.Secret.fromSecretName(kong, 'Secret', 'hidden')));
    expect(synthesis(kong)).toThrow(
      /envFrom: the ConfigMap "elsewhere" is not part of this app.*\n.*envFrom: the Secret "hidden" is not part of this app/,
    );
  });
});

describe('what a patch adds to the variables is seen, too', () => {
  const patched = (path: string, value: unknown) => {
    const kong = local();
    ApiObject.of(kong.deployment).addJsonPatch(JsonPatch.add(`/spec/template/spec/containers/0/${path}`, value));
    return kong;
  };

  test('a whole ConfigMap', () => {
    expect(synthesis(patched('envFrom', [{ configMapRef: { name: 'elsewhere' } }]))).toThrow(
      '[test/Kong] envFrom: the ConfigMap "elsewhere" is not part of this app',
    );
  });

  test('an owned variable from a ConfigMap', () => {
    const valueFrom = { configMapKeyRef: { name: 'trust', key: 'a' } };
    expect(synthesis(patched('env/-', { name: 'KONG_TRUSTED_IPS', valueFrom }))).toThrow(
      '[test/Kong] KONG_TRUSTED_IPS belongs to LocalTrafficKong',
    );
    expect(synthesis(patched('env/-', { name: 'KONG_PG_HOST', valueFrom }))).not.toThrow();
  });

  test('and what it takes away', () => {
    const kong = local();
    ApiObject.of(kong.deployment).addJsonPatch(JsonPatch.remove('/spec/template/spec/containers'));
    expect(synthesis(kong)).toThrow('[test/Kong] the Deployment is written without a container that proxies');
  });
});

describe('a source of variables in another namespace than the pods', () => {
  const edge = () =>
    new LocalTrafficKong(Testing.chart(), 'Kong', {
      loadBalancer: new AksLoadBalancer(),
      configuration,
      namespace: 'edge',
    });

  test('is found as a whole', () => {
    const kong = edge();
    container(kong).env.copyFrom(
      kplus.Env.fromConfigMap(new kplus.ConfigMap(Chart.of(kong), 'Env', { data: { TZ: 'UTC' } })),
    );
    expect(synthesis(kong)).toThrow(
      /envFrom: the ConfigMap "test-env-\w+" is written without a namespace, and the pods to the namespace "edge"/,
    );
  });

  test.each([
    [undefined, true],
    ['edge', false],
  ])('is found by one of its keys: %j', (namespace, found) => {
    const kong = edge();
    const secret = new kplus.Secret(Chart.of(kong), 'Token', { metadata: { namespace }, stringData: { token: 'x' } });
    kong.addEnvValue('KONG_VAULT_HCV_TOKEN', secret.envValue('token'));
    const test = expect(synthesis(kong));
    found ? test.toThrow('KONG_VAULT_HCV_TOKEN: the Secret "test-token') : test.not.toThrow();
  });
});

describe('a Service that leads nowhere is found', () => {
  test.each<[string, JsonPatch, string]>([
    [
      'of another selector',
      JsonPatch.replace('/spec/selector', { app: 'other' }),
      'the Service selects pods with app "other", and not Kong\'s',
    ],
    ['of no selector', JsonPatch.remove('/spec/selector'), "the Service selects no pods, and not Kong's"],
    ['without ports', JsonPatch.remove('/spec/ports'), 'the Service has no ports'],
    ['without anything', JsonPatch.remove('/spec'), 'the Service selects no pods'],
  ])('%s', (_, patch, message) => {
    const kong = proxy();
    ApiObject.of(kong.service).addJsonPatch(patch);
    expect(synthesis(kong)).toThrow(`[test/Kong] ${message}`);
  });

  test('but not one that a patch makes stricter, with a label of the pods', () => {
    const kong = proxy();
    ApiObject.of(kong.service).addJsonPatch(JsonPatch.add('/spec/selector/app.kubernetes.io~1name', 'kong'));
    expect(synthesis(kong)).not.toThrow();
  });
});

test('the Service has no empty list of addresses', () => {
  expect(manifest(local().service).spec).not.toHaveProperty('externalIPs');
});

test('a variable that was taken away is found', () => {
  const kong = proxy();
  Reflect.deleteProperty((container(kong).env as any)._variables, 'KONG_TRUSTED_IPS');
  expect(synthesis(kong)).toThrow('[test/Kong] KONG_TRUSTED_IPS was removed; the gateway needs it');
});

describe('a variable with a value of a Secret', () => {
  test('can be added by name', () => {
    const kong = local();
    kong.addEnvValue('KONG_LICENSE_DATA', kplus.Secret.fromSecretName(kong, 'License', 'license').envValue('data'));
    expect(pod(kong).containers[0].env).toContainEqual({
      name: 'KONG_LICENSE_DATA',
      valueFrom: { secretKeyRef: { key: 'data', name: 'license' } },
    });
  });

  test.each(['KONG_TRUSTED_IPS', 'KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE'])('cannot be %s', (key) => {
    const kong = local();
    expect(() => kong.addEnvValue(key, kplus.Secret.fromSecretName(kong, 'Secret', 'hidden').envValue('data'))).toThrow(
      `[test/Kong] ${key} `,
    );
  });
});

describe('an annotation that belongs to the binding', () => {
  test.each<[string, () => Kong, string, string]>([
    ['Service', proxy, 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol', 'no'],
    ['Service', proxy, 'service.beta.kubernetes.io/aws-load-balancer-internal', 'true'],
    [
      'Service',
      proxy,
      'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes.443',
      'preserve_client_ip.enabled=true',
    ],
    ['Service', header, 'alb.ingress.kubernetes.io/healthcheck-port', 'traffic-port'],
  ])('is found on the %s (%#)', (kind, make, key, value) => {
    const kong = make();
    kong.service.metadata.addAnnotation(key, value);
    expect(synthesis(kong)).toThrow(
      `[test/Kong] annotation ${key} ("${value}") of the ${kind} belongs to ${kong.constructor.name}; use the load balancer's own props`,
    );
  });

  test('is found on the Ingress', () => {
    const kong = header();
    kong.ingress!.metadata.addAnnotation(
      'alb.ingress.kubernetes.io/load-balancer-attributes',
      'routing.http.xff_header_processing.mode=preserve',
    );
    expect(synthesis(kong)).toThrow('of the Ingress belongs to HeaderForwardedKong');
  });

  test('is not any other', () => {
    const kong = header();
    kong.service.metadata.addAnnotation('example.com/team', 'edge');
    kong.ingress!.metadata.addAnnotation('external-dns.alpha.kubernetes.io/hostname', 'api.example.com');
    expect(synthesis(kong)).not.toThrow();
  });
});

test('a port of the Service without its own listener is found', () => {
  const kong = proxy();
  kong.service.bind(9443, { name: 'grpc', targetPort: 8443 });
  expect(synthesis(kong)).toThrow('[test/Kong] port 9443 of the Service has no separate listener');
});

test('TLS hosts of an Ingress are found where the balancer does not listen for https', () => {
  const kong = new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: {
      bindHeaderForwarding: () => ({
        header: ClientIpHeader.xForwardedFor(),
        forwardedHeaders: [],
        ingress: { ingressClassName: 'own', listensHttps: false },
      }),
    },
    trustedProxies,
    configuration,
  });
  expect(synthesis(kong)).not.toThrow();
  kong.ingress!.addTls([{ hosts: ['api.example.com'] }]);
  expect(synthesis(kong)).toThrow('[test/Kong] the Ingress has tls, but the load balancer does not listen for https');
});

describe('a JSON patch changes the manifest as it is written', () => {
  test.each<[string, JsonPatch, (spec: any) => unknown, unknown]>([
    [
      'a quantity',
      JsonPatch.add('/spec/template/spec/containers/0/resources/limits/memory', '2Gi'),
      (spec) => spec.template.spec.containers[0].resources.limits.memory,
      '2Gi',
    ],
    [
      'a percentage',
      JsonPatch.replace('/spec/strategy/rollingUpdate/maxSurge', '25%'),
      (spec) => spec.strategy.rollingUpdate.maxSurge,
      '25%',
    ],
    [
      'the name of a port',
      JsonPatch.replace('/spec/template/spec/containers/0/readinessProbe/httpGet/port', 'status'),
      (spec) => spec.template.spec.containers[0].readinessProbe.httpGet.port,
      'status',
    ],
    ['an acronym', JsonPatch.add('/spec/template/spec/hostPID', false), (spec) => spec.template.spec.hostPID, false],
    [
      "a field newer than the library's Kubernetes",
      JsonPatch.add('/spec/template/spec/containers/0/lifecycle/stopSignal', 'SIGQUIT'),
      (spec) => spec.template.spec.containers[0].lifecycle.stopSignal,
      'SIGQUIT',
    ],
  ])('%s', (_, patch, read, expected) => {
    const kong = local();
    ApiObject.of(kong.deployment).addJsonPatch(patch);
    expect(read(manifest(kong.deployment).spec)).toEqual(expected);
  });

  test('on every object, those of exposeInCluster among them', () => {
    const kong = local();
    const inCluster = kong.exposeInCluster();
    for (const service of [kong.service, inCluster]) {
      ApiObject.of(service).addJsonPatch(
        JsonPatch.add('/spec/trafficDistribution', 'PreferClose'),
        JsonPatch.add('/spec/loadBalancerIP', '203.0.113.10'),
      );
      expect(manifest(service).spec).toMatchObject({
        trafficDistribution: 'PreferClose',
        loadBalancerIP: '203.0.113.10',
      });
    }
  });

  test('by the method of the class, which jsii calls for other languages', () => {
    const { service } = local();
    const object = ApiObject.of(service);
    object.constructor.prototype.addJsonPatch.call(object, JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
    expect(manifest(service).spec).toMatchObject({ trafficDistribution: 'PreferClose' });
    expect(manifest(service).spec).toMatchObject({ trafficDistribution: 'PreferClose' });
  });
});
