import { Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { belongs, prefixed } from './azure';
import {
  AksApplicationGatewayForContainers,
  AksApplicationGatewayForContainersProps,
  ClientIpHeader,
  HeaderForwarded,
  HeaderForwardedKong,
  TrustedProxies,
} from '../../../src';
import { configuration, manifest, ofKind } from '../../helpers';
import { refusalOf } from '../service-balancer';

const ALB = 'alb.networking.azure.io/';
const managed = { albName: 'alb', albNamespace: 'infra' };
const own = { albId: '/subscriptions/x', albFrontend: 'front' };
const bind = (props: AksApplicationGatewayForContainersProps = managed) =>
  new AksApplicationGatewayForContainers(props).bindHeaderForwarding(Testing.chart());
const gateway = (namespace?: string) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', {
    loadBalancer: new AksApplicationGatewayForContainers(managed),
    trustedProxies: TrustedProxies.of('10.0.201.0/24'),
    configuration,
    namespace,
  });

test('dials pods, appends the client, and writes the scheme but no port', () => {
  const { reservedAnnotations, ...binding } = bind();
  expect(binding).toEqual({
    loadBalancerKind: 'aks-application-gateway-for-containers',
    header: ClientIpHeader.xForwardedFor(),
    forwardedHeaders: ['X-Forwarded-Proto'],
    routesToPods: true,
    drainSeconds: 60,
    ingress: {
      ingressClassName: 'azure-alb-external',
      annotations: prefixed(ALB, { 'alb-name': 'alb', 'alb-namespace': 'infra' }),
      sharedBy: ['alb-id', 'alb-frontend', 'alb-name', 'alb-namespace'].map((suffix) => `${ALB}${suffix}`),
    },
  });
});

test.each<[AksApplicationGatewayForContainersProps, { [suffix: string]: string }]>([
  [own, { 'alb-id': '/subscriptions/x', 'alb-frontend': 'front' }],
  [
    { ...managed, albFrontend: 'front' },
    { 'alb-name': 'alb', 'alb-namespace': 'infra', 'alb-frontend': 'front' },
  ],
  [
    { ...own, annotations: { [`${ALB}alb-ingress-extension`]: 'mine' } },
    { 'alb-id': '/subscriptions/x', 'alb-frontend': 'front', 'alb-ingress-extension': 'mine' },
  ],
])('%j', (props, suffixes) => {
  expect(bind(props).ingress!.annotations).toEqual(prefixed(ALB, suffixes));
});

test('serves the hosts that are given', () => {
  expect(bind({ ...managed, hosts: ['api.example.com'] }).ingress!.hosts).toEqual(['api.example.com']);
});

test("checks Kong's status port, by a policy for the gateway's own Service in the same namespace", () => {
  const kong = gateway('edge');
  const [policy] = ofKind(kong, 'HealthCheckPolicy');
  const service = manifest(kong.service);
  expect(policy).toMatchObject({
    apiVersion: 'alb.networking.azure.io/v1',
    metadata: { namespace: 'edge', labels: { 'app.kubernetes.io/name': 'kong' } },
  });
  expect(service.metadata.namespace).toBe('edge');
  expect(policy.spec).toEqual({
    targetRef: { group: '', kind: 'Service', name: service.metadata.name },
    default: {
      interval: '5s',
      timeout: '3s',
      healthyThreshold: 1,
      unhealthyThreshold: 2,
      port: 8100,
      http: { path: '/status', match: { statusCodes: [{ start: 200, end: 299 }] } },
    },
  });
});

test('checks the Service that is named, where somebody else makes it, and asks for the name', () => {
  const policyOf = (serviceName?: string) => {
    const chart = Testing.chart();
    new kplus.Service(chart, 'Service', { ports: [{ port: 80 }] });
    new HeaderForwarded(chart, 'Kong', {
      loadBalancer: new AksApplicationGatewayForContainers({ ...managed, serviceName }),
      trustedProxies: TrustedProxies.of('10.0.201.0/24'),
    });
    return Testing.synth(chart).find(({ kind }) => kind === 'HealthCheckPolicy');
  };
  expect(policyOf('kong-gateway-proxy').spec.targetRef.name).toBe('kong-gateway-proxy');
  expect(() => policyOf()).toThrow('[test/Kong] serviceName is missing');
});

test.each<[any, string]>([
  [
    undefined,
    'the Application Gateway for Containers is not given; write albId and albFrontend, or albName and albNamespace',
  ],
  [{}, 'the Application Gateway for Containers is not given'],
  [{ albId: 'x' }, 'the Application Gateway for Containers is not given'],
  [{ albName: 'x' }, 'the Application Gateway for Containers is not given'],
  [{ ...own, ...managed }, 'the Application Gateway for Containers is not given'],
  [{ ...own, albFrontend: '' }, 'albFrontend must be a string'],
  [{ ...own, serviceName: '' }, 'serviceName must be a string'],
  [{ ...managed, albNamespace: 'infra\n' }, 'albNamespace must be a string'],
  [{ ...managed, hosts: 'api.example.com' }, 'hosts must be a list with at least one item'],
])('refuses %j', (props, message) => {
  expect(
    refusalOf(() => new AksApplicationGatewayForContainers(props).bindHeaderForwarding(Testing.chart())),
  ).toContain(message);
});

test.each([
  ...['alb-id', 'alb-frontend', 'alb-name', 'alb-namespace'].map((suffix) => `${ALB}${suffix}`),
  'kubernetes.io/ingress.class',
])('owns %s', (key) => {
  expect(() => bind({ ...managed, annotations: { [key]: 'x' } })).toThrow(
    belongs(key, 'AksApplicationGatewayForContainers'),
  );
  expect(bind().reservedAnnotations).toContain(key);
});
