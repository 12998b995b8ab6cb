import { Balancer, KubernetesObject } from '../balancer';
import { annotation, annotationField } from '../fields';
import { Remark } from '../reading';
import { rangesField, sourceRangesOfField } from '../source-ranges';

/** Cilium in place of kube-proxy reads it, whoever announces the address. */
const POLICY = 'service.cilium.io/src-ranges-policy';

/** What kube-proxy, or Cilium in its place, makes of the source ranges of a Service: it reads the field alone. */
export function wallOfNodes(service: KubernetesObject): Pick<Balancer, 'admits' | 'denies'> {
  return isTurnedRound(service) ? { denies: rangesField(service) } : { admits: sourceRangesOfField(service) };
}

export function wallRemarks(service: KubernetesObject): Remark[] {
  return !isTurnedRound(service) || rangesField(service).length === 0
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
