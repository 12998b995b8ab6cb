import { isIP } from 'net';

/** The bytes of an address: four of IPv4, or sixteen of IPv6. */
export type Address = readonly number[];

/** An address, and the port beside it if there was one. */
export interface Endpoint {
  readonly address: Address;
  readonly port?: number;
}

/** The addresses whose first `prefix` bits are those of `address`. */
export interface Block {
  readonly address: Address;
  readonly prefix: number;
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** An address as nginx reads it: laxer than the standard, with leading zeros and empty octets. */
export function parseAddress(text: string): Address | undefined {
  return parseIpv4(text) ?? parseIpv6(text);
}

/** `address`, `1.2.3.4:port` or `[v6]:port`, as nginx reads an element of a forwarded header. */
export function parseEndpoint(text: string): Endpoint | undefined {
  const address = parseAddress(text);
  if (address) return { address };
  const [, bracketed, plain, digits] = /^(?:\[([^\]]*)\]|([^:[][^:]*)):(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  const host = parseAddress(bracketed ?? plain ?? '');
  return host && port >= 1 && port <= 65535 ? { address: host, port } : undefined;
}

/** An address or a block, as nginx reads set_real_ip_from. Host bits are allowed, and mean nothing. */
export function parseBlock(text: string): Block | undefined {
  const [, host, digits] = /^([^/]*)(?:\/(\d+))?$/.exec(text) ?? [];
  const address = parseAddress(host ?? '');
  if (!address) return undefined;
  const bits = address.length * 8;
  const prefix = digits === undefined ? bits : Number(digits);
  return prefix <= bits ? { address, prefix } : undefined;
}

/** An address by the standard, in no other notation; as Kong's Lua reads it. */
export function parseStrict(text: string): Address | undefined {
  if (!isIP(text) || text.includes('%')) return undefined;
  // Two addresses that nginx's parser does not read: the one it returns for an error, and a `::` for the last group
  // alone.
  return text === '255.255.255.255' ? [255, 255, 255, 255] : parseAddress(text.replace(/(?<=^(?:[^:]+:){7}):$/, '0'));
}

export function contains({ address, prefix }: Block, other: Address): boolean {
  return (
    address.length === other.length &&
    address.every((byte, index) => {
      const ignored = 2 ** Math.min(Math.max(8 * (index + 1) - prefix, 0), 8);
      return Math.floor(byte / ignored) === Math.floor(other[index] / ignored);
    })
  );
}

/** The IPv4 address in an IPv4-mapped one; any other as it is. */
export function unmapped(address: Address): Address {
  return address.length === 16 && MAPPED.every((byte, index) => byte === address[index]) ? address.slice(12) : address;
}

/** An address as a socket for both families sees it. */
export function mapped(address: Address): Address {
  return address.length === 4 ? [...MAPPED, ...address] : address;
}

export function isWildcard(address: Address): boolean {
  return address.every((byte) => byte === 0);
}

/** The text that nginx writes. */
export function formatAddress(address: Address): string {
  if (address.length === 4) return address.join('.');
  const groups = Array.from({ length: 8 }, (_, index) => address[2 * index] * 256 + address[2 * index + 1]);
  const { start, length } = longestZeros(groups);
  const dotted =
    start === 0 &&
    ((length === 5 && groups[5] === 0xffff) ||
      length === 6 ||
      (length === 7 && address[14] !== 0 && address[15] !== 1));
  const text = (from: number, to: number) => groups.slice(from, to).map((group) => group.toString(16));
  if (length < 2) return text(0, 8).join(':');
  const tail = dotted ? [...text(length, 6), address.slice(12).join('.')] : text(start + length, 8);
  return `${text(0, start).join(':')}::${tail.join(':')}`;
}

/** The first of the longest runs of zeros. */
function longestZeros(groups: readonly number[]): { start: number; length: number } {
  const runs = groups
    .map((_, start) => ({ start, length: groups.slice(start).findIndex((group) => group !== 0) }))
    .map(({ start, length }) => ({ start, length: length < 0 ? 8 - start : length }));
  return runs.reduce((best, run) => (run.length > best.length ? run : best));
}

function parseIpv4(text: string): Address | undefined {
  const octets = /^\d*\.\d*\.\d*\.\d*$/.test(text) ? text.split('.').map(Number) : [];
  return octets.length === 4 && octets.every((octet) => octet <= 255) && octets.some((octet) => octet < 255)
    ? octets
    : undefined;
}

/** One leading colon is skipped, and one trailing is forgiven after `::`. */
function parseIpv6(text: string): Address | undefined {
  const parts = text.replace(/^:/, '').split(':');
  const last = parts.pop()!;
  const zeros = parts.indexOf('');
  const before = parts.filter((part) => part !== '');
  if (parts.length - before.length > 1 || before.length > 7) return undefined;
  const embedded =
    /^[0-9a-f]{1,4}\./i.test(last) && parts.length > 0 && before.length < 7 ? parseIpv4(last) : undefined;
  const tail = embedded ?? (last === '' && zeros >= 0 ? [0, 0] : groupBytes(last));
  const head = before.map(groupBytes);
  if (!tail || head.includes(undefined)) return undefined;
  const bytes = [...(head as number[][]).flat(), ...tail];
  const missing = 16 - bytes.length;
  if (zeros >= 0 !== missing > 0 || missing < 0) return undefined;
  bytes.splice(Math.max(2 * zeros, 0), 0, ...Array<number>(missing).fill(0));
  return bytes;
}

function groupBytes(text: string): number[] | undefined {
  if (!/^[0-9a-f]{1,4}$/i.test(text)) return undefined;
  const value = parseInt(text, 16);
  return [Math.floor(value / 256), value % 256];
}
