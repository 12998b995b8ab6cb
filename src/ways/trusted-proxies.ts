import { explain, quote } from '../input/errors';
import { Cidr, compareCidrs, isWorldwide, parseAddress, parseCidr } from '../net/cidr';

/** @see https://cloud.google.com/load-balancing/docs/https#how-connections-work */
const GOOGLE_FRONT_ENDS = ['35.191.0.0/16', '130.211.0.0/22', '2600:2d00:1:1::/64', '2600:2d00:1:b029::/64'];

/**
 * Why a gateway believes everybody.
 */
export interface TrustAnyoneOptions {
  /**
   * What else keeps strangers from reaching Kong, in a sentence for whoever reviews the manifest.
   * It is written into the manifest as the annotation `kong-client-ip/trusts-anyone`.
   */
  readonly reason: string;
}

/**
 * The addresses from which Kong believes what a connection says about its client: the load balancer's own,
 * as Kong sees them, and nobody else's. It becomes `KONG_TRUSTED_IPS`.
 *
 * Whoever can connect from one of these addresses can choose the client address that rate limits, allow lists
 * and audit logs then use. List the balancer's subnets (and the nodes', where traffic passes a node port), not the whole network.
 *
 * @see https://developer.konghq.com/gateway/configuration/#trusted-ips
 */
export class TrustedProxies {
  /**
   * Trusts networks by name.
   *
   * @param cidrs networks in CIDR notation, IPv4 or IPv6, such as `10.0.0.0/16` or `2001:db8::/64`
   * @throws when no network is given, when one is no CIDR block, lacks its prefix length, has host bits set or is IPv4-mapped,
   * and when one is wider than `/8` (IPv4) or `/19` (IPv6, outside `fc00::/7`): so much is everybody, which only {@link anyone} may say
   */
  public static of(...cidrs: string[]): TrustedProxies {
    const blocks = cidrs.map((cidr) => explain('TrustedProxies.of', () => parseCidr(cidr)));
    if (blocks.length === 0) {
      throw new Error('TrustedProxies.of: no network given, so Kong would ignore the balancer and report its address for every client; list the balancer\'s networks');
    }
    const worldwide = blocks.find(isWorldwide);
    if (worldwide) {
      throw new Error(`TrustedProxies.of: ${quote(worldwide.text)} trusts clients too, so they could choose their own address; `
        + 'list the balancer\'s networks, or say TrustedProxies.anyone({ reason })');
    }
    return new TrustedProxies(blocks);
  }

  /**
   * Trusts the private networks of RFC 1918 (`10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`) and RFC 4193 (`fc00::/7`).
   *
   * Every pod and every machine of the network is then trusted: each of them can forge a client address.
   */
  public static privateNetworks(): TrustedProxies {
    return TrustedProxies.of('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7');
  }

  /**
   * Trusts the Google Front Ends that external Application Load Balancers dial from, and the balancer's own address,
   * which Google appends to `X-Forwarded-For` behind the client's.
   *
   * @param loadBalancerAddresses the balancer's reserved external addresses, such as `203.0.113.10`
   * @throws when no address is given, or one is no IP address
   * @see https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header
   */
  public static googleFrontEnds(...loadBalancerAddresses: string[]): TrustedProxies {
    if (loadBalancerAddresses.length === 0) {
      throw new Error('TrustedProxies.googleFrontEnds: the balancer\'s own address is missing; Google appends it to X-Forwarded-For, '
        + 'so without it every client would have that address; write TrustedProxies.googleFrontEnds("203.0.113.10")');
    }
    const addresses = loadBalancerAddresses.map((address) => explain('TrustedProxies.googleFrontEnds', () => parseAddress(address)));
    return new TrustedProxies([...GOOGLE_FRONT_ENDS.map(parseCidr), ...addresses]);
  }

  /**
   * Trusts every address of the world, IPv4 and IPv6.
   *
   * An attacker who reaches Kong past the balancer then chooses his own client address. Never accepted together
   * with recursion or with a single-value header.
   *
   * @throws when the reason is empty
   */
  public static anyone(options: TrustAnyoneOptions): TrustedProxies {
    if (!options?.reason?.trim()) {
      throw new Error('TrustedProxies.anyone: the reason is missing; say what else keeps strangers from reaching Kong: TrustedProxies.anyone({ reason: "…" })');
    }
    return new TrustedProxies(['0.0.0.0/0', '::/0'].map(parseCidr), options.reason.trim());
  }

  /**
   * Why everybody is trusted.
   *
   * @default - not everybody is trusted
   */
  public readonly reason?: string;

  private readonly blocks: Cidr[];

  private constructor(blocks: Cidr[], reason?: string) {
    this.blocks = [...new Map(blocks.map((block) => [block.text, block])).values()].sort(compareCidrs);
    this.reason = reason;
  }

  /**
   * The networks in canonical CIDR notation, without duplicates: IPv4 before IPv6, each by address.
   */
  public get cidrs(): string[] {
    return this.blocks.map((block) => block.text);
  }

  /**
   * These networks and the other ones together.
   *
   * @param other the networks to trust as well
   */
  public plus(other: TrustedProxies): TrustedProxies {
    return new TrustedProxies([...this.blocks, ...other.blocks], this.reason ?? other.reason);
  }

  /**
   * The same as {@link plus}; for TypeScript only, since `and` is a reserved word in Python.
   *
   * @jsii ignore
   */
  public and(other: TrustedProxies): TrustedProxies {
    return this.plus(other);
  }

  /** @internal */
  public get _blocks(): Cidr[] {
    return this.blocks;
  }
}
