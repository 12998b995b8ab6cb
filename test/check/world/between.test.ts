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
    [
      'another protocol',
      [
        {
          ports: [
            { port: 8000, protocol: 'UDP' },
            { port: 8443, protocol: 'UDP' },
          ],
        },
      ],
      'unknown',
    ],
    ['nodes', [{ from: [{ ipBlock: { cidr: '10.0.0.0/8' } }] }], 'unknown'],
    ['everybody', [{}], 'kept'],
    ['everybody by a range of ports', [{ ports: [{ port: 8000, endPort: 8443 }] }], 'kept'],
    ['everybody of the other family', [{ from: [{ ipBlock: { cidr: '::/0' } }] }], 'unknown'],
    ['some clients', [{ from: [{ ipBlock: { cidr: '203.0.113.0/24' } }] }], 'kept'],
  ])('that admit %s', (_, ingress, expected) => {
    expect(verdict(policy(ingress))).toBe(expected);
  });
});

describe('a policy that closes a way by which clients would forge their address', () => {
  const second = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'direct', namespace: 'kong', annotations: LOCAL },
    spec: {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      selector: { app: 'kong' },
      ports: [{ port: 80, targetPort: 8000 }],
    },
  };
  const admitting = (cidr: string) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'kong' },
    spec: { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr } }] }] },
  });

  test.each([
    ['203.0.113.0/24', 'forgeable'],
    ['10.0.0.0/8', 'unknown'],
  ])('for clients in %s', (cidr, expected) => {
    const env = { KONG_TRUSTED_IPS: '0.0.0.0/0' };
    const objects = objectsOfExample(env, LOCAL, [second, admitting(cidr)]);
    expect(checkObjects(objects)[0].verdict).toBe(expected);
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

describe('objects of kinds that are not known', () => {
  const object = (apiVersion: string, kind: string, spec: object, within = 'kong') => [
    { apiVersion, kind, metadata: { name: 'x', namespace: within }, spec },
  ];

  test.each<[string, object[], string]>([
    [
      'a kind of another group',
      object('cis.f5.com/v1', 'VirtualServer', { pools: [{ service: 'kong-proxy', servicePort: 80 }] }),
      'unknown',
    ],
    [
      'a namespace beside the name',
      object('gloo.solo.io/v1', 'Upstream', { kube: { serviceName: 'kong-proxy', serviceNamespace: 'kong' } }, 'gloo'),
      'unknown',
    ],
    [
      'another namespace beside the name',
      object('gloo.solo.io/v1', 'Upstream', { kube: { serviceName: 'kong-proxy', serviceNamespace: 'shop' } }, 'gloo'),
      'kept',
    ],
    [
      'a selector with ports',
      object('networking.gke.io/v1', 'MultiClusterService', {
        template: { spec: { selector: { app: 'kong' }, ports: [{ port: 80 }] } },
      }),
      'unknown',
    ],
    ['a selector without ports', object('chaos.org/v1', 'PodChaos', { selector: { app: 'kong' } }), 'kept'],
  ])('%s', (_, objects, expected) => {
    expect(verdict(objects)).toBe(expected);
  });
});

describe('other proxies of the cluster', () => {
  const HOST = 'kong-proxy.kong.svc.cluster.local';
  const config = (text: string) => [
    { kind: 'ConfigMap', metadata: { name: 'c', namespace: 'web' }, data: { c: text } },
  ];
  const workload = (container: object, within = 'web') => [
    {
      kind: 'Deployment',
      metadata: { name: 'other', namespace: within },
      spec: { template: { spec: { containers: [container] } } },
    },
  ];

  test.each<[string, object[], string]>([
    ['Envoy', config(`socket_address: { address: ${HOST}, port_value: 80 }`), 'unknown'],
    [
      'Traefik',
      config(`services:\n  k:\n    loadBalancer:\n      servers:\n      - url: http://${HOST}:80`),
      'unknown',
    ],
    ['Apache', config('ProxyPass / http://kong-proxy.kong/'), 'unknown'],
    ['Apache before another Service', config('ProxyPass / http://my-kong-proxy.kong/'), 'kept'],
    ['an application that calls Kong', config(`url: http://${HOST}`), 'kept'],
    ['Caddy by an argument', config(`import proxied ${HOST}:80`), 'unknown'],
    ['Caddy by the second argument', config(`example.com {\n\timport sites/* / http://${HOST}\n}`), 'unknown'],
    ...[
      'import os, sys',
      'import numpy as np',
      'import static java.util.Map.of;',
      "import a from 'a'",
      'import * as a from "a"',
      'import type { A } from "a"',
      'import qualified Data.Map as M',
      'import f "fmt"',
      'import SwiftUI',
    ].map((line): [string, object[], string] => [
      `a program with ${line}`,
      config(`${line}\nurl = "http://${HOST}"`),
      'kept',
    ]),
    [
      'a tunnel',
      workload({ image: 'cloudflare/cloudflared:1', args: ['tunnel', '--url', 'http://kong-proxy.kong'] }),
      'unknown',
    ],
    ['socat', workload({ image: 'alpine/socat', args: ['TCP-LISTEN:80', 'TCP:kong-proxy.kong:80'] }), 'unknown'],
    [
      'a firewall',
      workload({ image: 'owasp/modsecurity-crs', env: [{ name: 'BACKEND', value: `http://${HOST}` }] }),
      'unknown',
    ],
    [
      'a short name beside Kong',
      workload({ image: 'oauth2-proxy:v7', args: ['--upstream=http://kong-proxy'] }, 'kong'),
      'unknown',
    ],
    ['a short name elsewhere', workload({ image: 'oauth2-proxy:v7', args: ['--upstream=http://kong-proxy'] }), 'kept'],
    ['a client', workload({ image: 'shop:1', env: [{ name: 'API', value: `http://${HOST}` }] }), 'kept'],
  ])('%s', (_, objects, expected) => {
    expect(verdict(objects)).toBe(expected);
  });
});
