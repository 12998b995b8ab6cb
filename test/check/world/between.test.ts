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
      'Open Service Mesh by the namespace',
      { annotations: { 'openservicemesh.io/sidecar-injection': 'enabled' } },
      {},
      'unknown',
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

test('an agent without a list spares every private network', () => {
  const agent = {
    kind: 'ConfigMap',
    metadata: { name: 'ip-masq-agent', namespace: 'kube-system' },
    data: { a: 'b: c' },
  };
  expect(verdict([agent])).toBe('kept');
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

  const byHand = (within: string, address: object, port = 8000) => [
    {
      kind: 'Service',
      metadata: { name: 'hand', namespace: within },
      spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
    },
    {
      kind: 'Endpoints',
      metadata: { name: 'hand', namespace: within },
      subsets: [{ addresses: [{ ip: '10.1.2.3', ...address }], ports: [{ port }] }],
    },
  ];

  test.each<[string, object[], string]>([
    ['with a port of Kong, beside it', byHand('kong', {}), 'unknown'],
    ['with a port of Kong, elsewhere', byHand('shop', {}), 'kept'],
    ['with another port', byHand('kong', {}, 5432), 'kept'],
    [
      'with a pod of Kong, elsewhere',
      byHand('edge', { targetRef: { kind: 'Pod', name: 'kong-5d9f-x', namespace: 'kong' } }),
      'unknown',
    ],
  ])('endpoints %s', (_, objects, expected) => {
    expect(verdict(objects)).toBe(expected);
  });
});
