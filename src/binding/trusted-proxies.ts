import { explain, quote } from '../input/errors';
import { Cidr, parseAddress, parseCidr } from '../net/cidr';
import { impossible, isWorldwide, merge } from '../net/cidr-set';
import { GOOGLE_FRONT_ENDS } from '../net/google-front-ends';
import { subnetsIn } from '../net/subnets';

/** A reason is a sentence: all annotations of an object together may have 256 KiB. */
const LONGEST_REASON = 10_000;

/**
 * Why a gateway trusts all addresses.
 */
export interface TrustAnyoneOptions {
  /**
   * What else keeps strangers from reaching Kong, in a sentence for those who review the manifest.
   * It is written into the manifest as the annotation `kong-client-ip/trusts-anyone`.
   */
  readonly reason: string;
}

/**
 * The addresses from which Kong believes what a connection tells about its client: the load balancer's own,
 * as Kong sees them, and no others. It becomes `KONG_TRUSTED_IPS`.
 *
 * Whoever can connect from one of these addresses can choose the client address that rate limits, allow lists and
 * audit logs then use. List the balancer's subnets (and the nodes', where traffic passes a node port), not the whole
 * network.
 *
 * @see https://developer.konghq.com/gateway/configuration/#trusted-ips
 */
export class TrustedProxies {
  /**
   * Trusts networks in CIDR notation. Blocks that touch or overlap are merged.
   *
   * Throws when no network is given, when one is not a CIDR block, has host bits set, is IPv4-mapped or cannot dial
   * anybody (loopback, multicast and the like), and when all of them together hold more public addresses than a `/8`
   * of IPv4 or a `/19` of IPv6: so much is the whole internet, for which there is `anyone`.
   *
   * @param cidrs networks in CIDR notation, IPv4 or IPv6, such as `10.0.0.0/16` or `2001:db8::/64`
   */
  public static of(...cidrs: string[]): TrustedProxies {
    const blocks = cidrs.map((cidr) => explain('TrustedProxies.of', () => parseCidr(cidr)));
    if (blocks.length === 0) {
      throw new Error(
        'TrustedProxies.of: no network given, so Kong would ignore the balancer and report its address for every ' +
          "client; list the balancer's networks",
      );
    }
    for (const block of blocks) {
      const kind = impossible(block);
      if (kind) {
        throw new Error(
          `TrustedProxies.of: ${quote(block.text)} is ${kind}: ` +
            'no load balancer dials from there, but every pod behind a sidecar of the mesh might seem to; ' +
            "list the networks that dial Kong, and let the mesh leave Kong's ports alone",
        );
      }
    }
    const trusted = new TrustedProxies(blocks);
    trusted.refuseTheWorld('of');
    return trusted;
  }

  /**
   * Trusts the private networks of RFC 1918 (`10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`) and RFC 4193
   * (`fc00::/7`).
   *
   * Every pod and every machine of the network is then trusted: each of them can forge a client address.
   */
  public static privateNetworks(): TrustedProxies {
    return TrustedProxies.of('10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7');
  }

  /**
   * Trusts the Google Front Ends that external Application Load Balancers dial from, and the balancer's own address,
   * which Google appends to `X-Forwarded-For` behind the client's. Throws when no address is given, or one is not an
   * IP address.
   *
   * @param loadBalancerAddresses the balancer's reserved external addresses, such as `203.0.113.10`
   * @see https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header
   */
  public static googleFrontEnds(...loadBalancerAddresses: string[]): TrustedProxies {
    if (loadBalancerAddresses.length === 0) {
      throw new Error(
        "TrustedProxies.googleFrontEnds: the balancer's own address is missing; " +
          'Google appends it to X-Forwarded-For, so without it every client would have that address; ' +
          'write TrustedProxies.googleFrontEnds("203.0.113.10")',
      );
    }
    const addresses = loadBalancerAddresses.map((address) =>
      explain('TrustedProxies.googleFrontEnds', () => parseAddress(address)),
    );
    return new TrustedProxies([...GOOGLE_FRONT_ENDS.map(parseCidr), ...addresses]);
  }

  /**
   * Trusts the subnets in the answer of a cloud's own command, as JSON:
   *
   * - `aws ec2 describe-subnets --subnet-ids …`
   * - `gcloud compute networks subnets list --filter=… --format=json`
   * - `az network vnet subnet list …`
   *
   * Narrow the command to the balancer's subnets (and the nodes', where traffic passes a node port): whoever can
   * connect from one of them can choose the client address. Throws when the text is not such an answer, or holds no
   * subnet.
   *
   * @param json what the command printed
   */
  public static ofSubnets(json: string): TrustedProxies {
    const cidrs = subnetsIn(explain('TrustedProxies.ofSubnets', () => JSON.parse(json)));
    if (cidrs.length === 0) {
      throw new Error(
        'TrustedProxies.ofSubnets: the text holds no subnet; give it what `aws ec2 describe-subnets`, ' +
          '`gcloud compute networks subnets list --format=json` or `az network vnet subnet list` printed',
      );
    }
    return TrustedProxies.of(...cidrs);
  }

  /**
   * Trusts every address of the world, IPv4 and IPv6.
   *
   * An attacker who reaches Kong bypassing the balancer then chooses their own client address. Never accepted together
   * with recursion or with a single-value header. Throws when the reason is empty.
   *
   * @param options the reason, which is written into the manifest
   */
  public static anyone(options: TrustAnyoneOptions): TrustedProxies {
    if (typeof options?.reason !== 'string' || !options.reason.trim()) {
      throw new Error(
        'TrustedProxies.anyone: the reason is missing; write what else keeps strangers from reaching Kong: ' +
          'TrustedProxies.anyone({ reason: "…" })',
      );
    }
    if (options.reason.length > LONGEST_REASON) {
      throw new Error(
        `TrustedProxies.anyone: the reason has ${options.reason.length} characters, ` +
          `and is written into an annotation; write a sentence of at most ${LONGEST_REASON}`,
      );
    }
    return new TrustedProxies(['0.0.0.0/0', '::/0'].map(parseCidr), options.reason.trim());
  }

  /**
   * Why all addresses are trusted.
   *
   * @default - not all addresses are trusted
   */
  public readonly reason?: string;

  private readonly blocks: Cidr[];

  private constructor(blocks: Cidr[], reason?: string) {
    this.blocks = merge(blocks);
    this.reason = reason;
  }

  /**
   * The networks in canonical CIDR notation, as few as cover the same: IPv4 before IPv6, each by address.
   */
  public get cidrs(): string[] {
    return this.blocks.map((block) => block.text);
  }

  /**
   * These networks and the other ones together. Throws when together they are the whole internet, for which there is
   * `anyone`.
   *
   * @param other the networks to trust as well
   */
  public plus(other: TrustedProxies): TrustedProxies {
    if (!(other instanceof TrustedProxies)) {
      throw new Error(
        `TrustedProxies.plus: ${quote(other)} is not a TrustedProxies; write .plus(TrustedProxies.of("10.0.0.0/16"))`,
      );
    }
    const both = new TrustedProxies([...this.blocks, ...other.blocks], this.reason ?? other.reason);
    both.refuseTheWorld('plus');
    return both;
  }

  private refuseTheWorld(factory: string): void {
    if (this.reason === undefined && isWorldwide(this.blocks)) {
      throw new Error(
        `TrustedProxies.${factory}: ${quote(this.cidrs)} holds clients, too, so they could choose their own address; ` +
          "list the balancer's networks, or write TrustedProxies.anyone({ reason })",
      );
    }
  }

  /** @internal */
  public get _blocks(): Cidr[] {
    return this.blocks;
  }
}
