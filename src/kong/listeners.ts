import { Address, formatAddress, parseStrict } from './address';

/** One entry of a `_listen` setting. */
export interface Listener {
  /** As nginx gets it: IPv4, IPv6 in brackets, `*` or a name. */
  readonly host: string;
  /** Undefined for a name, which is looked up at start. */
  readonly address?: Address;
  readonly port: number;
  /**
   * In the order in which Kong hands them to nginx; `http2` is one of them, though nginx has it for the whole server.
   */
  readonly flags: readonly string[];
}

const SOCKET_FLAGS = [
  'bind',
  'reuseport',
  'backlog=%d+',
  'ipv6only=on',
  'ipv6only=off',
  'so_keepalive=on',
  'so_keepalive=off',
  'so_keepalive=%w*:%w*:%d*',
];
const HTTP_FLAGS = ['ssl', 'http2', 'proxy_protocol', 'deferred', ...SOCKET_FLAGS];
const STREAM_FLAGS = ['udp', 'ssl', 'proxy_protocol', ...SOCKET_FLAGS];

/** How a pattern of Lua, in which Kong writes its flags, is written here. */
const PATTERNS: readonly (readonly [lua: string, pattern: string])[] = [
  ['%d+', '\\d+'],
  ['%d*', '\\d*'],
  ['%w*', '[A-Za-z0-9]*'],
];

/** @throws with the sentence of Kong when it does not start with this value */
export function parseListeners(value: string, subsystem: 'http' | 'stream'): Listener[] {
  const flags = subsystem === 'http' ? HTTP_FLAGS : STREAM_FLAGS;
  const entries = list(value);
  if (entries[0] === 'off') return [];
  const listeners = entries.map((entry) => parseListener(entry, flags));
  if (entries.length === 0 || listeners.includes(undefined)) {
    throw new Error(`must be of form: [off] | <ip>:<port> [${flags.join('] [')}], [... next entry ...]`);
  }
  return listeners as Listener[];
}

/** A comma separated list, as Kong reads it. */
export function list(value: string): string[] {
  return value.trim() === '' ? [] : value.split(',').map((item) => item.trim());
}

export function formatListener({ host, port, flags }: Listener): string {
  return [`${host}:${port}`, ...flags].join(' ');
}

export function has(listener: Listener, flag: string): boolean {
  return listener.flags.includes(flag);
}

function parseListener(entry: string, known: readonly string[]): Listener | undefined {
  let rest = ` ${entry} `;
  const flags: string[] = [];
  for (const flag of known) {
    const pattern = PATTERNS.reduce((text, [lua, own]) => text.replaceAll(lua, own), flag);
    const found = new RegExp(`\\s(${pattern})\\s`).exec(rest)?.[1];
    if (found === undefined) continue;
    rest = rest.replace(new RegExp(`\\s${pattern}\\s`, 'g'), ' ');
    flags.push(found);
  }
  const place = parsePlace(rest.trim());
  return place && { ...place, flags };
}

function parseIpv6(text: string): readonly number[] | undefined {
  return text.includes('.') ? undefined : parseStrict(text);
}

/** What is neither IPv4 nor IPv6 by its colons and digits passes as a name, unchecked. */
function parsePlace(text: string): Omit<Listener, 'flags'> | undefined {
  const colons = text.split(':').length - 1;
  if (colons <= 1 && !/^[\d.]+$/.test(text.replace(':', ''))) {
    const [, host, port] = /^(.+):(\d+)$/.exec(text) ?? [];
    return host === undefined
      ? undefined
      : { host, address: host === '*' ? [0, 0, 0, 0] : undefined, port: Number(port) };
  }
  const [, ipv6, ipv4, digits] = /^(?:\[([^\]]*)\]|(\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3})):(\d+)$/.exec(text) ?? [];
  const port = Number(digits);
  const address = ipv4 === undefined ? parseIpv6(ipv6 ?? '') : ipv4.split('.').map(Number);
  if (!address || address.some((byte) => byte > 255) || port > 65535) return undefined;
  return { host: address.length === 4 ? address.join('.') : `[${formatAddress(address)}]`, address, port };
}
