import { Addition, annotate, CRD, label, meta, named, namespaceOf, Site, tunnel, tunnelTo } from './addition';

const route = (kind: string, apiVersion: string, spec: (site: Site) => object): Addition => ({
  name: kind,
  add: (site) => [{ apiVersion, kind, metadata: meta(site), spec: spec(site) }],
});
const pod = (name: string, annotations: object): Addition => ({
  name,
  add: ({ template }) => annotate(template, annotations),
});
/** After one of these the address is kept by luck at most, or by what the input does not tell. */
export const SPOILING: readonly Addition[] = [
  pod('a sidecar of Istio', { 'sidecar.istio.io/inject': 'true', 'traffic.sidecar.istio.io/includeInboundPorts': '*' }),
  pod('a sidecar of Linkerd', { 'linkerd.io/inject': 'enabled', 'config.linkerd.io/skip-inbound-ports': '1' }),
  pod('a sidecar of Kuma', {
    'kuma.io/sidecar-injection': 'enabled',
    'kuma.io/gateway': 'disabled',
    'traffic.kuma.io/exclude-inbound-ports': '1',
  }),
  pod('a sidecar of Consul', {
    'consul.hashicorp.com/connect-inject': 'true',
    'consul.hashicorp.com/transparent-proxy-exclude-inbound-ports': '1',
  }),
  {
    name: 'Istio by the namespace',
    add: (site) => {
      annotate(site.template, { 'traffic.sidecar.istio.io/includeInboundPorts': '*' });
      label(site.template, { 'sidecar.istio.io/inject': 'true' });
      return namespaceOf(site, { labels: { 'istio-injection': 'enabled' } });
    },
  },
  {
    name: 'a policy of Cilium that reads requests',
    add: (site) => [
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: meta(site),
        spec: {
          endpointSelector: { matchLabels: site.labels },
          ingress: [{ fromEntities: ['world', 'cluster'], toPorts: [{ rules: { http: [{}] } }] }],
        },
      },
    ],
  },
  {
    name: 'a policy of Cilium for the cluster',
    add: () => [
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumClusterwideNetworkPolicy',
        metadata: { name: 'all' },
        spec: {
          endpointSelector: {},
          ingress: [{ fromEntities: ['all'], toPorts: [{ rules: { http: [{ method: 'GET' }] } }] }],
        },
      },
    ],
  },
  {
    name: 'an object of an unknown kind',
    add: (site) => [
      { apiVersion: CRD, kind: 'EdgeTunnel', metadata: meta(site), spec: { backend: { serviceName: named(site) } } },
    ],
  },
  {
    name: 'an object of an unknown kind in another namespace',
    add: (site) => [
      {
        apiVersion: CRD,
        kind: 'EdgeTunnel',
        metadata: { name: 'x', namespace: 'edge' },
        spec: { target: { name: named(site), namespace: site.namespace } },
      },
    ],
  },
  {
    name: 'a host name in an object of an unknown kind',
    add: (site) => [
      {
        apiVersion: CRD,
        kind: 'Edge',
        metadata: { name: 'x', namespace: 'edge' },
        spec: { upstreamUrl: `http://${named(site)}.${site.namespace}.svc:80` },
      },
    ],
  },
  { name: 'a proxy of Tailscale', add: ({ service }) => annotate(service, { 'tailscale.com/expose': 'true' }) },
  // The tunnel appends to X-Forwarded-For, as other proxies do, and its pods may be among the trusted.
  {
    name: 'a tunnel',
    unless: ({ container }) => /X-Forwarded-For|CF-Connecting-IP/.test(JSON.stringify(container)),
    add: (site) => [tunnel('tunnels'), tunnelTo(`${named(site)}.${site.namespace}:${site.port}`)],
  },
  {
    name: 'the TCP services of ingress-nginx',
    add: (site) => [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'tcp-services', namespace: 'ingress-nginx' },
        data: { 9000: `${site.namespace}/${named(site)}:${site.port}` },
      },
    ],
  },
  {
    name: 'nginx before the Service',
    add: (site) => [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'nginx', namespace: 'edge' },
        data: { 'default.conf': `location / { proxy_pass http://${named(site)}.${site.namespace}:${site.port}; }` },
      },
    ],
  },
  {
    name: 'an Ingress of another class',
    add: (site) => [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: meta(site),
        spec: {
          ingressClassName: 'haproxy',
          rules: [{ http: { paths: [{ backend: { service: { name: named(site), port: { number: site.port } } } }] } }],
        },
      },
    ],
  },
  route('HTTPRoute', 'gateway.networking.k8s.io/v1', (site) => ({
    rules: [{ backendRefs: [{ name: named(site), port: site.port }] }],
  })),
  {
    name: 'an HTTPRoute of another namespace',
    add: (site) => [
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'x', namespace: 'edge' },
        spec: { rules: [{ backendRefs: [{ name: named(site), namespace: site.namespace, port: site.port }] }] },
      },
    ],
  },
  route('IngressRoute', 'traefik.io/v1alpha1', (site) => ({
    routes: [{ services: [{ name: named(site), port: site.port }] }],
  })),
  route('VirtualService', 'networking.istio.io/v1', (site) => ({
    http: [{ route: [{ destination: { host: named(site), port: { number: site.port } } }] }],
  })),
  route('VirtualServer', 'k8s.nginx.org/v1', (site) => ({
    upstreams: [{ name: 'u', service: named(site), port: site.port }],
  })),
  route('Mapping', 'getambassador.io/v2', (site) => ({ service: `${named(site)}.${site.namespace}:${site.port}` })),
  route('ApisixRoute', 'apisix.apache.org/v2', (site) => ({
    http: [{ backends: [{ serviceName: named(site), servicePort: site.port }] }],
  })),
  route('RouteGroup', 'zalando.org/v1', (site) => ({
    backends: [{ name: 'kong', type: 'service', serviceName: named(site), servicePort: site.port }],
  })),
  route('Route', 'route.openshift.io/v1', (site) => ({ to: { kind: 'Service', name: named(site) } })),
];
