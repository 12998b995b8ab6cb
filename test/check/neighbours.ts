import { isDeepStrictEqual } from 'util';

/** A gateway of a manifest as additions need it: where it is, and a Service and a port that lead to it. */
export interface Site {
  readonly objects: readonly any[];
  readonly namespace: string;
  readonly workload: any;
  readonly template: any;
  readonly container: any;
  readonly labels: Record<string, string>;
  readonly service: any;
  readonly port: number;
}

/** Finds the Deployment of Kong and a Service of its pods; undefined where a manifest has none of that form. */
export function siteOf(objects: readonly any[]): Site | undefined {
  for (const workload of objects.filter(({ kind }) => kind === 'Deployment')) {
    const template = workload.spec?.template;
    const labels = template?.metadata?.labels ?? {};
    const container = template?.spec?.containers?.find(
      ({ image, env }: any) => /kong/.test(image) || env?.some((one: any) => /^KONG_/.test(one.name)),
    );
    const namespace = workload.metadata?.namespace ?? 'default';
    const service = objects.find(
      ({ kind, metadata, spec }) =>
        kind === 'Service' &&
        (metadata?.namespace ?? 'default') === namespace &&
        Object.entries(spec?.selector ?? { none: 1 }).every(([key, value]) => isDeepStrictEqual(labels[key], value)),
    );
    const port = service?.spec?.ports?.[0]?.port;
    if (container && typeof port === 'number') {
      return { objects, namespace, workload, template, container, labels, service, port };
    }
  }
  return undefined;
}

/** Something that is put beside a gateway, or into its objects, which it may change. */
export interface Addition {
  readonly name: string;
  /** Where it does not have its effect. */
  unless?(site: Site): boolean;
  add(site: Site): object[] | void;
}

const CRD = 'example.com/v1';
const meta = ({ namespace }: Site, name = 'added', more: object = {}) => ({ name, namespace, ...more });
const named = ({ service }: Site): string => service.metadata.name;
const annotate = (object: any, annotations: object) => {
  object.metadata = { ...object.metadata, annotations: { ...object.metadata?.annotations, ...annotations } };
};
const label = (object: any, labels: object) => {
  object.metadata = { ...object.metadata, labels: { ...object.metadata?.labels, ...labels } };
};
/** The Namespace, with what the manifest says of it already. */
const namespaceOf = ({ objects, namespace }: Site, { labels }: { labels: object }) => {
  const before = objects.find(({ kind, metadata: of }) => kind === 'Namespace' && of?.name === namespace)?.metadata;
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { ...before, name: namespace, labels: { ...before?.labels, ...labels } },
    },
  ];
};

const route = (kind: string, apiVersion: string, spec: (site: Site) => object): Addition => ({
  name: kind,
  add: (site) => [{ apiVersion, kind, metadata: meta(site), spec: spec(site) }],
});
const pod = (name: string, annotations: object): Addition => ({
  name,
  add: ({ template }) => annotate(template, annotations),
});
const ofNamespace = (name: string, metadata: { labels: object }): Addition => ({
  name,
  add: (site) => namespaceOf(site, metadata),
});
const tunnel = (namespace: string) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cloudflared', namespace },
  spec: {
    selector: {},
    template: {
      metadata: { labels: { app: 'cloudflared' } },
      spec: { containers: [{ name: 'cloudflared', image: 'cloudflare/cloudflared:2025.1.0' }] },
    },
  },
});
const tunnelTo = (host: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'tunnel', namespace: 'tunnels' },
  data: { 'config.yaml': `tunnel: t\ningress:\n- hostname: a.example.com\n  service: http://${host}\n` },
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
  route('Route', 'route.openshift.io/v1', (site) => ({ to: { kind: 'Service', name: named(site) } })),
];

const other = (name: string, image: string) => [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'apps' },
    spec: { template: { metadata: { labels: { app: name } }, spec: { containers: [{ name, image }] } } },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'apps' },
    spec: { type: 'LoadBalancer', selector: { app: name }, ports: [{ port: 80 }] },
  },
];

/** What changes nothing about the client's address. */
export const HARMLESS: readonly Addition[] = [
  {
    name: 'other workloads',
    add: () => [
      ...other('shop', 'example.com/shop:1'),
      ...other('httpbin', 'kong/httpbin'),
      ...other('konga', 'pantsel/konga'),
    ],
  },
  {
    name: 'migrations',
    add: (site) =>
      ['Job', 'Deployment'].map((kind) => ({
        apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
        kind,
        metadata: meta(site, `migrations-${kind.toLowerCase()}`),
        spec: {
          template: {
            metadata: { labels: { job: 'migrations' } },
            spec: {
              containers: [
                {
                  name: 'kong',
                  image: 'kong:3.9',
                  command: ['kong', 'migrations', 'up'],
                  env: [{ name: 'KONG_TRUSTED_IPS', value: '0.0.0.0/0' }],
                },
              ],
            },
          },
        },
      })),
  },
  {
    name: 'what the Deployment made',
    add: (site) => [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: meta(site, `${site.workload.metadata.name}-6d4cf56db6`, {
          ownerReferences: [{ kind: 'Deployment', name: site.workload.metadata.name, controller: true }],
        }),
        spec: { replicas: 2, template: site.template },
      },
    ],
  },
  {
    name: 'what scales and guards it',
    add: (site) => [
      {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: meta(site),
        spec: { scaleTargetRef: { kind: 'Deployment', name: site.workload.metadata.name } },
      },
      {
        apiVersion: 'keda.sh/v1alpha1',
        kind: 'ScaledObject',
        metadata: meta(site),
        spec: { scaleTargetRef: { name: named(site) } },
      },
      {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: meta(site, 'budget'),
        spec: { selector: { matchLabels: site.labels } },
      },
    ],
  },
  {
    name: 'what watches it',
    add: (site) => [
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'ServiceMonitor',
        metadata: meta(site, named(site)),
        spec: { selector: { matchLabels: site.labels }, endpoints: [{ port: 'status' }] },
      },
      {
        apiVersion: 'monitoring.coreos.com/v1',
        kind: 'Probe',
        metadata: meta(site),
        spec: { targets: { staticConfig: { static: [`http://${named(site)}.${site.namespace}`] } } },
      },
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: meta(site, 'e'),
        involvedObject: { kind: 'Service', name: named(site), namespace: site.namespace },
      },
    ],
  },
  {
    name: 'certificates, secrets and roles',
    add: (site) => [
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: meta(site),
        spec: { secretName: named(site), dnsNames: [`${named(site)}.${site.namespace}.svc`] },
      },
      { apiVersion: 'v1', kind: 'Secret', metadata: meta(site, 'token'), data: { token: 'eA==' } },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: meta(site),
        subjects: [{ kind: 'ServiceAccount', name: named(site) }],
        roleRef: { kind: 'Role', name: named(site) },
      },
      {
        apiVersion: 'admissionregistration.k8s.io/v1',
        kind: 'ValidatingWebhookConfiguration',
        metadata: { name: 'kong' },
        webhooks: [{ clientConfig: { service: { name: named(site), namespace: site.namespace } } }],
      },
    ],
  },
  {
    name: 'endpoints that Kubernetes made',
    add: (site) => [
      {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: meta(site, named(site)),
        subsets: [{ addresses: [{ ip: '10.9.8.7' }], ports: [{ port: 8000 }] }],
      },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: meta(site, `${named(site)}-x`, { labels: { 'kubernetes.io/service-name': named(site) } }),
        endpoints: [{ addresses: ['10.9.8.7'] }],
      },
    ],
  },
  {
    name: 'policies that admit everybody, or concern others',
    add: (site) => [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: meta(site),
        spec: { podSelector: { matchLabels: site.labels }, policyTypes: ['Ingress'], ingress: [{}] },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: meta(site, 'deny'),
        spec: { podSelector: { matchLabels: { app: 'nobody' } }, policyTypes: ['Ingress'] },
      },
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: meta(site),
        spec: {
          endpointSelector: { matchLabels: site.labels },
          ingress: [{ fromEntities: ['all'], toPorts: [{ ports: [{ port: '8000' }] }] }],
        },
      },
      {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumNetworkPolicy',
        metadata: meta(site, 'l7'),
        spec: {
          endpointSelector: { matchLabels: { app: 'shop' } },
          ingress: [{ toPorts: [{ rules: { http: [{}] } }] }],
        },
      },
    ],
  },
  ofNamespace('a namespace without a mesh', {
    labels: { 'pod-security.kubernetes.io/enforce': 'restricted', 'istio.io/dataplane-mode': 'ambient' },
  }),
  {
    name: 'a mesh that the pod leaves',
    add: (site) => {
      label(site.template, { 'sidecar.istio.io/inject': 'false' });
      return namespaceOf(site, { labels: { 'istio-injection': 'enabled' } });
    },
  },
  {
    name: 'an agent that spares all pods',
    add: () => [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'ip-masq-agent', namespace: 'kube-system' },
        data: { config: 'nonMasqueradeCIDRs: [10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, 100.64.0.0/10]\n' },
      },
    ],
  },
  {
    name: 'ways in to others',
    add: () => [
      ...other('web', 'nginx:1.27'),
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: 'web', namespace: 'apps' },
        spec: { ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
      },
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'web', namespace: 'apps' },
        spec: { rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
      },
      {
        apiVersion: CRD,
        kind: 'EdgeTunnel',
        metadata: { name: 'web', namespace: 'apps' },
        spec: { serviceName: 'web' },
      },
      tunnel('tunnels'),
      tunnelTo('web.apps:80'),
    ],
  },
  {
    name: 'what installs it',
    add: (site) => [
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: meta(site),
        spec: { sourceRef: { name: named(site) }, targetNamespace: site.namespace },
      },
      { apiVersion: 'apps/v1', kind: 'ControllerRevision', metadata: meta(site, 'r'), revision: 1 },
      {
        apiVersion: 'configuration.konghq.com/v1',
        kind: 'KongPlugin',
        metadata: meta(site),
        plugin: 'rate-limiting',
        config: { minute: 5, limit_by: 'ip' },
      },
    ],
  },
];
