import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';

const PROXY = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 0.0.0.0:8443 http2 ssl proxy_protocol',
  KONG_REAL_IP_HEADER: 'proxy_protocol',
};
const trusting = (networks: string) => ({ ...PROXY, KONG_TRUSTED_IPS: networks });
const verdict = (env: object, annotations: object, ...more: object[]) =>
  checkObjects(objectsOfExample(env, annotations, more))[0].verdict;
const INTERNAL = { 'networking.gke.io/load-balancer-type': 'Internal' };
const LOCAL = { 'cloud.google.com/l4-rbs': 'enabled' };
const AZURE = 'service.beta.kubernetes.io/azure-';

describe('Private Service Connect of Google', () => {
  const attachment = (proxyProtocol: boolean) => ({
    apiVersion: 'networking.gke.io/v1',
    kind: 'ServiceAttachment',
    metadata: { name: 'kong', namespace: 'kong' },
    spec: { proxyProtocol, natSubnets: ['psc'], resourceRef: { kind: 'Service', name: 'kong-proxy' } },
  });

  test.each<[string, object, boolean, string]>([
    ['without PROXY, every consumer has an address of the NAT subnet', {}, false, 'lost'],
    ['with PROXY on both ends, the consumer is known', trusting('10.100.0.0/24'), true, 'kept'],
    ['with PROXY that Kong does not expect, nothing comes through', {}, true, 'broken'],
    [
      'with the whole network trusted, its hosts dial the balancer with their own header',
      trusting('10.0.0.0/8'),
      true,
      'forgeable',
    ],
  ])('%s', (_, env, proxied, expected) => {
    expect(verdict(env, INTERNAL, attachment(proxied))).toBe(expected);
  });
});

describe('Private Link of Azure', () => {
  const link = {
    [`${AZURE}load-balancer-internal`]: 'true',
    [`${AZURE}pls-create`]: 'true',
    [`${AZURE}pls-proxy-protocol`]: 'true',
  };

  test.each([
    ['10.224.8.0/24', 'kept'],
    ['10.0.0.0/8', 'forgeable'],
  ])('with PROXY and trust in %s: %s', (networks, expected) => {
    expect(verdict(trusting(networks), link)).toBe(expected);
  });
});

test('what Tailscale exposes is dialled by its own pod', () => {
  expect(verdict({}, LOCAL)).toBe('kept');
  expect(verdict({}, { ...LOCAL, 'tailscale.com/expose': 'true' })).toBe('lost');
});

describe('a tunnel of Cloudflare beside a balancer', () => {
  const tunnel = (namespace: string) => ({
    kind: 'Deployment',
    metadata: { name: 'cloudflared', namespace },
    spec: {
      template: { metadata: {}, spec: { containers: [{ name: 'tunnel', image: 'cloudflare/cloudflared:2025.1.0' }] } },
    },
  });
  const configuration = (service: string) => ({
    kind: 'ConfigMap',
    metadata: { name: 'tunnel', namespace: 'edge' },
    data: { 'config.yaml': `ingress:\n- hostname: example.com\n  service: ${service}\n` },
  });

  test.each<[string, string]>([
    ['http://kong-proxy.kong.svc.cluster.local:80', 'lost'],
    ['http://kong-proxy.kong:80', 'lost'],
    ['http://other.kong:80', 'kept'],
    ['http://kong-proxy.other:80', 'kept'],
  ])('that leads to %s: %s', (service, expected) => {
    expect(verdict({}, LOCAL, tunnel('edge'), configuration(service))).toBe(expected);
  });

  test('without a configuration counts in the namespace of the gateway', () => {
    expect(verdict({}, LOCAL, tunnel('edge'))).toBe('kept');
    expect(verdict({}, LOCAL, tunnel('kong'))).toBe('lost');
  });

  test('is right with its header, which says nothing of a CDN before the balancer', () => {
    const env = { KONG_REAL_IP_HEADER: 'CF-Connecting-IP', KONG_TRUSTED_IPS: '10.244.0.0/16' };
    expect(verdict(env, LOCAL, tunnel('edge'), configuration('http://kong-proxy.kong:80'))).toBe('kept');
  });
});

test('the annotations of a Gateway win over those of its configuration', () => {
  const annotations = {
    'load-balancer.hetzner.cloud/location': 'fsn1',
    'load-balancer.hetzner.cloud/uses-proxyprotocol': 'true',
  };
  const env = Object.entries(trusting('10.0.0.0/16')).map(([name, value]) => ({ name, value }));
  const configuration = {
    kind: 'GatewayConfiguration',
    metadata: { name: 'kong', namespace: 'kong' },
    spec: {
      dataPlaneOptions: {
        network: { services: { ingress: { annotations } } },
        deployment: {
          podTemplateSpec: { spec: { containers: [{ name: 'proxy', image: 'kong/kong-gateway:3.9', env }] } },
        },
      },
    },
  };
  const gateway = (more: object) => [
    {
      kind: 'GatewayClass',
      metadata: { name: 'kong' },
      spec: { parametersRef: { kind: 'GatewayConfiguration', name: 'kong', namespace: 'kong' } },
    },
    {
      kind: 'Gateway',
      metadata: { name: 'kong', namespace: 'kong' },
      spec: { gatewayClassName: 'kong', infrastructure: { annotations: more } },
    },
  ];
  const told = (more: object) => checkObjects([configuration, ...gateway(more)])[0];
  expect(told({}).verdict).toBe('kept');
  const { verdict: without, findings } = told({ 'load-balancer.hetzner.cloud/uses-proxyprotocol': 'false' });
  expect(without).toBe('broken');
  expect(findings.map(({ object, field }) => `${object} ${field}`)).toContain(
    'Gateway/kong/kong spec.infrastructure.annotations[load-balancer.hetzner.cloud/uses-proxyprotocol]',
  );
});
