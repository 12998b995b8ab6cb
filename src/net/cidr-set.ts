/* eslint-disable no-bitwise -- addresses are numbers, and their prefixes are shifts */
import { blockOf, BITS, Cidr, compareCidrs, contains, parseCidr } from './cidr';

/** Networks that do not exist on the internet. */
const PRIVATE = ['10.0.0.0/8', '100.64.0.0/10', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'].map(parseCidr);

/** Blocks from which no load balancer, node or pod dials another, with what they are. */
const IMPOSSIBLE: [string, Cidr][] = (
  [
    ['this host', '0.0.0.0/8'],
    ['loopback', '127.0.0.0/8'],
    ['link-local', '169.254.0.0/16'],
    ['multicast', '224.0.0.0/4'],
    ['reserved', '240.0.0.0/4'],
    ['unspecified', '::/128'],
    ['loopback', '::1/128'],
    ['link-local', 'fe80::/10'],
    ['multicast', 'ff00::/8'],
  ] as const
).map(([kind, text]) => [kind, parseCidr(text)]);

/** No public network is larger: 2^24 addresses are a /8 of IPv4, 2^109 the largest allocation of IPv6, a /19. */
const LARGEST_PUBLIC = { 4: 1n << 24n, 6: 1n << 109n } as const;

/** The same addresses in as few blocks as can be, in order. */
export function merge(blocks: readonly Cidr[]): Cidr[] {
  const merged: Cidr[] = [];
  for (const block of [...blocks].sort(compareCidrs)) {
    if (merged.length > 0 && contains(merged[merged.length - 1], block)) {
      continue;
    }
    merged.push(block);
    for (let parent = parentOfLastTwo(merged); parent; parent = parentOfLastTwo(merged)) {
      merged.splice(-2, 2, parent);
    }
  }
  return merged;
}

/** Whether every address of `inner` is in one of the blocks, which `merge` returned. */
export function covers(merged: readonly Cidr[], inner: Cidr): boolean {
  return merged.some((block) => contains(block, inner));
}

/** Whether the blocks together hold so many public addresses that they hold clients from all over the world. */
export function isWorldwide(blocks: readonly Cidr[]): boolean {
  const publicBlocks = merge(blocks).filter((block) => !isPrivate(block));
  const addressesOf = (version: 4 | 6) =>
    publicBlocks.reduce((sum, block) => (block.version === version ? sum + size(block) : sum), 0n);
  return ([4, 6] as const).some((version) => addressesOf(version) > LARGEST_PUBLIC[version]);
}

/** Whether a block lies in a network that is routed inside an organization only. */
export function isPrivate(block: Cidr): boolean {
  return covers(PRIVATE, block);
}

/** What makes it impossible that a connection comes from a block; undefined where nothing does. */
export function impossible(block: Cidr): string | undefined {
  return IMPOSSIBLE.find(([, network]) => contains(network, block))?.[0];
}

function size({ version, prefix }: Cidr): bigint {
  return 1n << BigInt(BITS[version] - prefix);
}

/** The block that the last two blocks are the halves of. */
function parentOfLastTwo(blocks: readonly Cidr[]): Cidr | undefined {
  const [lower, upper] = blocks.slice(-2);
  if (upper === undefined || lower.version !== upper.version || lower.prefix !== upper.prefix || lower.prefix === 0) {
    return undefined;
  }
  const parent = blockOf(lower.version, lower.network, lower.prefix - 1);
  return contains(parent, upper) && parent.network === lower.network ? parent : undefined;
}
