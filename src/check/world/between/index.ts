import { accelerators } from './accelerators';
import { Between, Row, Surroundings } from './between';
import { ciliumProxies } from './cilium';
import { looseEnds } from './loose-ends';
import { masquerade } from './masquerade';
import { ciliumPolicies, networkPolicies, policyAgainst } from './network-policies';
import { proxies } from './proxies';
import { sidecars } from './sidecars';
import { unknownObjects } from './unknown-objects';

export { Between } from './between';
export { policyAgainst };

/**
 * What may stand between a client and Kong: by the labels of pods and namespaces, by policies, by agents on nodes,
 * and by name.
 */
const ROWS: readonly Row[] = [
  sidecars,
  ciliumProxies,
  networkPolicies,
  ciliumPolicies,
  masquerade,
  accelerators,
  looseEnds,
  proxies,
  unknownObjects,
];

export function betweenOf(around: Surroundings): Between[] {
  return ROWS.flatMap((row) => row(around));
}
