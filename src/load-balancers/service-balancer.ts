import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { annotations, list, SOURCE_RANGES } from './annotations';
import { admitsChosenOnly } from './ranges';
import { TAKEN_AWAY_BY } from './taken-away';
import { ClientIpHeader } from '../binding/client-ip-header';
import { ExternalTrafficPolicy, HeaderForwardingBinding, ServiceBinding } from '../binding/load-balancer';
import { at, errorAt, explain, quote } from '../input/errors';
import { count, flag, oneOf, text, texts } from '../input/values';
import { parseAddress } from '../net/cidr';

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

/** An annotation that one prop writes. */
export interface Key {
  /** The key without the balancer's prefix, or the whole key where it has another prefix. */
  readonly name: string;
  /** Checks the prop's value and writes it as the controller reads it. */
  readonly write: (scope: Construct, prop: string, value: any) => string | undefined;
}

function keyOf(name: string, write: Key['write']): Key {
  return { name, write };
}

export const textKey = (name: string) => keyOf(name, text);
export const flagKey = (name: string) => keyOf(name, (scope, prop, value) => flag(scope, prop, value)?.toString());
export const countKey = (name: string, min?: number, max?: number) =>
  keyOf(name, (scope, prop, value) => count(scope, prop, value, min, max)?.toString());
export const enumKey = (name: string, members: Readonly<Record<string, string>>) =>
  keyOf(name, (scope, prop, value) => oneOf(scope, prop, value, members));
export const listKey = (name: string) => keyOf(name, list);
/** Addresses of the balancer, at most one of each family. */
export const addressesKey = (name: string) =>
  keyOf(name, (scope, prop, value: string[] | undefined) => {
    const versions =
      texts(scope, prop, value)?.map((address) => explain(at(scope, prop), () => parseAddress(address)).version) ?? [];
    if (new Set(versions).size < versions.length) {
      throw errorAt(
        scope,
        `${prop} ${quote(value)}: the controller takes one address of each family; give one of IPv4, one of IPv6, or both`,
      );
    }
    return list(scope, prop, value);
  });

/** A balancer that a controller sets up from a Service's annotations. */
export interface ServiceBalancer<Props> {
  /** Which one, in the words of the check. */
  readonly id: string;
  /** Its class, for messages. */
  readonly owner: string;
  /** The prefix of its annotations. */
  readonly prefix: string;
  /** The annotations that its props write in every way. */
  readonly keys: { readonly [Prop in keyof Props]?: Key };
  /**
   * How long its health check takes to find that a node's last pod of Kong is going; where that is more than Kong
   * waits by default.
   */
  readonly drainSeconds?: number;
}

/** What one way adds to the annotations of the props, by names like those of `Key`. */
export interface Way {
  readonly writes: { readonly [name: string]: string | undefined };
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
  const full = (name: string) => (name.includes('/') ? name : `${balancer.prefix}${name}`);
  const fromProps = Object.entries(balancer.keys as { [prop: string]: Key }).map(
    ([prop, key]) => [key.name, key.write(scope, prop, props[prop as keyof Props])] as const,
  );
  return {
    loadBalancer: balancer.id,
    externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
    sourceRanges: props.sourceRanges,
    ...(balancer.drainSeconds ? { drainSeconds: balancer.drainSeconds } : {}),
    ...(way.portNamesIn ? { portNamesIn: way.portNamesIn.map(full) } : {}),
    ...annotations(scope, {
      owner: balancer.owner,
      own: Object.fromEntries(
        [...fromProps, ...Object.entries(way.writes)].map(([name, value]) => [full(name), value]),
      ),
      reserved: [SOURCE_RANGES, ...[...(TAKEN_AWAY_BY[balancer.id] ?? []), ...(way.reserved ?? [])].map(full)],
      extra: props.annotations,
    }),
  };
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
  scope: Construct,
  props: Props,
  names: (keyof Props & string)[],
  why: string,
): void {
  const given = names.find((name) => props[name] !== undefined);
  if (given !== undefined) {
    throw errorAt(scope, `${given} ${quote(props[given])}: ${why}; leave it out`);
  }
}

/** Why a certificate of the balancer is of no use where it passes connections on. */
export const KONG_ENDS_TLS =
  "with PROXY protocol TLS ends at Kong, which takes its certificate from the gateway's tlsSecret";

/** Why the version of a PROXY header is of no use where the balancer speaks HTTP. */
export const NO_PROXY_HEADER = 'a balancer that reports the client in a header sends no PROXY header';
