import { Balancer, KubernetesObject } from '../balancer';
import { annotation, annotationField } from '../fields';
import { Remark } from '../reading';
import { sourceRangesOfField } from '../source-ranges';

/** Cilium in place of kube-proxy reads it, whoever announces the address. */
const POLICY = 'service.cilium.io/src-ranges-policy';

/** What kube-proxy, or Cilium in its place, makes of the source ranges of a Service: it reads the field alone. */
export function wallOfNodes(service: KubernetesObject): Pick<Balancer, 'admits' | 'denies'> {
  const ranges = sourceRangesOfField(service);
  return isTurnedRound(service) ? { denies: ranges } : { admits: ranges };
}

export function wallRemarks(service: KubernetesObject): Remark[] {
  return !isTurnedRound(service) || !sourceRangesOfField(service)
    ? []
    : [
        {
          rule: 'balancer-drops-traffic',
          level: 'warning',
          field: annotationField(POLICY),
          why: 'The policy "deny" shuts out the networks in spec.loadBalancerSourceRanges, and admits all others.',
          mend: 'Write "allow", or take it out.',
        },
      ];
}

function isTurnedRound(service: KubernetesObject): boolean {
  return annotation(service, POLICY)?.toLowerCase() === 'deny';
}
