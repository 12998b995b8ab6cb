import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';
import { ClientIpCheckOptions } from '../../../src/check/options';

const LOCAL = { 'cloud.google.com/l4-rbs': 'enabled' };
const verdict = (more: readonly object[], pod: object = {}, options: ClientIpCheckOptions = {}) =>
  checkObjects(objectsOfExample({}, LOCAL, more, pod), options)[0].verdict;
const namespace = (metadata: object) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'kong', ...metadata },
});
const istio = (suffix: string) => `traffic.sidecar.istio.io/${suffix}`;

describe('a sidecar is asked for by the pod and its namespace, and told to leave ports alone', () => {
  test.each<[string, object, object, string]>([
    ['Istio by the namespace', { labels: { 'istio-injection': 'enabled' } }, {}, 'unknown'],
    ['Istio by a revision', { labels: { 'istio.io/rev': 'stable' } }, {}, 'unknown'],
    [
      'a revision where injection is off',
      { labels: { 'istio.io/rev': 'stable', 'istio-injection': 'disabled' } },
      {},
      'kept',
    ],
    [
      'Istio without inbound ports',
      { labels: { 'istio-injection': 'enabled' } },
      { [istio('includeInboundPorts')]: '' },
      'kept',
    ],
    [
      'Istio with the ports left out',
      { labels: { 'istio-injection': 'enabled' } },
      { [istio('excludeInboundPorts')]: '8000,8443' },
      'kept',
    ],
    [
      'Istio with one port left out',
      { labels: { 'istio-injection': 'enabled' } },
      { [istio('excludeInboundPorts')]: '8000' },
      'unknown',
    ],
    [
      'Istio with other ports alone',
      { labels: { 'istio-injection': 'enabled' } },
      { [istio('includeInboundPorts')]: '9000' },
      'kept',
    ],
    [
      'Istio with TPROXY',
      { labels: { 'istio-injection': 'enabled' } },
      { 'sidecar.istio.io/interceptionMode': 'TPROXY' },
      'kept',
    ],
    ['Linkerd by the namespace', { annotations: { 'linkerd.io/inject': 'enabled' } }, {}, 'unknown'],
    [
      'Linkerd that the pod refuses',
      { annotations: { 'linkerd.io/inject': 'enabled' } },
      { 'linkerd.io/inject': 'disabled' },
      'kept',
    ],
    [
      'Linkerd with a range left out',
      { annotations: { 'linkerd.io/inject': 'enabled' } },
      { 'config.linkerd.io/skip-inbound-ports': '8000-9000' },
      'kept',
    ],
    ['Kuma by the namespace', { labels: { 'kuma.io/sidecar-injection': 'enabled' } }, {}, 'unknown'],
    [
      'Kuma before a gateway',
      { labels: { 'kuma.io/sidecar-injection': 'enabled' } },
      { 'kuma.io/gateway': 'enabled' },
      'kept',
    ],
    [
      'Consul without its transparent proxy',
      {},
      { 'consul.hashicorp.com/connect-inject': 'true', 'consul.hashicorp.com/transparent-proxy': 'false' },
      'kept',
    ],
  ])('%s', (_, ofNamespace, annotations, expected) => {
    expect(verdict([namespace(ofNamespace)], { annotations })).toBe(expected);
  });
});

describe('policies', () => {
  const policy = (ingress: object[]) => [
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'p', namespace: 'kong' },
      spec: { podSelector: {}, policyTypes: ['Ingress'], ingress },
    },
  ];

  test.each<[string, object[], string]>([
    ['nobody', [], 'unknown'],
    ['pods', [{ from: [{ podSelector: {} }] }], 'unknown'],
    ['another port', [{ ports: [{ port: 9000 }] }], 'unknown'],
    ['nodes', [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }], 'unknown'],
    ['everybody', [{}], 'kept'],
    ['everybody by a range of ports', [{ ports: [{ port: 8000, endPort: 8443 }] }], 'kept'],
    ['some clients', [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }], 'kept'],
  ])('that admit %s', (_, ingress, expected) => {
    expect(verdict(policy(ingress))).toBe(expected);
  });
});

describe('masquerading', () => {
  const agent = [
    {
      kind: 'ConfigMap',
      metadata: { name: 'ip-masq-agent', namespace: 'kube-system' },
      data: { config: 'nonMasqueradeCIDRs: [10.0.0.0/8]\n' },
    },
  ];

  test.each<[string[], string]>([
    [[], 'unknown'],
    [['10.4.0.0/14'], 'kept'],
    [['100.64.0.0/14'], 'unknown'],
  ])('with pods in %j: %s', (pods, expected) => {
    expect(verdict(agent, {}, { pods })).toBe(expected);
  });
});

describe('loose ends', () => {
  test('a target group whose Service is not in the input', () => {
    const binding = {
      kind: 'TargetGroupBinding',
      metadata: { name: 'b', namespace: 'kong' },
      spec: { serviceRef: { name: 'gone', port: 80 } },
    };
    expect(verdict([binding])).toBe('unknown');
  });

  test('endpoints by hand', () => {
    const service = {
      kind: 'Service',
      metadata: { name: 'hand', namespace: 'kong' },
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
    };
    const slice = (name: string) => ({
      kind: 'EndpointSlice',
      metadata: { name: 'hand', namespace: 'kong', labels: { 'kubernetes.io/service-name': 'hand' } },
      endpoints: [{ addresses: ['10.1.2.3'], targetRef: { kind: 'Pod', name } }],
    });
    expect(verdict([service, slice('kong-5d9f-x')])).toBe('unknown');
    expect(verdict([service, slice('shop-5d9f-x')])).toBe('kept');
  });
});
