import { Between, Row, Surroundings } from './between';
import { ManifestObject } from '../../../forms/manifests';

type Marks = Readonly<Record<string, unknown>>;

/** What decides whether a mesh has its sidecar in the pod: labels and annotations of the pod, and of its namespace. */
interface Asked {
  readonly pod: Marks;
  readonly namespace: Marks;
}

interface Mesh {
  readonly name: string;
  /** Containers by which a rendered or running pod shows its sidecar. */
  readonly containers: readonly string[];
  /** How to make it leave the ports. */
  readonly wayOut: string;
  asksFor(asked: Asked): boolean;
  /** The inbound ports that it leaves to the container. */
  leaves(asked: Asked): 'all' | readonly string[];
}

const MESHES: readonly Mesh[] = [
  {
    name: 'Istio',
    containers: ['istio-proxy'],
    asksFor: ({ pod, namespace }) => {
      if (is(pod, 'sidecar.istio.io/inject', 'true')) return true;
      if (is(pod, 'sidecar.istio.io/inject', 'false')) return false;
      if (is(namespace, 'istio-injection', 'enabled')) return true;
      if (is(namespace, 'istio-injection', 'disabled')) return false;
      return 'istio.io/rev' in namespace || 'istio.io/rev' in pod;
    },
    leaves: ({ pod }) => {
      const included = pod['traffic.sidecar.istio.io/includeInboundPorts'];
      if (included === '' || is(pod, 'sidecar.istio.io/interceptionMode', 'TPROXY')) return 'all';
      // Its own list takes these ports and no others, whatever is excluded.
      return included === undefined || included === '*'
        ? listed(pod['traffic.sidecar.istio.io/excludeInboundPorts'])
        : except(listed(included));
    },
    wayOut: 'traffic.sidecar.istio.io/includeInboundPorts: ""',
  },
  {
    name: 'Linkerd',
    containers: ['linkerd-proxy'],
    asksFor: ({ pod, namespace }) =>
      INJECTS.includes(String(pod['linkerd.io/inject'] ?? namespace['linkerd.io/inject'])),
    leaves: ({ pod, namespace }) =>
      listed(pod['config.linkerd.io/skip-inbound-ports'] ?? namespace['config.linkerd.io/skip-inbound-ports']),
    wayOut: 'config.linkerd.io/skip-inbound-ports with the ports',
  },
  {
    name: 'Kuma',
    containers: ['kuma-sidecar'],
    asksFor: ({ pod, namespace }) =>
      YES.includes(String(pod['kuma.io/sidecar-injection'] ?? namespace['kuma.io/sidecar-injection'])),
    leaves: ({ pod }) =>
      YES.includes(String(pod['kuma.io/gateway'])) ? 'all' : listed(pod['traffic.kuma.io/exclude-inbound-ports']),
    wayOut: 'traffic.kuma.io/exclude-inbound-ports with the ports, or kuma.io/gateway: enabled',
  },
  {
    name: 'Consul',
    containers: ['consul-dataplane', 'envoy-sidecar', 'consul-connect-envoy-sidecar'],
    asksFor: ({ pod }) => YES.includes(String(pod['consul.hashicorp.com/connect-inject'])),
    leaves: ({ pod, namespace }) =>
      String(pod[`${CONSUL}transparent-proxy`] ?? namespace[`${CONSUL}transparent-proxy`]) === 'false'
        ? 'all'
        : listed(pod[`${CONSUL}transparent-proxy-exclude-inbound-ports`]),
    wayOut: 'consul.hashicorp.com/transparent-proxy-exclude-inbound-ports with the ports',
  },
  {
    name: 'Open Service Mesh',
    containers: [],
    asksFor: ({ pod, namespace }) =>
      YES.includes(
        String(pod['openservicemesh.io/sidecar-injection'] ?? namespace['openservicemesh.io/sidecar-injection']),
      ),
    leaves: ({ pod, namespace }) =>
      listed(
        pod['openservicemesh.io/inbound-port-exclusion-list'] ??
          namespace['openservicemesh.io/inbound-port-exclusion-list'],
      ),
    wayOut: 'openservicemesh.io/inbound-port-exclusion-list with the ports',
  },
  {
    name: 'App Mesh',
    containers: ['envoy'],
    asksFor: ({ pod, namespace }) =>
      is(namespace, 'appmesh.k8s.aws/sidecarInjectorWebhook', 'enabled') &&
      !is(pod, 'appmesh.k8s.aws/sidecarInjectorWebhook', 'disabled'),
    leaves: () => [],
    wayOut: 'appmesh.k8s.aws/sidecarInjectorWebhook: disabled',
  },
];

const CONSUL = 'consul.hashicorp.com/';
const INJECTS = ['enabled', 'ingress'];
const YES = ['enabled', 'true'];

/** Sidecars that take inbound packets, and put their own address in place of the client's. */
export const sidecars: Row = (around) => {
  const { workload, podLabels, podAnnotations } = around.gateway;
  const namespace =
    around.catalogue.find('Namespace', 'default', workload.namespace) ??
    around.catalogue.find('Namespace', workload.namespace, workload.namespace);
  const { labels, annotations } = namespace?.object.metadata ?? {};
  const asked: Asked = { pod: { ...podLabels, ...podAnnotations }, namespace: { ...labels, ...annotations } };
  return MESHES.flatMap((mesh) => sidecarOf(mesh, around, namespace, asked));
};

function sidecarOf(
  mesh: Mesh,
  { gateway, ports }: Surroundings,
  namespace: ManifestObject | undefined,
  asked: Asked,
): Between[] {
  const { workload, beside, pod } = gateway;
  const present = beside.some(({ name }) => mesh.containers.includes(name));
  // No mesh takes the packets of pods in the network of their node.
  if (!present && (pod.hostNetwork === true || !mesh.asksFor(asked))) return [];
  const left = mesh.leaves(asked);
  const taken = left === 'all' ? [] : ports.filter((port) => !left.some((one) => holds(one, port)));
  if (left === 'all' || (ports.length > 0 && taken.length === 0)) return [];
  const byNamespace = namespace !== undefined && !present && !mesh.asksFor({ ...asked, namespace: {} });
  return [
    {
      ...(byNamespace
        ? { at: namespace, field: 'metadata' }
        : { at: workload, field: 'spec.template.metadata.annotations' }),
      rule: 'path-depends-on-node-network',
      verdict: 'unknown',
      why:
        `The sidecar of ${mesh.name} takes the packets before Kong does, ` +
        "and may put its own address in place of the client's.",
      mend: `Write ${mesh.wayOut} on the pods; then test with a request.`,
      question: `Does the sidecar of ${mesh.name} leave the proxy ports alone?`,
      answer: 'exclude the ports by annotation, or send a request',
    },
  ];
}

function is(marks: Marks, key: string, value: string): boolean {
  return String(marks[key]) === value;
}

/** Ports and ranges of them. */
function listed(value: unknown): string[] {
  return value === undefined
    ? []
    : String(value)
        .split(',')
        .map((item) => item.trim());
}

/** All ports but some, as ranges. */
function except(ports: readonly string[]): string[] {
  const taken = ports
    .map(Number)
    .filter((port) => port > 0)
    .sort((a, b) => a - b);
  return [0, ...taken].map((port, index) => `${port + 1}-${(taken[index] ?? 65536) - 1}`);
}

function holds(range: string, port: number): boolean {
  const [first, last = first] = range.split('-').map(Number);
  return port >= first && port <= last;
}
