import { objectsOfExample } from './objects';
import { checkObjects } from '../../../src/check/check';
import { ClientIpCheckOptions } from '../../../src/check/options';

const LOCAL = { 'cloud.google.com/l4-rbs': 'enabled' };
const verdict = (more: readonly object[], pod: object = {}, options: ClientIpCheckOptions = {}) =>
  checkObjects(objectsOfExample({}, LOCAL, more, pod), options)[0].verdict;

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
