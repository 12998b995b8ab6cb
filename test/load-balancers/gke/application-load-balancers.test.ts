import { ApiObject, JsonPatch, Testing } from 'cdk8s';
import {
  GkeApplicationLoadBalancer,
  GkeApplicationLoadBalancerProps,
  GkeInternalApplicationLoadBalancer,
  GkeRegionalApplicationLoadBalancer,
  HeaderForwardedKong,
  HeaderForwardingBinding,
  IHeaderForwardingLoadBalancer,
  TrustedProxies,
} from '../../../src';
import { checkObjects } from '../../../src/check/check';
import { configuration, manifest, objects, ofKind } from '../../helpers';
import { refusalOf } from '../service-balancer';

const address = { ipAddress: '203.0.113.10', staticIpName: 'kong' };
const bind = (loadBalancer: IHeaderForwardingLoadBalancer) => loadBalancer.bindHeaderForwarding(Testing.chart());
const gateway = (props: object = {}, namespace?: string) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: new GkeApplicationLoadBalancer({ ...address, ...props }),
    trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
    configuration,
    namespace,
    labels: { team: 'edge' },
  });
const dialsFrontEnds = ['35.191.0.0/16', '130.211.0.0/22', '2600:2d00:1:1::/64', '2600:2d00:1:b029::/64'];

describe.each<
  [string, (props: any) => IHeaderForwardingLoadBalancer, Partial<HeaderForwardingBinding>, { [key: string]: string }]
>([
  [
    'GkeApplicationLoadBalancer',
    (props) => new GkeApplicationLoadBalancer(props),
    {
      loadBalancerKind: 'gke-application',
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      peers: dialsFrontEnds,
    },
    { 'kubernetes.io/ingress.class': 'gce', 'kubernetes.io/ingress.global-static-ip-name': 'kong' },
  ],
  [
    'GkeRegionalApplicationLoadBalancer',
    (props) => new GkeRegionalApplicationLoadBalancer(props),
    { loadBalancerKind: 'gke-regional-application', forwardedHeaders: ['X-Forwarded-Proto'], peers: undefined },
    { 'kubernetes.io/ingress.class': 'gce-regional-external', 'kubernetes.io/ingress.regional-static-ip-name': 'kong' },
  ],
  [
    'GkeInternalApplicationLoadBalancer',
    (props) => new GkeInternalApplicationLoadBalancer(props),
    { loadBalancerKind: 'gke-internal-application', forwardedHeaders: ['X-Forwarded-Proto'], peers: undefined },
    { 'kubernetes.io/ingress.class': 'gce-internal', 'kubernetes.io/ingress.regional-static-ip-name': 'kong' },
  ],
])('%s', (owner, make, promise, required) => {
  const setsPort = promise.forwardedHeaders!.includes('X-Forwarded-Port');

  test('appends the client and its own address, dials pods, and sets no header that it cannot set', () => {
    expect(bind(make(address))).toMatchObject({
      ...promise,
      header: { name: 'X-Forwarded-For', isList: true },
      ownAddress: '203.0.113.10',
      routesToPods: true,
      drainSeconds: 60,
      ingress: { annotations: required, listensHttps: undefined },
    });
  });

  test("checks Kong's status port, and lets requests in flight finish, as its BackendConfig says", () => {
    const chart = Testing.chart();
    const { annotations } = make(address).bindHeaderForwarding(chart);
    const [backendConfig, ...others] = Testing.synth(chart);
    expect(others).toEqual([]);
    expect(backendConfig.spec).toEqual({
      healthCheck: { type: 'HTTP', port: 8100, requestPath: '/status' },
      connectionDraining: { drainingTimeoutSec: 60 },
      ...(setsPort ? { customRequestHeaders: { headers: ['X-Forwarded-Port:{server_port}'] } } : {}),
    });
    expect(annotations).toEqual({
      'cloud.google.com/neg': '{"ingress":true}',
      'cloud.google.com/backend-config': JSON.stringify({ default: backendConfig.metadata.name }),
    });
  });

  test.each<[object, { [key: string]: string }, boolean | undefined]>([
    [{ certificateIds: ['a', 'b'] }, { 'ingress.gcp.kubernetes.io/pre-shared-cert': 'a,b' }, true],
    [
      { certificateIds: ['a'], allowHttp: false },
      { 'ingress.gcp.kubernetes.io/pre-shared-cert': 'a', 'kubernetes.io/ingress.allow-http': 'false' },
      true,
    ],
    [{ allowHttp: true }, { 'kubernetes.io/ingress.allow-http': 'true' }, undefined],
    [
      { annotations: { 'networking.gke.io/v1beta1.FrontendConfig': 'mine' } },
      { 'networking.gke.io/v1beta1.FrontendConfig': 'mine' },
      undefined,
    ],
  ])('%j', (props, annotations, listensHttps) => {
    expect(bind(make({ ...address, ...props })).ingress).toEqual({
      annotations: { ...required, ...annotations },
      listensHttps,
    });
  });

  test.each<[object, string]>([
    [
      { ipAddress: '' },
      "ipAddress is missing: Google appends the balancer's address to X-Forwarded-For, so it must be known; reserve a ",
    ],
    [{ staticIpName: undefined }, 'staticIpName is missing: '],
    [{ ipAddress: 'kong' }, 'ipAddress: "kong" is not an IP address'],
    [
      { staticIpName: '203.0.113.10' },
      'staticIpName "203.0.113.10" is not the name of a reserved address; write the name that "gcloud compute addresses list" shows',
    ],
    [{ staticIpName: 'kong ' }, 'staticIpName must be a string without surrounding blanks'],
    [{ staticIpName: 'Kong' }, 'staticIpName "Kong" is not the name'],
    [
      { allowHttp: false },
      'allowHttp false: without a certificate the balancer would listen on no port; give a certificate, or leave it out',
    ],
    [{ allowHttp: 'false', certificateIds: ['a'] }, 'allowHttp must be true or false, got "false"'],
    [{ certificateIds: [] }, 'certificateIds must be a list with at least one item, got []'],
    [{ certificateIds: [''] }, 'certificateIds[0] must be a string'],
    [{ certificateIds: ['a,b'] }, 'certificateIds: "a,b" is not one item; write each item as a separate string'],
  ])('refuses %j', (props, message) => {
    expect(refusalOf(() => bind(make({ ...address, ...props })))).toContain(message);
  });

  test('refuses to be made without props, from plain JavaScript', () => {
    expect(() => bind(make(undefined))).toThrow(`${owner}: ipAddress is missing`);
    expect(() => make('kong')).toThrow(`${owner}: props must be an object, got "kong"`);
  });

  test.each([
    'kubernetes.io/ingress.class',
    'kubernetes.io/ingress.global-static-ip-name',
    'kubernetes.io/ingress.regional-static-ip-name',
    'kubernetes.io/ingress.allow-http',
    'networking.gke.io/managed-certificates',
    'ingress.gcp.kubernetes.io/pre-shared-cert',
  ])('owns %s', (key) => {
    expect(() => bind(make({ ...address, annotations: { [key]: 'x' } }))).toThrow(
      new Error(
        `[test] annotation ${key} ("x") belongs to ${owner}; use the load balancer's own props, or leave it out`,
      ),
    );
    expect(bind(make(address)).reservedAnnotations).toContain(key);
  });

  test.each([
    'cloud.google.com/app-protocols',
    'service.alpha.kubernetes.io/app-protocols',
    'beta.cloud.google.com/backend-config',
    'networking.gke.io/transparent-health-checker',
  ])('reserves %s of the Service', (key) => {
    expect(bind(make(address)).reservedAnnotations).toContain(key);
  });
});

test.each(['10.0.0.7', 'fd00::7'])(
  'a balancer on the internet has no private address such as %s, an internal one may',
  (ipAddress) => {
    const props = { ipAddress, staticIpName: 'kong' };
    const message = `ipAddress "${ipAddress}" is a private address, which no balancer on the internet has; write its public address`;
    expect(refusalOf(() => new GkeApplicationLoadBalancer(props))).toBe(message);
    expect(refusalOf(() => new GkeRegionalApplicationLoadBalancer(props))).toBe(message);
    expect(bind(new GkeInternalApplicationLoadBalancer(props)).ownAddress).toBe(ipAddress);
  },
);

test("a gateway behind it gives its objects the gateway's namespace and labels", () => {
  const kong = gateway({ certificateIds: ['a'], redirectHttpToHttps: true }, 'edge');
  for (const { metadata } of [...ofKind(kong, 'BackendConfig'), ...ofKind(kong, 'FrontendConfig')]) {
    expect(metadata).toMatchObject({ namespace: 'edge', labels: { team: 'edge', 'app.kubernetes.io/name': 'kong' } });
  }
  expect(manifest(kong.service).spec.type).toBe('ClusterIP');
  expect(manifest(kong.ingress!).spec.ingressClassName).toBeUndefined();
});

test.each([
  [
    'its own address alone',
    ['203.0.113.10/32'],
    'lacks "35.191.0.0/16", from which the load balancer dials Kong: every client would have the balancer\'s address',
  ],
  [
    'its front ends alone',
    dialsFrontEnds,
    'lacks "203.0.113.10/32", which the load balancer appends to X-Forwarded-For: it would be every client\'s address',
  ],
])('trust in %s is refused', (_, cidrs, message) => {
  expect(
    () =>
      new HeaderForwardedKong(Testing.chart(), 'Kong', {
        loadBalancer: new GkeApplicationLoadBalancer(address),
        trustedProxies: TrustedProxies.of(...cidrs),
        configuration,
      }),
  ).toThrow(message);
});

describe('managed certificates and redirects', () => {
  test('managed certificates', () => {
    const { ingress } = bind(new GkeApplicationLoadBalancer({ ...address, managedCertificates: ['a', 'b'] }));
    expect(ingress!.annotations).toMatchObject({ 'networking.gke.io/managed-certificates': 'a,b' });
    expect(ingress!.listensHttps).toBe(true);
  });

  test.each<[string, (props: any) => IHeaderForwardingLoadBalancer]>([
    ['GkeApplicationLoadBalancer', (props) => new GkeApplicationLoadBalancer(props)],
    ['GkeRegionalApplicationLoadBalancer', (props) => new GkeRegionalApplicationLoadBalancer(props)],
  ])('%s redirects to https by a FrontendConfig of the gateway', (owner, make) => {
    const chart = Testing.chart();
    const { ingress } = make({
      ...address,
      certificateIds: ['a'],
      redirectHttpToHttps: true,
    }).bindHeaderForwarding(chart);
    const frontendConfig = Testing.synth(chart).find(({ kind }) => kind === 'FrontendConfig');
    expect(frontendConfig).toMatchObject({
      apiVersion: 'networking.gke.io/v1beta1',
      spec: { redirectToHttps: { enabled: true } },
    });
    const key = 'networking.gke.io/v1beta1.FrontendConfig';
    expect(ingress!.annotations![key]).toBe(frontendConfig.metadata.name);
    expect(() =>
      bind(make({ ...address, certificateIds: ['a'], redirectHttpToHttps: true, annotations: { [key]: 'mine' } })),
    ).toThrow(`[test] annotation ${key} ("mine") belongs to ${owner}`);
  });

  test.each<[Partial<GkeApplicationLoadBalancerProps>, string]>([
    [
      { managedCertificates: ['a'], certificateIds: ['b'] },
      'managedCertificates and certificateIds cannot be combined',
    ],
    [
      { redirectHttpToHttps: true },
      'redirectHttpToHttps true: without a certificate nothing listens on port 443; give certificateIds, or leave it out',
    ],
    [
      { redirectHttpToHttps: true, allowHttp: false, managedCertificates: ['a'] },
      'redirectHttpToHttps true: allowHttp false closes port 80, which would redirect; leave one of them out',
    ],
    [{ redirectHttpToHttps: 'false' as any }, 'redirectHttpToHttps must be true or false, got "false"'],
    [{ managedCertificates: [] }, 'managedCertificates must be a list with at least one item'],
  ])('refuses %j', (props, message) => {
    expect(refusalOf(() => gateway(props))).toContain(message);
  });
});

test('with Cloud CDN, which is a part of the balancer, the check reads the same headers', () => {
  const kong = gateway();
  const [config] = kong.node.findAll().filter((one) => ApiObject.isApiObject(one) && one.kind === 'BackendConfig');
  (config as ApiObject).addJsonPatch(JsonPatch.add('/spec/cdn', { enabled: true }));
  const [report] = checkObjects(objects(kong));
  expect(report).toMatchObject({ verdict: 'kept', findings: [], questions: [] });
});
