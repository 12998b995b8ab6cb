import { Cluster, KubernetesObject } from '../balancer';
import { ingressClassOf } from '../ingress';

export function hasClass(ingress: KubernetesObject, cluster: Cluster, names: readonly string[]): boolean {
  const { controller, name } = ingressClassOf(ingress, cluster);
  return names.includes(controller ?? name ?? '');
}
