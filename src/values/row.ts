import { PropKind, PropKinds } from './props';
import { BALANCERS } from '../controllers/registry';

/** The three ways to the client's address, as the command line names them. */
export const WAYS = ['local-traffic', 'proxy-protocol', 'header-forwarded'] as const;

export type Way = (typeof WAYS)[number];

/** The method by which a balancer says that it can go a way. */
export const CAPABILITIES: Readonly<Record<Way, string>> = {
  'local-traffic': 'bindLocalTraffic',
  'proxy-protocol': 'bindProxyProtocol',
  'header-forwarded': 'bindHeaderForwarding',
};

/** A class of balancer. */
export interface Balancer {
  /** The id that the check and the annotation `kong-client-ip/load-balancer` use. */
  readonly id: string;
  readonly name: string;
  /** The cloud or the software; undefined where it may be any. */
  readonly cloud?: string;
  /** The name of the class. */
  readonly owner: string;
  readonly ways: readonly Way[];
  readonly props: Readonly<Record<string, PropKind>>;
  /** What Kong has to trust, in a sentence; nothing in the way of local traffic. */
  readonly trust: string;
  /** @throws when the props are not those of the class */
  create(props: Record<string, unknown>): object;
}

/**
 * A row of the table.
 *
 * @param preset props that make this balancer of the class
 */
export function row<P>(
  id: string,
  make: new (props: P) => object,
  props: PropKinds<NonNullable<P>>,
  trust: string,
  preset: Partial<NonNullable<P>> = {},
): Balancer {
  const { name, cloud } = BALANCERS[id];
  return {
    id,
    name,
    cloud,
    owner: make.name,
    ways: WAYS.filter((way) => CAPABILITIES[way] in make.prototype),
    props: props as Readonly<Record<string, PropKind>>,
    trust,
    create: (given) => new make({ ...preset, ...given } as P),
  };
}
