import { Testing } from 'cdk8s';
import {
  ClientIpHeader, GkeApplicationLoadBalancer, GkeApplicationLoadBalancerProps, GkeNetworkLoadBalancer, GkeNetworkLoadBalancerProps,
  HeaderForwardedKong, TrustedProxies,
} from '../../../src';
import { configuration, manifest, ofKind } from '../../helpers';

describe('GkeNetworkLoadBalancer', () => {
  const bind = (props?: GkeNetworkLoadBalancerProps) => new GkeNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart());

  test('needs no annotation', () => {
    expect(bind()).toEqual({ annotations: {}, reservedAnnotations: expect.any(Array), sourceRanges: undefined });
  });

  test.each<[GkeNetworkLoadBalancerProps, { [key: string]: string }]>([
    [{ internalOnly: true }, { 'networking.gke.io/load-balancer-type': 'Internal' }],
    [{ internalOnly: false, globalAccess: false }, {}],
    [{ internalOnly: true, globalAccess: true, subnet: 'edge' }, {
      'networking.gke.io/load-balancer-type': 'Internal',
      'networking.gke.io/internal-load-balancer-allow-global-access': 'true',
      'networking.gke.io/load-balancer-subnet': 'edge',
    }],
    [{ weightedByPods: true }, { 'networking.gke.io/weighted-load-balancing': 'pods-per-node' }],
    [{ annotations: { 'cloud.google.com/l4-rbs': 'enabled' } }, { 'cloud.google.com/l4-rbs': 'enabled' }],
  ])('%j', (props, annotations) => {
    expect(bind(props).annotations).toEqual(annotations);
  });

  test('has the source ranges in a field of the Service', () => {
    expect(bind({ sourceRanges: ['192.0.2.0/24'] }).sourceRanges).toEqual(['192.0.2.0/24']);
  });

  test.each<[GkeNetworkLoadBalancerProps, string]>([
    [{ globalAccess: true }, 'globalAccess true'],
    [{ subnet: 'edge', internalOnly: false }, 'subnet "edge"'],
  ])('refuses %j for an external balancer', (props, what) => {
    expect(() => bind(props)).toThrow(new Error(`[test] ${what} is for internal balancers only; set internalOnly, or leave it out`));
  });

  test.each([
    'networking.gke.io/load-balancer-type', 'cloud.google.com/load-balancer-type', 'networking.gke.io/internal-load-balancer-allow-global-access',
    'networking.gke.io/load-balancer-subnet', 'networking.gke.io/weighted-load-balancing', 'service.beta.kubernetes.io/load-balancer-source-ranges',
  ])('owns %s', (key) => {
    expect(() => bind({ annotations: { [key]: 'x' } })).toThrow(new Error(
      `[test] annotation ${key} ("x") belongs to GkeNetworkLoadBalancer; use the load balancer's own props, and leave to it what has none`));
  });
});

describe('GkeApplicationLoadBalancer', () => {
  const address = { ipAddress: '203.0.113.10', staticIpName: 'kong' };
  const gateway = (props: Partial<GkeApplicationLoadBalancerProps> = {}, namespace?: string) => new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: new GkeApplicationLoadBalancer({ ...address, ...props }),
    trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
    configuration,
    namespace,
    labels: { team: 'edge' },
  });
  const ingress = (props?: Partial<GkeApplicationLoadBalancerProps>) => manifest(gateway(props).ingress!).metadata.annotations;
  const required = { 'kubernetes.io/ingress.class': 'gce', 'kubernetes.io/ingress.global-static-ip-name': 'kong' };

  test('says what it writes, and that it appends its own address', () => {
    const { annotations, ingress: _, ...binding } = new GkeApplicationLoadBalancer(address).bindHeaderForwarding(Testing.chart());
    expect(binding).toEqual({
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      ownAddress: '203.0.113.10',
      routesToPods: true,
      reservedAnnotations: expect.any(Array),
    });
  });

  test('dials pods, and checks them as its BackendConfig says: on Kong\'s status port', () => {
    const kong = gateway();
    const [backendConfig] = ofKind(kong, 'BackendConfig');
    expect(backendConfig.spec).toEqual({
      healthCheck: { type: 'HTTP', port: 8100, requestPath: '/status' },
      customRequestHeaders: { headers: ['X-Forwarded-Port:{server_port}'] },
    });
    expect(manifest(kong.service).metadata.annotations).toEqual({
      'cloud.google.com/neg': '{"ingress":true}',
      'cloud.google.com/backend-config': JSON.stringify({ default: backendConfig.metadata.name }),
    });
    expect(manifest(kong.service).spec.type).toBe('ClusterIP');
  });

  test('gives its BackendConfig the gateway\'s namespace and labels', () => {
    const kong = gateway({}, 'edge');
    const [{ metadata }] = ofKind(kong, 'BackendConfig');
    expect(metadata).toMatchObject({ namespace: 'edge', labels: { 'team': 'edge', 'app.kubernetes.io/name': 'kong' } });
  });

  test.each<[Partial<GkeApplicationLoadBalancerProps>, { [key: string]: string }]>([
    [{}, {}],
    [{ managedCertificates: ['a', 'b'] }, { 'networking.gke.io/managed-certificates': 'a,b' }],
    [{ preSharedCertificates: ['a', 'b'] }, { 'ingress.gcp.kubernetes.io/pre-shared-cert': 'a,b' }],
    [{ preSharedCertificates: ['a'], allowHttp: false }, { 'ingress.gcp.kubernetes.io/pre-shared-cert': 'a', 'kubernetes.io/ingress.allow-http': 'false' }],
    [{ allowHttp: true }, { 'kubernetes.io/ingress.allow-http': 'true' }],
    [{ annotations: { 'networking.gke.io/v1beta1.FrontendConfig': 'kong' } }, { 'networking.gke.io/v1beta1.FrontendConfig': 'kong' }],
  ])('%j', (props, annotations) => {
    expect(ingress(props)).toEqual({ ...required, ...annotations });
  });

  test('has its class in an annotation, since GKE reads no other', () => {
    expect(manifest(gateway().ingress!).spec.ingressClassName).toBeUndefined();
  });

  test.each<[Partial<GkeApplicationLoadBalancerProps>, string]>([
    [{ ipAddress: '' }, 'ipAddress is missing: Google appends the balancer\'s address to X-Forwarded-For, so it must be known; reserve a global address and give ipAddress and staticIpName'],
    [{ staticIpName: undefined }, 'staticIpName is missing: Google appends the balancer\'s address to X-Forwarded-For, so it must be known; reserve a global address and give ipAddress and staticIpName'],
    [{ allowHttp: false }, 'allowHttp false: without a certificate the balancer would listen on no port; give managedCertificates or preSharedCertificates'],
    [{ managedCertificates: [] }, 'managedCertificates must be a list with at least one item, got []; write that, or leave it out'],
    [{ preSharedCertificates: ['a,b'] }, 'preSharedCertificates: "a,b" is not one item; write each item as a string of its own'],
  ])('refuses %j', (props, message) => {
    expect(() => gateway(props)).toThrow(new Error(`[test/Kong] ${message}`));
  });

  test('refuses to be made without props, from plain JavaScript', () => {
    const loadBalancer = new (GkeApplicationLoadBalancer as any)();
    expect(() => loadBalancer.bindHeaderForwarding(Testing.chart())).toThrow('[test] ipAddress is missing');
  });

  test.each([
    'kubernetes.io/ingress.class', 'kubernetes.io/ingress.global-static-ip-name', 'kubernetes.io/ingress.regional-static-ip-name', 'kubernetes.io/ingress.allow-http',
    'networking.gke.io/managed-certificates', 'ingress.gcp.kubernetes.io/pre-shared-cert',
  ])('owns %s', (key) => {
    expect(() => gateway({ annotations: { [key]: 'x' } })).toThrow(new Error(
      `[test/Kong] annotation ${key} ("x") belongs to GkeApplicationLoadBalancer; use the load balancer's own props, and leave to it what has none`));
  });
});
