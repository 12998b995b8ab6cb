import { Change } from './changes';
import { Judgement } from '../check/judge';
import { Entrance } from '../check/world/entrance';

/** What makes a Service of the cloud's, wherever its type is ClusterIP all the same. */
const OF_BALANCERS = /load-?balancer/;

/** Fields that the API server takes for Services alone that are reached from outside. */
const OF_OUTSIDE = ['externalTrafficPolicy', 'loadBalancerClass', 'loadBalancerSourceRanges', 'loadBalancerIP'];

/** The other ways into a gateway that a change of their Service closes, so that one way is left. */
export function closingOf({ found }: Judgement, left: Entrance): readonly Change[] {
  const others = new Map(found.filter(({ at }) => at !== left.at).map((one) => [one.at, one]));
  return [...others.values()].flatMap(closed);
}

/** The Services that changes close, by their names. */
export function closedBy(changes: readonly Change[]): string[] {
  return [...new Set(changes.flatMap(({ at, closes }) => (closes ? [at.id] : [])))];
}

function closed({ at, kind, spot }: Entrance): Change[] {
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
