import { isObject } from '../../input/objects';
import { Cluster, KubernetesObject } from '../balancer';
import { findBeside, nameOf, namespaceOf } from '../fields';
import { Attachment, targeting } from '../gateway-api/routes';
import { Backend } from '../services';
import { objectsIn } from '../values';

export type Configuration = Readonly<Record<string, unknown>>;

/** A configuration, or the name of an object that is not in the input. */
export type Found = { readonly configuration: Configuration } | { readonly missing: string };

const NONE: Configuration = {};

/**
 * The LoadBalancerConfiguration of a Gateway: that of its class and its own, of which the class's wins unless it asks
 * otherwise.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/
 */
export function balancerConfiguration({ gateway, className }: Attachment, cluster: Cluster): Found {
  const gatewayClass = cluster.list('GatewayClass').find((one) => nameOf(one) === className);
  const ofClass = referenced(gatewayClass?.spec?.parametersRef, undefined, cluster);
  const own = referenced(gateway.spec?.infrastructure?.parametersRef, namespaceOf(gateway), cluster);
  if ('missing' in ofClass) return ofClass;
  if ('missing' in own) return own;
  const ownWins = ofClass.configuration.mergingMode === 'prefer-gateway';
  const [lower, higher] = ownWins
    ? [ofClass.configuration, own.configuration]
    : [own.configuration, ofClass.configuration];
  const loadBalancerAttributes = [lower, higher].flatMap((one) => objectsIn(one.loadBalancerAttributes));
  return { configuration: { ...lower, ...higher, loadBalancerAttributes } };
}

/**
 * The settings of a target group: the Gateway's default ones, over which those of the Service win, and of these those
 * for the route.
 */
export function targetConfiguration(
  { gateway, route }: Attachment,
  ofBalancer: Configuration,
  service: KubernetesObject | undefined,
  cluster: Cluster,
): Found {
  const { defaultTargetGroupConfiguration: named } = ofBalancer;
  const byDefault = isObject(named) ? findBeside(gateway, cluster, 'TargetGroupConfiguration', named.name) : undefined;
  if (isObject(named) && !byDefault) return { missing: `TargetGroupConfiguration ${String(named.name)}` };
  const ofService = targeting(cluster, 'TargetGroupConfiguration', service, 'targetReference');
  const ofRoute = objectsIn(ofService?.spec?.routeConfigurations).find(({ routeIdentifier }) =>
    identifies(routeIdentifier, route),
  );
  const all = [
    byDefault?.spec?.defaultConfiguration,
    ofService?.spec?.defaultConfiguration,
    ofRoute?.targetGroupProps,
  ].filter(isObject);
  const attributes = all.flatMap(({ targetGroupAttributes }) => objectsIn(targetGroupAttributes));
  return { configuration: { ...Object.assign({}, ...all), targetGroupAttributes: attributes } };
}

/** What an identifier does not name may be anything. */
function identifies(identifier: unknown, route: KubernetesObject): boolean {
  if (!isObject(identifier)) return false;
  const { kind = route.kind, name = nameOf(route), namespace = namespaceOf(route) } = identifier;
  return kind === route.kind && name === nameOf(route) && namespace === namespaceOf(route);
}

/** Attributes by key; of two values the later one counts. */
export function attributesIn(attributes: unknown): Readonly<Record<string, string>> {
  return Object.fromEntries(objectsIn(attributes).map(({ key, value }) => [String(key), String(value)]));
}

export function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function referenced(reference: unknown, namespace: string | undefined, cluster: Cluster): Found {
  if (!isObject(reference) || reference.kind !== 'LoadBalancerConfiguration') return { configuration: NONE };
  const at = namespace ?? reference.namespace;
  const found = cluster
    .list('LoadBalancerConfiguration')
    .find((one) => nameOf(one) === reference.name && (at === undefined || namespaceOf(one) === at));
  if (!found) return { missing: `LoadBalancerConfiguration ${String(reference.name)}` };
  return { configuration: isObject(found.spec) ? found.spec : NONE };
}

/** A target group, with what is set for it. */
export interface Target {
  readonly backend: Backend;
  readonly configuration: Configuration;
  readonly attributes: Readonly<Record<string, string>>;
  readonly targets: 'pods' | 'nodes';
}
