import { ProxyProtocolVersion } from '../../../src';
import { Balancer } from '../../../src/controllers/balancer';

/** A balancer of the library, and values of its props. */
export interface Row {
  readonly make: new (props: any) => any;
  /** What it cannot do without. */
  readonly least?: object;
  /** Values of each other prop, of which any may be left out. */
  readonly props: { readonly [prop: string]: readonly unknown[] };
  /** Whom the gateway trusts, where that is nobody's in common. */
  readonly trusts?: readonly string[];
  /** What follows from the props, beside what the way promises. */
  readonly reads?: (props: any) => Partial<Seen>;
}

/** What is seen of a balancer from outside. */
export interface Seen {
  readonly internal: Balancer['internal'];
  readonly targets: Balancer['targets'];
  /** Its ports, and what each speaks: `443 https`. */
  readonly fronts: readonly string[];
  readonly redirects?: boolean;
}

export function seenOf({ internal, targets, frontends, http }: Balancer): Seen {
  const fronts = [...new Set(frontends.map(({ port, speaks }) => `${port} ${speaks}`))];
  return { internal, targets, fronts, redirects: http?.redirectsToHttps };
}

export const VERSIONS = Object.values(ProxyProtocolVersion);
export const RANGES = [['192.0.2.0/24'], ['192.0.2.0/24', '198.51.100.0/24']];
export const FLAGS = [true, false];
export const SUBNETS = [['subnet-1', 'subnet-2']];
