import { KubernetesObject } from './balancer';
import { annotation } from './fields';
import { list } from './values';
import { networkMeant } from '../net/cidr';
import { isWorldwide } from '../net/cidr-set';

/** The annotation that says the same as the field `loadBalancerSourceRanges`. */
export const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** The networks that may connect, by the field or else the annotation; undefined when every address may. */
export function sourceRanges(service: KubernetesObject): readonly string[] | undefined {
  return chosenSources(writtenRanges(service));
}

/** The networks as they are written: in the field, or else in the annotation. */
export function writtenRanges(service: KubernetesObject): readonly string[] {
  const field = rangesField(service);
  return field.length > 0 ? field : list(annotation(service, SOURCE_RANGES));
}

/** The same for a controller, such as kube-proxy, that reads the field alone. */
export function sourceRangesOfField(service: KubernetesObject): readonly string[] | undefined {
  return chosenSources(rangesField(service));
}

/** What the field holds. */
export function rangesField(service: KubernetesObject): readonly string[] {
  const { loadBalancerSourceRanges } = service.spec ?? {};
  return Array.isArray(loadBalancerSourceRanges) ? loadBalancerSourceRanges.map(String) : [];
}

/**
 * Undefined for no networks, and for so many that clients from all over the world are in them: then anyone may
 * connect.
 */
export function chosenSources(ranges: readonly string[]): readonly string[] | undefined {
  return ranges.length === 0 || isWorldwide(ranges.flatMap((range) => networkMeant(range.trim()) ?? []))
    ? undefined
    : ranges;
}
