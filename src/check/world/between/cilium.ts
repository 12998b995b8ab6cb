import { Between, Row, Surroundings } from './between';
import { selectsLabels } from './selectors';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { isObject } from '../../../input/objects';

const VISIBILITY = ['policy.cilium.io/proxy-visibility', 'io.cilium.proxy-visibility'];
const FORWARDING = 'service.cilium.io/forwarding-mode';

/** Policies of Cilium that read requests, and its visibility annotation: both put its Envoy before the pod. */
export const ciliumProxies: Row = (around) => [...policies(around), ...visibility(around), ...forwarding(around)];

function policies(around: Surroundings): Between[] {
  return ['CiliumNetworkPolicy', 'CiliumClusterwideNetworkPolicy']
    .flatMap((kind) => around.catalogue.all(kind))
    .filter((policy) => readsRequests(policy, around))
    .map((at) =>
      proxy({ at, field: at.object.specs === undefined ? 'spec.ingress' : 'specs' }, `${at.id} has rules for requests`),
    );
}

function readsRequests({ kind, namespace, object }: ManifestObject, { gateway, ports }: Surroundings): boolean {
  const ofPod = gateway.workload.namespace;
  if (kind === 'CiliumNetworkPolicy' && namespace !== ofPod) return false;
  const labels = { ...gateway.podLabels, 'io.kubernetes.pod.namespace': ofPod };
  return [...objectsIn([object.spec]), ...objectsIn(object.specs)].some(
    ({ endpointSelector, ingress }) =>
      selectsLabels(endpointSelector, labels) &&
      objectsIn(ingress)
        .flatMap(({ toPorts }) => objectsIn(toPorts))
        .some((to) => goesThroughEnvoy(to) && concerns(to.ports, ports)),
  );
}

function goesThroughEnvoy({ rules, listener, terminatingTLS }: Record<string, any>): boolean {
  return (isObject(rules) && Object.keys(rules).length > 0) || listener !== undefined || terminatingTLS !== undefined;
}

/** Whether a list of ports has one of Kong's; names, and no list, may. */
function concerns(listed: unknown, ports: readonly number[]): boolean {
  const ranges = objectsIn(listed).map(({ port, endPort }) => [Number(port), Number(endPort ?? port)]);
  if (ranges.length === 0) return true;
  return ranges.some(
    ([first, last]) => Number.isNaN(first) || first === 0 || ports.some((port) => port >= first && port <= last),
  );
}

function visibility({ gateway: { workload, podAnnotations }, ports }: Surroundings): Between[] {
  return VISIBILITY.filter((key) => typeof podAnnotations[key] === 'string').flatMap((key) => {
    const taken = [...String(podAnnotations[key]).matchAll(/<Ingress\/(\d+)\//g)].map(([, port]) => Number(port));
    return taken.some((port) => ports.includes(port)) || ports.length === 0
      ? [proxy({ at: workload, field: `spec.template.metadata.annotations[${key}]` }, `${key} asks for it`)]
      : [];
  });
}

function forwarding({ services }: Surroundings): Between[] {
  return services
    .filter(({ object }) => String(object.metadata?.annotations?.[FORWARDING]).toLowerCase() === 'snat')
    .map(({ spot }) => ({
      ...spot(`metadata.annotations[${FORWARDING}]`),
      rule: 'path-depends-on-node-network',
      verdict: 'unknown',
      why:
        `${FORWARDING} is snat: where Cilium forwards to another node, ` +
        "it puts the address of a node in place of the client's.",
      mend: 'Take the annotation out, or write dsr.',
      question: 'Does Cilium rewrite the source of packets to this Service?',
      answer: `take ${FORWARDING} out, or send a request`,
    }));
}

function proxy(spot: Pick<Between, 'at' | 'field'>, because: string): Between {
  return {
    ...spot,
    rule: 'path-depends-on-node-network',
    verdict: 'unknown',
    why:
      `Cilium puts its Envoy before the pods, since ${because}: ` +
      "Kong is dialled by Envoy, and may see its address in place of the client's.",
    mend:
      'Leave the rules for requests out for the ports of Kong, which can check requests itself; ' +
      'then test with a request.',
    question: "From which address does Cilium's Envoy dial Kong?",
    answer: 'send a request, or leave rules for requests out',
  };
}
