import { AZURE, azureReader } from './settings';
import { networkMeant } from '../../net/cidr';
import { isTrueInAnyCase } from '../../notation/azure';
import { trimSpace } from '../../notation/go';
import { KubernetesObject } from '../balancer';
import { annotation, refusedIf } from '../fields';
import { Remark } from '../reading';
import { chosenSources, SOURCE_RANGES, sourceRangesOfField } from '../source-ranges';

/**
 * Who may connect: by rules of the network's security group, and by kube-proxy, which reads the field.
 *
 * @see https://github.com/kubernetes-sigs/cloud-provider-azure/blob/master/pkg/provider/loadbalancer/accesscontrol.go
 */
export function admits(service: KubernetesObject, internal: boolean): readonly string[] | undefined {
  const read = azureReader(service);
  const byNode = reachesNodesDirectly(service, internal) ? undefined : sourceRangesOfField(service);
  if (isTrueInAnyCase(read('disable-load-balancer-nsg-rule'))) return byNode;
  if (internal && !denies(service)) return byNode;
  if (internal && reachesNodesDirectly(service, internal)) return undefined;
  const tags = read('allowed-service-tags');
  // Service tags stand for networks of Azure's that are not known here.
  return tags === undefined ? chosenSources([...fieldOf(service), ...annotated(service)]) : [];
}

/** Ranges twice, and ranges that are none: then no client can connect. */
export function accessRefusals(service: KubernetesObject): Remark[] {
  const written = annotated(service);
  const bad = written.find((range) => networkMeant(range) === undefined);
  const hasValid = [...fieldOf(service), ...written].some((range) => networkMeant(range) !== undefined);
  return [
    ...refusedIf(
      fieldOf(service).length > 0 && written.length > 0 && bad === undefined,
      `${AZURE}allowed-ip-ranges`,
      'The controller refuses ranges in the field and in an annotation together.',
      'Write them in spec.loadBalancerSourceRanges alone.',
    ),
    ...refusedIf(
      bad !== undefined && !hasValid,
      `${AZURE}allowed-ip-ranges`,
      `${JSON.stringify(bad)} is not a network, and without one every source is denied.`,
      'Write networks such as 198.51.100.0/24, or take the annotation out.',
    ),
  ];
}

/** Without a rule that denies, the network's default rule admits every host of the virtual network. */
function denies(service: KubernetesObject): boolean {
  return isTrueInAnyCase(azureReader(service)('deny-all-except-load-balancer-source-ranges'));
}

/**
 * Without floating IP packets come by node ports, on which kube-proxy filters nothing; internal IPv6 rules have none.
 */
function reachesNodesDirectly({ spec, ...rest }: KubernetesObject, internal: boolean): boolean {
  const families: unknown = spec?.ipFamilies;
  return (
    isTrueInAnyCase(azureReader({ spec, ...rest })('disable-load-balancer-floating-ip')) ||
    (internal && Array.isArray(families) && families.includes('IPv6'))
  );
}

function fieldOf({ spec }: KubernetesObject): string[] {
  return Array.isArray(spec?.loadBalancerSourceRanges) ? spec.loadBalancerSourceRanges.map(String) : [];
}

/** An empty annotation is a range that cannot be read. */
function annotated(service: KubernetesObject): string[] {
  return [`${AZURE}allowed-ip-ranges`, SOURCE_RANGES]
    .map((key) => annotation(service, key))
    .filter((text) => text !== undefined)
    .flatMap((text) => trimSpace(text).split(',').map(trimSpace));
}
