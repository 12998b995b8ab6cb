import { Change } from './changes';
import { Judgement } from '../check/judge';
import { Entrance } from '../check/world/entrance';

/** What leads to a Service from outside, wherever its type is ClusterIP all the same. */
const OF_BALANCERS = /load-?balancer|^tailscale\.com\/expose$/;

/** Fields that the API server takes for Services alone that are reached from outside. */
const OF_OUTSIDE = ['externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerSourceRanges', 'loadBalancerIP'];

/** The other ways into a gateway that a change of their Service closes, so that one way is left. */
export function closingOf({ found }: Judgement, left: Entrance): readonly Change[] {
  const others = new Map(found.filter(({ at }) => at !== left.at).map((one) => [one.at, one]));
  return [...others.values()].flatMap(closed);
}

/** The objects by which changes close a way in, by their names. */
export function closedBy(changes: readonly Change[]): string[] {
  return [...new Set(changes.flatMap(({ at, closes }) => (closes ? [at.id] : [])))];
}

/** Whether a way in is known to lose the client whatever is written, so that it can only be closed. */
export function isHopeless({ at, readings }: Entrance): boolean {
  if (at.kind === 'ConfigMap') return true;
  return readings.every(({ balancer }) => balancer && !balancer.http && Object.keys(balancer.settings).length === 0);
}

function closed(entrance: Entrance): Change[] {
  const { at, kind, spot } = entrance;
  if (at.kind === 'ConfigMap') return forwardingOf(entrance);
  if (at.kind !== 'Service' || (kind !== 'balancer' && kind !== 'node')) return [];
  const { spec, metadata } = at.object;
  const isReached = spec?.type === 'LoadBalancer' || spec?.type === 'NodePort';
  const fields = isReached ? OF_OUTSIDE.filter((field) => spec[field] !== undefined) : [];
  const keys = Object.keys(metadata?.annotations ?? {}).filter((key) => OF_BALANCERS.test(key));
  const changes = [
    ...(isReached ? [{ ...spot('spec.type'), value: 'ClusterIP' }] : []),
    ...fields.map((field) => spot(`spec.${field}`)),
    ...keys.map((key) => spot(`metadata.annotations[${key}]`)),
  ];
  return changes.flatMap((change) =>
    change.field === undefined ? [] : [{ ...change, field: change.field, closes: true }],
  );
}

/**
 * The ports that ingress-nginx forwards as they are.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/exposing-tcp-udp-services/
 */
function forwardingOf({ at, services }: Entrance): Change[] {
  const targets = [...services.values()].map(({ spot }) => `${spot().at.namespace}/${spot().at.name}:`);
  return Object.entries<unknown>(at.object.data ?? {})
    .filter(([, target]) => targets.some((one) => String(target).startsWith(one)))
    .map(([port]) => ({ at, field: `data.${port}`, closes: true }));
}
