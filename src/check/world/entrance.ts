import { Spot } from './environment';
import { GatewayService } from './services';
import { Reading } from '../../controllers/reading';
import { ManifestObject } from '../../forms/manifests';

/** A way by which clients from outside come in. */
export interface Entrance {
  /** What makes it: a Service, an Ingress, a route of another proxy, or the workload itself. */
  readonly kind: 'balancer' | 'node' | 'host-port' | 'host-network' | 'front-proxy' | 'outside';
  readonly at: ManifestObject;
  readonly spot: (field?: string) => Spot;
  /** What each controller that may take it makes of it. */
  readonly readings: readonly Reading[];
  /** The Service behind it, by the name that the readings' front ends use. */
  readonly services: ReadonlyMap<string, GatewayService>;
  /** Headers that other entrances of the gateway overwrite, in lower case. */
  readonly writtenElsewhere?: readonly string[];
}
