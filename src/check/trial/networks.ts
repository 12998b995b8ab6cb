/* eslint-disable no-bitwise -- addresses are numbers */
import { PROVIDERS } from './providers';
import { Block, contains as holds, formatAddress, parseAddress, parseBlock, unmapped } from '../../kong/address';
import { blockOf, BITS, Cidr, contains, parseCidr } from '../../net/cidr';
import { impossible, isPrivate, isWorldwide, merge } from '../../net/cidr-set';

/** The networks that Kong trusts, and the addresses by which to try it. */
export class Trust {
  /** The networks, without those that no connection comes from. */
  public readonly networks: readonly Cidr[];
  /** Whether clients from all over the world are trusted. */
  public readonly everybody: boolean;

  constructor(private readonly blocks: readonly Block[]) {
    this.networks = merge(blocks.map(cidrOf)).filter((network) => impossible(network) === undefined);
    this.everybody = isWorldwide(this.networks);
  }

  public get nobody(): boolean {
    return this.blocks.length === 0;
  }

  public holds(address: string): boolean {
    const bytes = parseAddress(address);
    return bytes !== undefined && this.blocks.some((block) => holds(block, bytes));
  }

  /** Whether all, some or none of the addresses of a network are trusted. */
  public of(network: Cidr): 'all' | 'some' | 'none' {
    if (this.networks.some((block) => contains(block, network))) return 'all';
    return this.networks.some((block) => contains(network, block)) ? 'some' : 'none';
  }

  /**
   * The trusted networks that a node, a pod or a load balancer may have: not those of a CDN or of Google's front
   * ends.
   */
  public ofPeers(version: 4 | 6): readonly Cidr[] {
    return this.networks.filter(
      (network) =>
        network.version === version &&
        !PROVIDERS.some((provider) => provider.networks.some((known) => contains(known, network))),
    );
  }

  /** Networks inside a cluster that are not trusted. */
  public get strangers(): readonly Cidr[] {
    return [...INSIDE[4], ...INSIDE[6]].filter((address) => !this.holds(address)).map((address) => hostOf(address));
  }

  /** What peers may have over IPv4, if all of it is public. */
  public get publicOnly(): readonly Cidr[] {
    const peers = this.ofPeers(4);
    return ofNodes(peers).length === 0 ? peers : [];
  }
}

/**
 * The networks among these that nodes dial from: over IPv4 they have private addresses, and public ones are a
 * balancer's.
 */
export function ofNodes(networks: readonly Cidr[]): readonly Cidr[] {
  return networks.filter((network) => network.version === 6 || isPrivate(network));
}

/** An address of a network: the first one, or one further on. */
export function addressIn({ version, network, prefix }: Cidr, offset = 5): string {
  const room = 1n << BigInt(BITS[version] - prefix);
  return blockOf(version, network + (BigInt(offset) % room), BITS[version]).text.replace(/\/\d+$/, '');
}

/** The last address of a network. */
export function lastAddressIn({ version, network, prefix }: Cidr): string {
  return blockOf(version, network + (1n << BigInt(BITS[version] - prefix)) - 1n, BITS[version]).text.replace(
    /\/\d+$/,
    '',
  );
}

/** Addresses of nodes, pods and balancers, for where the manifest does not tell theirs. */
const INSIDE = {
  4: ['10.211.12.13', '172.27.12.13', '192.168.212.13', '100.101.12.13'],
  6: ['fd5a:11:12::13', '2a01:4f8:12::13'],
} as const;
/** Addresses of clients on the internet. */
const OUTSIDE = {
  4: ['198.51.100.77', '203.0.113.77', '192.0.2.77', '81.2.69.142', '145.97.20.77'],
  6: ['2001:db8:77::77', '2a02:1234:77::77'],
} as const;
/** Addresses of clients in a private network. */
const INTERNAL = { 4: ['10.77.78.79', '172.29.78.79', '192.168.78.79', '100.99.78.79'], 6: ['fd77:78::79'] } as const;

/** A block of the size of a company's network, as opposed to a few subnets. */
const WIDE = { 4: 16, 6: 48 } as const;

/**
 * The addresses from which a provider with known networks dials, trusted ones and others; where the networks are not
 * known, one address that is trusted if it can be.
 */
export function peersFrom(
  role: 'node' | 'balancer',
  networks: readonly Cidr[] | undefined,
  version: 4 | 6,
  trust: Trust,
): string[] {
  const known = networks?.filter((network) => network.version === version);
  if (known && known.length > 0) {
    return known.flatMap((network) =>
      trust.of(network) === 'some' ? [addressIn(network), lastAddressIn(network)] : [addressIn(network)],
    );
  }
  const supposed = trust.ofPeers(version);
  const [trusted] = role === 'node' && !trust.everybody ? ofNodes(supposed) : supposed;
  const inside = INSIDE[version].find((address) => trust.holds(address) === (trusted !== undefined));
  if (!trusted) return [inside ?? INSIDE[version][0]];
  return [trust.everybody && inside !== undefined ? inside : addressIn(trusted)];
}

/** Clients: one that Kong does not trust, and one that it does, if clients are among the trusted. */
export function clientsOf(version: 4 | 6, internal: boolean, trust: Trust): string[] {
  const candidates = internal ? INTERNAL[version] : OUTSIDE[version];
  const stranger = candidates.find((address) => !trust.holds(address));
  const networks = internal ? trust.ofPeers(version) : [];
  const wide = networks.find((network) => isPrivate(network) && network.prefix <= WIDE[version]);
  const believed = trust.everybody ? candidates.find((address) => trust.holds(address)) : undefined;
  const trusted = wide ? addressIn(wide, 7777) : believed;
  return [stranger, trusted].filter((address): address is string => address !== undefined);
}

function hostOf(address: string): Cidr {
  return parseCidr(`${address}/${address.includes(':') ? BITS[6] : BITS[4]}`);
}

function cidrOf({ address, prefix }: Block): Cidr {
  const version = address.length === 4 ? 4 : 6;
  return blockOf(
    version,
    address.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n),
    prefix,
  );
}

/** Whether two texts are the same address; a socket for both families writes IPv4 as `::ffff:192.0.2.1`. */
export function sameAddress(a: string, b: string): boolean {
  const [left, right] = [a, b].map(parseAddress);
  return left !== undefined && right !== undefined
    ? formatAddress(unmapped(left)) === formatAddress(unmapped(right))
    : a === b;
}

/** The network that an entry of trusted_ips means, and whether it says more than the network: bits of a host. */
export function networkOf(entry: string): { text: string; hostBits: boolean } | undefined {
  const block = parseBlock(entry);
  if (!block) return undefined;
  const { text } = cidrOf(block);
  return { text, hostBits: text.replace(/\/\d+$/, '') !== formatAddress(block.address) };
}

/** A network as text; nothing for what is not one. */
export function cidrsOf(text: string): Cidr[] {
  const network = networkOf(text);
  return network ? [parseCidr(network.text)] : [];
}
