import { Cidr } from '../../../net/cidr';
import { Catalogue } from '../catalogue';
import { Spot } from '../environment';
import { Gateway } from '../gateways';
import { GatewayService } from '../services';
import { Way } from '../ways';

/** Something of the input that takes packets before Kong does, keeps them away, or lets others in. */
export interface Between extends Spot {
  /** The rule that tells it. */
  readonly rule: string;
  /** What is certain of the address because of it. */
  readonly verdict: 'lost' | 'unknown';
  readonly why: string;
  readonly mend: string;
  /** What to write into the field, where one value alone is right. */
  readonly write?: string;
  /** What would decide, and who can tell; nothing where it is certain. */
  readonly question?: string;
  readonly answer?: string;
}

/** A gateway with what its ways are known to be. */
export interface Surroundings {
  readonly gateway: Gateway;
  readonly catalogue: Catalogue;
  readonly services: readonly GatewayService[];
  /** Every way in that was found, with the address that dials Kong when an honest client asks. */
  readonly ways: readonly Arrival[];
  /** The ports on which Kong takes requests. */
  readonly ports: readonly number[];
  /** The networks of the pods, as far as they are named. */
  readonly pods: readonly Cidr[];
}

export interface Arrival extends Way {
  readonly from: string;
}

/** One row of what may stand between: what it finds around a gateway. */
export type Row = (around: Surroundings) => Between[];
