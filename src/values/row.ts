import { BALANCERS } from '../controllers/registry';
import { entriesOf, PropShape } from '../load-balancers/props';
import { BalancerClass } from '../load-balancers/service-balancer';

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
  readonly props: Readonly<Record<string, PropShape>>;
  /** What Kong has to trust, in a sentence; nothing in the way of local traffic. */
  readonly trust: string;
  /** @throws when the props are not those of the class */
  create(props: Record<string, unknown>): object;
}

interface ClassOf<Props extends object> {
  readonly _balancer: BalancerClass<Props>;
  new (props: Props): object;
}

/** What makes another balancer of the same class. */
interface Variant<Props> {
  readonly id: string;
  readonly preset: Partial<Props>;
}

/** A row of the table. */
export function row<Props extends object>(make: ClassOf<Props>, trust: string, variant?: Variant<Props>): Balancer {
  const { owner, props, id } = { ...make._balancer, ...variant };
  const { name, cloud } = BALANCERS[id];
  return {
    id,
    name,
    cloud,
    owner,
    ways: WAYS.filter((way) => CAPABILITIES[way] in make.prototype),
    props: Object.fromEntries(entriesOf(props).map(([prop, { kind, choices }]) => [prop, { kind, choices }])),
    trust,
    create: (given) => new make({ ...variant?.preset, ...given } as Props),
  };
}
