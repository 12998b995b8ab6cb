import { Block, contains, Endpoint, parseEndpoint, unmapped } from './address';
import { HeaderLine } from './headers';
import { ProxySource } from './proxy-protocol';

/** nginx's realip module in one place of its configuration. */
export interface RealIp {
  /** set_real_ip_from; `unix:` is not among them, since it trusts no TCP peer. */
  readonly trusted: readonly Block[];
  /** real_ip_header, whose three known values count only when they are spelt exactly so. */
  readonly header: string;
  readonly recursive: boolean;
}

/** The address in place of the peer's; undefined where the peer's stays. */
export function realAddress(
  realIp: RealIp,
  peer: Endpoint,
  lines: readonly HeaderLine[],
  proxyProtocol: ProxySource | undefined,
): Endpoint | undefined {
  if (realIp.header === 'proxy_protocol') {
    const found = proxyProtocol && forwardedAddress(realIp, peer, [proxyProtocol.address]);
    return found && { ...found, port: proxyProtocol?.port };
  }
  const values = lines.filter(({ key }) => key === realIp.header.toLowerCase()).map(({ value }) => value);
  return forwardedAddress(realIp, peer, realIp.header === 'X-Forwarded-For' ? values : values.slice(0, 1));
}

/** Lines are read from the last to the first, and the others only if recursion gets through the last. */
function forwardedAddress(realIp: RealIp, peer: Endpoint, values: readonly string[]): Endpoint | undefined {
  let found: Endpoint | undefined;
  for (const value of [...values].reverse()) {
    const { last, through } = walk(realIp, found ?? peer, value);
    found = last ?? found;
    if (!realIp.recursive || !through) break;
  }
  return found;
}

/** From the last element of a list to the first, as long as whoever wrote an element is trusted and recursion is on. */
function walk(realIp: RealIp, writer: Endpoint, value: string): { last?: Endpoint; through: boolean } {
  let last: Endpoint | undefined;
  let rest: string | undefined = value;
  while (rest !== undefined && (last === undefined || realIp.recursive)) {
    const { element, before } = lastElement(rest);
    const next = trusts(realIp, last ?? writer) ? parseEndpoint(element) : undefined;
    if (!next) return { last, through: false };
    last = next;
    rest = before;
  }
  return { last, through: true };
}

function trusts({ trusted }: RealIp, { address }: Endpoint): boolean {
  return trusted.some((block) => contains(block, unmapped(address)));
}

/** Commas and spaces separate, but the first character of the value belongs to the first element whatever it is. */
function lastElement(value: string): { element: string; before?: string } {
  const first = value.slice(0, 1);
  const [, before, element] = /^(?:(.*)[ ,])?([^ ,]*)$/.exec(value.slice(1).replace(/[ ,]+$/, ''))!;
  return before === undefined ? { element: first + element } : { element, before: first + before };
}
