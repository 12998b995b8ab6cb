import { Catalogue } from '../../check/world/catalogue';
import { gatewaysOf } from '../../check/world/gateways';
import { KubernetesObject } from '../../controllers/balancer';
import { objectsIn } from '../../controllers/values';
import { fromObjects } from '../../forms/manifests';
import { isObject } from '../../input/objects';

/** A pod in which Kong proxies. */
export interface KongPod {
  readonly name: string;
  readonly namespace: string;
  /** The container that writes the access log. */
  readonly container: string;
  /** What made the pod, as far as its name and labels tell: `Deployment/namespace/name`. */
  readonly workload: string;
  /** Where Kong was told to write its access log, if it was told. */
  readonly accessLog?: string;
}

/** Labels that the charts, the operator and this library give to Kong's pods, whatever its image is called. */
const LABELS: readonly (readonly [name: string, value?: string])[] = [
  ['app.kubernetes.io/name', 'kong'],
  ['app.kubernetes.io/name', 'gateway'],
  ['gateway-operator.konghq.com/managed-by', 'dataplane'],
  ['gateway-operator.konghq.com/selector'],
];

/** The name of Kong's container in pods of the charts and the operator, and of this library. */
const CONTAINERS = ['proxy', 'kong'];

/** Kong's pods among those of a namespace; of pods that the user selected, all. */
export function kongPods(pods: readonly KubernetesObject[], selected: boolean): KongPod[] {
  const gateways = gatewaysOf(new Catalogue(fromObjects(pods)));
  return pods.filter(isRunning).flatMap((pod): KongPod[] => {
    const name = String(pod.metadata?.name ?? '');
    const namespace = String(pod.metadata?.namespace ?? 'default');
    const gateway = gateways.find(({ workload }) => workload.name === name && workload.namespace === namespace);
    const names = objectsIn(pod.spec?.containers).map((container) => String(container.name));
    const byName = names.find((one) => CONTAINERS.includes(one));
    const guess = selected || isLabelled(pod) ? byName : undefined;
    const container = gateway?.container.name ?? guess ?? (selected ? names[0] : undefined);
    if (container === undefined) return [];
    const accessLog = gateway?.environment.value('KONG_PROXY_ACCESS_LOG');
    return [{ name, namespace, container, workload: workloadOf(pod, namespace), accessLog }];
  });
}

function isRunning(pod: KubernetesObject): boolean {
  const phase: unknown = pod.status?.phase;
  return phase === undefined || phase === 'Running';
}

function isLabelled(pod: KubernetesObject): boolean {
  const labels: unknown = pod.metadata?.labels;
  if (!isObject(labels)) return false;
  return LABELS.some(([name, value]) => name in labels && labels[name] === (value ?? labels[name]));
}

/** A Deployment's pods belong to a ReplicaSet, which is named after the Deployment and the template's hash. */
function workloadOf(pod: KubernetesObject, namespace: string): string {
  const [owner] = objectsIn(pod.metadata?.ownerReferences);
  if (!owner) return `Pod/${namespace}/${pod.metadata?.name}`;
  const name = String(owner.name);
  if (owner.kind !== 'ReplicaSet') return `${owner.kind}/${namespace}/${name}`;
  const hash: unknown = pod.metadata?.labels?.['pod-template-hash'];
  return `Deployment/${namespace}/${name.replace(`-${String(hash)}`, '')}`;
}

/** The addresses of the cluster's nodes, and whose they are. */
export function nodeAddresses(nodes: readonly KubernetesObject[]): ReadonlyMap<string, string> {
  return new Map(
    nodes.flatMap((node) =>
      objectsIn(node.status?.addresses)
        .filter(({ type }) => type === 'InternalIP' || type === 'ExternalIP')
        .map(({ address }): [string, string] => [String(address), String(node.metadata?.name)]),
    ),
  );
}
