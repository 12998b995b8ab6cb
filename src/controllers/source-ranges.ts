import { KubernetesObject } from './balancer';
import { annotation } from './fields';
import { list } from './values';
import { networkMeant } from '../net/cidr';
import { isWorldwide } from '../net/cidr-set';

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

/** The networks that may connect, by the field or else the annotation; undefined when everybody may. */
export function sourceRanges(service: KubernetesObject): readonly string[] | undefined {
  const field = Array.isArray(service.spec?.loadBalancerSourceRanges) ? service.spec.loadBalancerSourceRanges.map(String) : [];
  return chosenSources(field.length > 0 ? field : list(annotation(service, SOURCE_RANGES)));
}

/** The networks that may connect, where the balancer also has a list or a firewall of its own, whose content is not known here. */
export function sourceRangesBeside(service: KubernetesObject, ownList: string | undefined): readonly string[] | undefined {
  return sourceRanges(service) ?? (ownList === undefined ? undefined : []);
}

/** Undefined for no networks, and for so many that clients from all over the world are in them: then everybody may connect. */
export function chosenSources(ranges: readonly string[]): readonly string[] | undefined {
  return ranges.length === 0 || isWorldwide(ranges.flatMap((range) => networkMeant(range.trim()) ?? [])) ? undefined : ranges;
}
