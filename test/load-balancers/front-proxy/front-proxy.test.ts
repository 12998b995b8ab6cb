import { Testing } from 'cdk8s';
import {
  Cdn,
  ClientIpVerdict,
  FrontProxy,
  FrontProxyProps,
  FrontProxySoftware,
  HeaderForwardedKong,
  TrustedProxies,
} from '../../../src';
import { checkObjects } from '../../../src/check/check';
import { configuration, environment, manifest, objects } from '../../helpers';

const PODS = ['10.244.0.0/16'];
const VPC = ['10.0.101.0/24'];
const pods = TrustedProxies.of(...PODS);
const proxy = (props: Partial<FrontProxyProps> = {}) =>
  new FrontProxy({ product: FrontProxySoftware.TRAEFIK, podNetworks: PODS, ...props });
const gateway = (loadBalancer = proxy(), trustedProxies = pods) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });
const nginx = (props: Partial<FrontProxyProps> = {}) =>
  proxy({ product: FrontProxySoftware.INGRESS_NGINX, ingressClassName: 'nginx', ...props });

test('only the cluster reaches the Service, and the client is the last of X-Forwarded-For', () => {
  const kong = gateway();
  const { metadata, spec } = manifest(kong.service);
  expect(spec.type).toBe('ClusterIP');
  expect(metadata.annotations['kong-client-ip/load-balancer']).toBe('front-proxy');
  expect(JSON.parse(metadata.annotations['kong-client-ip/promises'])).toEqual({
    sends: 'header',
    appends: true,
    overwrites: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
    peers: PODS,
  });
  expect(environment(kong)).toMatchObject({
    KONG_TRUSTED_IPS: '10.244.0.0/16',
    KONG_REAL_IP_HEADER: 'X-Forwarded-For',
    KONG_REAL_IP_RECURSIVE: 'off',
  });
  expect(kong.ingress).toBeUndefined();
});

test('its class gives an Ingress', () => {
  const kong = gateway(
    nginx({ hosts: ['api.example.com'], annotations: { 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' } }),
  );
  const { metadata, spec } = manifest(kong.ingress!);
  expect(metadata.annotations).toMatchObject({ 'nginx.ingress.kubernetes.io/proxy-body-size': '8m' });
  expect(spec).toMatchObject({ ingressClassName: 'nginx', rules: [{ host: 'api.example.com' }] });
});

test('proxies before it are trusted, and the list is walked', () => {
  const kong = gateway(proxy({ proxiesBefore: VPC }), pods.plus(TrustedProxies.of(...VPC)));
  expect(environment(kong)).toMatchObject({
    KONG_TRUSTED_IPS: '10.0.101.0/24,10.244.0.0/16',
    KONG_REAL_IP_RECURSIVE: 'on',
  });
});

test('a CDN before the proxies before it', () => {
  const cdn = Cdn.cloudFront(['198.51.100.0/24']);
  const { proxiesBefore } = cdn
    .beforeHeaderForwarding(proxy({ proxiesBefore: VPC }))
    .bindHeaderForwarding(Testing.chart());
  expect(proxiesBefore).toEqual([...VPC, '198.51.100.0/24']);
});

describe('refuses', () => {
  test.each<[string, () => unknown, string]>([
    [
      'no product',
      () => gateway(proxy({ product: undefined })),
      'product is missing: it decides which headers are believed; write one of "ingress-nginx", ',
    ],
    [
      'another product',
      () => gateway(proxy({ product: 'caddy' as any })),
      'product must be one of "ingress-nginx", "traefik", "istio", "haproxy", "envoy-gateway", got "caddy"',
    ],
    [
      'no networks',
      () => gateway(proxy({ podNetworks: undefined })),
      'podNetworks is missing: Kong must know from where the front proxy dials',
    ],
    [
      'hosts without an Ingress',
      () => gateway(proxy({ hosts: ['a.example.com'] })),
      'hosts ["a.example.com"]: no Ingress is written without ingressClassName',
    ],
    [
      'an Ingress of Envoy Gateway',
      () => gateway(proxy({ product: FrontProxySoftware.ENVOY_GATEWAY, ingressClassName: 'eg' })),
      'ingressClassName "eg": envoy-gateway reads no Ingress',
    ],
    [
      'an annotation that undoes it',
      () => gateway(nginx({ annotations: { 'nginx.ingress.kubernetes.io/backend-protocol': 'HTTPS' } })),
      'annotation nginx.ingress.kubernetes.io/backend-protocol ("HTTPS") belongs to FrontProxy',
    ],
    [
      'pods that are not trusted',
      () => gateway(proxy(), TrustedProxies.of('10.0.0.0/16')),
      'lacks "10.244.0.0/16", from which the load balancer dials Kong',
    ],
    [
      'trust beyond the pods',
      () => gateway(proxy(), pods.plus(TrustedProxies.of('10.0.0.0/16'))),
      'trustedProxies has "10.0.0.0/16", and the load balancer dials Kong from ["10.244.0.0/16"] only',
    ],
    [
      'proxies that are not trusted',
      () => gateway(proxy({ proxiesBefore: VPC })),
      'lacks "10.0.101.0/24", from which proxies before the load balancer dial',
    ],
  ])('%s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the check', () => {
  const verdicts = (...more: object[]) => checkObjects([...objects(gateway()), ...more]).map(({ verdict }) => verdict);
  const name = manifest(gateway().service).metadata.name;
  const GROUPS: Readonly<Record<string, string>> = {
    HTTPRoute: 'gateway.networking.k8s.io/v1',
    IngressRoute: 'traefik.io/v1alpha1',
    VirtualService: 'networking.istio.io/v1',
  };
  const route = (kind: string, spec: object) => ({ apiVersion: GROUPS[kind], kind, metadata: { name: 'r' }, spec });

  test.each<[string, object]>([
    ['HTTPRoute', { rules: [{ backendRefs: [{ name, port: 80 }] }] }],
    ['IngressRoute', { routes: [{ services: [{ name, port: 80 }] }] }],
    ['VirtualService', { http: [{ route: [{ destination: { host: name, port: { number: 80 } } }] }] }],
  ])('believes the promise for a %s to the Service', (kind, spec) => {
    expect(verdicts(route(kind, spec))).toEqual([ClientIpVerdict.KEPT]);
  });

  test('believes it for an Ingress of a class that it does not know', () => {
    const ingress = { ...manifest(gateway(nginx()).ingress!), metadata: { name: 'i' } };
    expect(verdicts(ingress)).toEqual([ClientIpVerdict.KEPT]);
  });

  test.each<[string, object]>([
    ['passes TLS on', route('TLSRoute', { rules: [{ backendRefs: [{ name, port: 80 }] }] })],
    ['speaks TLS', route('IngressRoute', { routes: [{ services: [{ name, port: 80, scheme: 'https' }] }] })],
  ])('does not where the route %s', (_, more) => {
    expect(verdicts(more)).not.toEqual([ClientIpVerdict.KEPT]);
  });

  test('does not for the balancer of a cloud that leads to the same Service', () => {
    const alb = {
      ...manifest(gateway(nginx()).ingress!),
      metadata: {
        name: 'i',
        annotations: {
          'alb.ingress.kubernetes.io/target-type': 'ip',
          'alb.ingress.kubernetes.io/load-balancer-attributes': 'routing.http.xff_header_processing.mode=preserve',
        },
      },
    };
    const ofClass = { ...alb, spec: { ...(alb as any).spec, ingressClassName: 'alb' } };
    expect(verdicts(ofClass)).not.toEqual([ClientIpVerdict.KEPT]);
  });

  test('does not for a Service that somebody made public', () => {
    const all = objects(gateway()).map((object: any) =>
      object.kind === 'Service' ? { ...object, spec: { ...object.spec, type: 'LoadBalancer' } } : object,
    );
    expect(checkObjects(all).map(({ verdict }) => verdict)).not.toEqual([ClientIpVerdict.KEPT]);
  });
});
