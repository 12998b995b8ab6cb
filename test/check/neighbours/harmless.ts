import { Addition, CRD, label, meta, named, namespaceOf, ofNamespace, other, tunnel, tunnelTo } from './addition';

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
    // Policies add up: it opens what another one closes.
    unless: ({ objects }) => objects.some(({ kind }) => kind === 'NetworkPolicy'),
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
    // It leaves the mesh that its namespace asks for already.
    unless: ({ objects }) => objects.some(({ kind }) => kind === 'Namespace'),
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
