import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { annotations, BindingAnnotations, SOURCE_RANGES } from './annotations';
import { annotationsProp, entriesOf, Prop, PropTable, rangesProp } from './props';
import { admitsChosenOnly } from './ranges';
import { TAKEN_AWAY_BY } from './taken-away';
import { ClientIpHeader } from '../binding/client-ip-header';
import { HeaderForwardingBinding } from '../binding/header-forwarding-binding';
import { ExternalTrafficPolicy, ServiceBinding } from '../binding/service-binding';
import { errorAt, Place, quote } from '../input/errors';

/**
 * The version of the PROXY protocol header that a load balancer sends. Kong reads both.
 *
 * @see https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt
 */
export enum ProxyProtocolVersion {
  /** A line of text. */
  V1 = 'v1',
  /** Binary: shorter, and quicker to read. */
  V2 = 'v2',
}

/**
 * Props of every load balancer that belongs to a Service.
 */
export interface ServiceLoadBalancerProps {
  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * Props of load balancers whose controller reads the Service's `loadBalancerSourceRanges`.
 */
export interface RestrictableLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The networks that may connect, in CIDR notation.
   *
   * @default - all sources may connect
   */
  readonly sourceRanges?: string[];
}

/** The props of every balancer of a Service. */
export const SERVICE_PROPS = { annotations: annotationsProp };

/** Those of a balancer that admits the networks of the Service's field. */
export const RESTRICTABLE_PROPS = { ...SERVICE_PROPS, sourceRanges: rangesProp() };

/** A class of balancer. */
export interface BalancerClass<Props> {
  /** Which one, in the words of the check. */
  readonly id: string;
  /** Its name, for messages. */
  readonly owner: string;
  /** Its props, and the annotations that they write in every way. */
  readonly props: PropTable<Props>;
}

/** One that a controller sets up from annotations. */
export interface BalancerTable<Props> extends BalancerClass<Props> {
  /** The prefix of the annotations. */
  readonly prefix: string;
}

/** One that belongs to a Service. */
export interface ServiceBalancer<Props> extends BalancerTable<Props> {
  /**
   * How long its health check takes to find that a node's last pod of Kong is going; where that is more than Kong
   * waits by default.
   */
  readonly drainSeconds?: number;
}

/** What one way adds to the annotations of the props, by keys like those of its props. */
export interface Way {
  readonly writes: { readonly [key: string]: string | undefined };
  /** What nothing writes, and what would break the way if the user did. */
  readonly reserved?: string[];
  /** The annotations of `writes` that name the Service's ports. */
  readonly portNamesIn?: string[];
}

/** What a balancer that speaks HTTP promises of the requests that it sends. */
export type Promises = Pick<HeaderForwardingBinding, 'forwardedHeaders' | 'endsTls'>;

/**
 * What the Service must contain. Traffic goes to a pod of the node that the balancer chose, which takes out the other
 * nodes by its health check: it fails on a node without a pod of Kong. So no node rewrites the source, and none need
 * be trusted.
 */
export function bindService<Props extends RestrictableLoadBalancerProps>(
  scope: Construct,
  balancer: ServiceBalancer<Props>,
  props: Props,
  way: Way,
): ServiceBinding {
  return {
    loadBalancerKind: balancer.id,
    externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    sourceRanges: rangesOfService(balancer, props),
    ...(balancer.drainSeconds ? { drainSeconds: balancer.drainSeconds } : {}),
    ...(way.portNamesIn ? { portNamesIn: way.portNamesIn.map((key) => fullKey(balancer, key)) } : {}),
    ...annotationsOf(scope, balancer, props, way),
  };
}

/** A controller that reads them in an annotation does not read the Service's field. */
function rangesOfService<Props extends RestrictableLoadBalancerProps>(
  balancer: ServiceBalancer<Props>,
  props: Props,
): string[] | undefined {
  const { sourceRanges }: { readonly sourceRanges?: Prop<string[]> } = balancer.props;
  return sourceRanges?.key === undefined ? props.sourceRanges : undefined;
}

/** What the props and the way write, what the user adds, and all keys that the user must not write. */
export function annotationsOf<Props extends ServiceLoadBalancerProps>(
  scope: Construct,
  balancer: BalancerTable<Props>,
  props: Props,
  { writes, reserved = [] }: Way,
): BindingAnnotations {
  const own = new Map<string, string | undefined>();
  for (const [name, { key, write }] of entriesOf(balancer.props)) {
    if (key !== undefined) {
      own.set(fullKey(balancer, key), write(scope, name, props[name]));
    }
  }
  for (const [key, value] of Object.entries(writes)) {
    own.set(fullKey(balancer, key), value);
  }
  return annotations(scope, {
    owner: balancer.owner,
    own: Object.fromEntries(own),
    reserved: [
      SOURCE_RANGES,
      ...[...(TAKEN_AWAY_BY[balancer.id] ?? []), ...reserved].map((key) => fullKey(balancer, key)),
    ],
    extra: props.annotations,
  });
}

function fullKey({ prefix }: { readonly prefix: string }, key: string): string {
  return key.includes('/') ? key : `${prefix}${key}`;
}

/** The same for a balancer that appends the client to `X-Forwarded-For`, or writes it there alone. */
export function bindHeaders<Props extends RestrictableLoadBalancerProps>(
  scope: Construct,
  balancer: ServiceBalancer<Props>,
  props: Props,
  way: Way,
  promises: Promises,
): HeaderForwardingBinding {
  return {
    ...bindService(scope, balancer, props, way),
    serviceType: kplus.ServiceType.LOAD_BALANCER,
    header: ClientIpHeader.xForwardedFor(),
    restrictsSources: admitsChosenOnly(scope, 'sourceRanges', props.sourceRanges),
    admits: props.sourceRanges,
    ...promises,
  };
}

/** @throws when a prop is given that has no use in this way */
export function refuseProps<Props extends object>(
  place: Place,
  props: Props,
  names: (keyof Props & string)[],
  why: string,
): void {
  const given = names.find((name) => props[name] !== undefined);
  if (given !== undefined) {
    throw errorAt(place, `${given} ${quote(props[given])}: ${why}; leave it out`);
  }
}

/** @throws when port 80 would redirect to a port on which nothing listens */
export function checkRedirect(owner: string, redirects: boolean | undefined, endsTls: boolean, prop: string): void {
  if (redirects && !endsTls) {
    throw errorAt(
      owner,
      `redirectHttpToHttps true: without a certificate nothing listens on port 443; give ${prop}, or leave it out`,
    );
  }
}

/** Why a certificate of the balancer is of no use where it passes connections on. */
export const KONG_ENDS_TLS =
  "with PROXY protocol TLS ends at Kong, which takes its certificate from the gateway's tlsSecret";

/** Why the version of a PROXY header is of no use where the balancer speaks HTTP. */
export const NO_PROXY_HEADER = 'a balancer that reports the client in a header sends no PROXY header';
