import { Balancer } from './balancer';
import { STATUS_PATH, STATUS_PORT } from '../binding/service-ports';

/**
 * Something about an annotation or a field that its author should know. The check turns it into a finding of a rule.
 */
export interface Remark {
  /** The id of the rule: `annotation-refused`, `annotation-misspelt`, … */
  readonly rule: string;
  /** `metadata.annotations[key]`, `spec.externalTrafficPolicy`, … */
  readonly field: string;
  readonly why: string;
  readonly mend: string;
  /** What to write into the field, where one value alone is right. */
  readonly write?: string;
  /** Where it weighs less than its rule. */
  readonly level?: 'warning' | 'note';
}

/** A port of a Service that is dialled by something of which little else is known. */
export interface Dial {
  /** The Service, by the name that the object uses for it. */
  readonly service: string;
  /** The port of that Service, by number or by name; undefined where the object names none. */
  readonly port?: number | string;
  /** Whether TLS and TCP pass through unread. */
  readonly passesTcp: boolean;
  /** Whether it speaks TLS to the port; undefined where the object does not say. */
  readonly tls?: boolean;
  /** It sends a PROXY header first, as the object says. */
  readonly proxyProtocol?: 1 | 2;
}

/**
 * Why it is not settled what serves an object.
 *
 * - front-proxy: another proxy in the cluster, whose settings are not in the input
 * - outside: a balancer that is set up outside the manifest
 * - unknown-balancer: which balancer takes the object, or what that balancer does, is not known
 * - balancer-type: the controller is known, and which of its balancers it makes is not
 * - missing-object: an object that decides is not in the input
 */
export type Doubt = 'front-proxy' | 'outside' | 'unknown-balancer' | 'balancer-type' | 'missing-object';

interface ReadBy {
  /** The controller: `aws-load-balancer-controller`, `cloud-provider-aws`, … */
  readonly controller: string;
  readonly remarks: readonly Remark[];
}

/** The controller makes a balancer. */
export interface Made extends ReadBy {
  readonly state: 'made';
  readonly balancer: Balancer;
}

/** The controller refuses the object, so there is no balancer; a remark says why. */
export interface Refused extends ReadBy {
  readonly state: 'refused';
  readonly balancer?: undefined;
}

/** What is made is not known; a remark says what is missing. */
export interface Unsettled extends ReadBy {
  readonly state: 'unsettled';
  readonly doubt: Doubt;
  /** The ports that are dialled, where the object names them; else every port of the Service may be. */
  readonly dials?: readonly Dial[];
  readonly balancer?: undefined;
}

/** What one controller makes of an object that it takes. */
export type Reading = Made | Refused | Unsettled;

export function made(controller: string, balancer: Balancer, remarks: readonly Remark[] = []): Made {
  return { state: 'made', controller, balancer, remarks };
}

export function refusedBy(controller: string, refusals: readonly Remark[], remarks: readonly Remark[] = []): Refused {
  return { state: 'refused', controller, remarks: [...remarks, ...refusals] };
}

export function unsettled(
  controller: string,
  doubt: Doubt,
  remarks: readonly Remark[],
  dials?: readonly Dial[],
): Unsettled {
  return { state: 'unsettled', controller, doubt, remarks, dials };
}

/** What a health check has to ask, within a sentence. */
export const STATUS_CHECK = `port ${STATUS_PORT} and path ${STATUS_PATH}`;

/**
 * No policy for health checks is in the input at all, so it is not known whether one points the check at what
 * answers.
 */
export function noHealthCheckPolicy(field: string): Remark {
  return {
    rule: 'balancer-unknown',
    field,
    why:
      "Whether a HealthCheckPolicy points the health check at Kong's status port is not in the input. " +
      'Without one it asks /, and Kong answers 404.',
    mend: `Add the HealthCheckPolicy to the input; or write one for the Service, with ${STATUS_CHECK}.`,
  };
}
