/* eslint-disable no-bitwise -- addresses are numbers, and their prefixes are shifts */
import { isIPv4, isIPv6 } from 'net';
import { quote } from '../input/errors';

/** A block of addresses whose host bits are zero. */
export interface Cidr {
  readonly version: 4 | 6;
  readonly network: bigint;
  readonly prefix: number;
  /** Canonical text: lower case, IPv6 compressed as RFC 5952 says. */
  readonly text: string;
}

/** How many bits an address has. */
export const BITS = { 4: 32, 6: 128 } as const;
const IPV4_MAPPED = 0xffffn;

/** @throws when `text` is anything but a network in CIDR notation, with the notation that was probably meant */
export function parseCidr(text: string): Cidr {
  const [, address, digits] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const version = address === undefined ? undefined : versionOf(address);
  if (version === undefined) {
    throw new Error(`${quote(text)} is not a CIDR block${hint(text)}`);
  }
  const prefix = Number(digits);
  const bits = BITS[version];
  if (prefix > bits) {
    throw new Error(`${quote(text)} is not a CIDR block: the prefix of an IPv${version} block is at most /${bits}`);
  }
  const value = toNumber(address, version);
  if (version === 6 && value >> 32n === IPV4_MAPPED) {
    throw new Error(`${quote(text)} is an IPv4-mapped block, which matches no connection; write the IPv4 block itself`);
  }
  const block = blockOf(version, value, prefix);
  if (block.network !== value) {
    throw new Error(
      `${quote(text)} has host bits set; for the network write ${quote(block.text)}, ` +
        `for the one address ${quote(`${address}/${bits}`)}`,
    );
  }
  return block;
}

/**
 * The network that a text means to network stacks, which clear the bits of a host; undefined for anything but an
 * address and a prefix.
 */
export function networkMeant(text: string): Cidr | undefined {
  const [, address, digits] = /^([^/%]+)\/(0|[1-9]\d{0,2})$/.exec(text) ?? [];
  const version = address === undefined ? undefined : versionOf(address);
  return version === undefined || Number(digits) > BITS[version]
    ? undefined
    : blockOf(version, toNumber(address, version), Number(digits));
}

/** The block that holds one address and nothing else. */
export function parseAddress(text: string): Cidr {
  const version = versionOf(text);
  if (version === undefined || text.includes('%')) {
    throw new Error(`${quote(text)} is not an IP address; write one such as "203.0.113.10" or "2001:db8::10"`);
  }
  return parseCidr(`${text}/${BITS[version]}`);
}

/** Whether every address of `inner` is in `outer`. */
export function contains(outer: Cidr, inner: Cidr): boolean {
  const hostBits = BigInt(BITS[outer.version] - outer.prefix);
  return (
    outer.version === inner.version &&
    outer.prefix <= inner.prefix &&
    inner.network >> hostBits === outer.network >> hostBits
  );
}

/** The block of a prefix length that an address lies in. */
export function blockOf(version: 4 | 6, address: bigint, prefix: number): Cidr {
  const hostBits = BigInt(BITS[version] - prefix);
  const network = (address >> hostBits) << hostBits;
  return { version, network, prefix, text: `${toText(network, version)}/${prefix}` };
}

/** IPv4 before IPv6, then by address, then the wider block first. */
export function compareCidrs(a: Cidr, b: Cidr): number {
  if (a.version !== b.version) return a.version - b.version;
  if (a.network === b.network) return a.prefix - b.prefix;
  return a.network < b.network ? -1 : 1;
}

function versionOf(address: string): 4 | 6 | undefined {
  if (isIPv4(address)) return 4;
  return isIPv6(address) ? 6 : undefined;
}

function hint(text: unknown): string {
  const version = typeof text === 'string' && !text.includes('%') ? versionOf(text) : undefined;
  return version
    ? `: the prefix length is missing; did you mean ${quote(`${text}/${BITS[version]}`)}?`
    : '; write a network such as "10.0.0.0/16" or "2001:db8::/64"';
}

function toNumber(address: string, version: 4 | 6): bigint {
  if (version === 4) {
    return address.split('.').reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  }
  const [head, tail] = canonicalIpv6(address)
    .split('::')
    .map((half) => half.split(':').filter((group) => group !== ''));
  const zeros = Array<string>(8 - head.length - (tail?.length ?? 0)).fill('0');
  return [...head, ...zeros, ...(tail ?? [])].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function toText(value: bigint, version: 4 | 6): string {
  if (version === 4) {
    return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.');
  }
  const groups = [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16));
  return canonicalIpv6(groups.join(':'));
}

/** The WHATWG URL parser writes IPv6 in one way only: hexadecimal groups, lower case, longest run of zeros as `::`. */
function canonicalIpv6(address: string): string {
  return new URL(`http://[${address}]`).hostname.slice(1, -1);
}
