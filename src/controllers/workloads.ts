import { Cluster, KubernetesObject } from './balancer';
import { namespaceOf } from './fields';
import { isObject } from '../input/objects';

/** The kinds whose pods a Service may select. */
const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Rollout', 'DeploymentConfig'];

/**
 * The template of the pods behind a Service; undefined where no workload of the input has the labels that it selects.
 */
export function podBehind(
  service: KubernetesObject | undefined,
  cluster: Cluster,
): Readonly<Record<string, unknown>> | undefined {
  const selector = isObject(service?.spec?.selector) ? Object.entries(service.spec.selector) : [];
  if (!service || selector.length === 0) return undefined;
  for (const workload of KINDS.flatMap((kind) => cluster.list(kind))) {
    const { metadata, spec } = isObject(workload.spec?.template)
      ? workload.spec.template
      : { metadata: undefined, spec: undefined };
    if (namespaceOf(workload) !== namespaceOf(service) || !isObject(spec)) continue;
    if (selector.every(([key, value]) => isObject(metadata?.labels) && metadata.labels[key] === value)) return spec;
  }
  return undefined;
}
