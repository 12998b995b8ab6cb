import { HeaderLine, pdkHeader } from './headers';
import { Header } from './traffic';

/** What Kong knows of a request besides its headers when it writes those for the upstream. */
export interface Facts {
  /** nginx's `$remote_addr`. */
  readonly client: string;
  readonly peer: string;
  readonly peerTrusted: boolean;
  readonly scheme: string;
  /** The Host header without port, in lower case. */
  readonly host: string;
  /** The port of the listener, or the one that port_maps has for it. */
  readonly port: number;
  /** The path without its query. */
  readonly path: string;
  readonly routePrefix: string;
}

/** The headers that Kong writes itself, empty ones left out, and the scheme by which it judges https-only routes. */
export function ownHeaders(
  facts: Facts,
  lookup: (name: string) => string | undefined,
): { scheme: string; headers: Header[] } {
  const believed = (name: string) => (facts.peerTrusted ? lookup(name) : undefined);
  const chain = lookup('x_forwarded_for');
  const scheme = believed('x_forwarded_proto') ?? facts.scheme;
  const prefix = believed('x_forwarded_prefix') ?? (facts.routePrefix === '/' ? '' : facts.routePrefix);
  const headers: Header[] = [
    ['X-Forwarded-For', chain === undefined ? facts.client : `${chain}, ${facts.peer}`],
    ['X-Forwarded-Proto', scheme],
    ['X-Forwarded-Host', believed('x_forwarded_host') ?? facts.host],
    ['X-Forwarded-Port', believed('x_forwarded_port') ?? String(facts.port)],
    ['X-Forwarded-Path', believed('x_forwarded_path') ?? facts.path],
    ['X-Forwarded-Prefix', prefix],
    ['X-Real-IP', facts.client],
  ];
  return { scheme, headers: headers.filter(([, value]) => value !== '') };
}

/** What Kong writes, whatever the client wrote under the same name, and what the proxy module drops. */
const REPLACED = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-path',
  'x-forwarded-prefix',
  'x-real-ip',
  'x-kong-request-id',
  'host',
  'via',
  'te',
  'upgrade',
  'connection',
  'keep-alive',
  'expect',
  'proxy',
  'proxy-connection',
];

/**
 * The headers of the client that reach the upstream: those that nothing cleared, and that it did not name hop-by-hop.
 */
export function passedHeaders(lines: readonly HeaderLine[], connection: string | undefined): Header[] {
  const named = (connection ?? '')
    .toLowerCase()
    .split(',')
    .map((name) => name.trim());
  return lines
    .filter(({ key }) => !REPLACED.includes(key) && !named.includes(key))
    .map(({ name, value }) => [name, value]);
}

/** What the PDK tells plugins that the client dialled. */
export function pdkForwarded(
  facts: Facts,
  lines: readonly HeaderLine[],
  limit: number,
): { scheme: string; host: string; port: number } {
  const believed = (name: string) => (facts.peerTrusted ? pdkHeader(lines, name, limit) : undefined);
  const [, host, port] = /^(?:[^@]*@)?([^:]*)(?::(.*))?$/s.exec(believed('X-Forwarded-Host') ?? '')!;
  return {
    scheme: (believed('X-Forwarded-Proto') ?? facts.scheme).toLowerCase(),
    host: believed('X-Forwarded-Host') === undefined ? facts.host : host.toLowerCase(),
    port: portNumber(believed('X-Forwarded-Port')) ?? portNumber(port) ?? facts.port,
  };
}

function portNumber(text: string | undefined): number | undefined {
  const port = Number(text?.trim() || NaN);
  return port >= 1 && port <= 65535 ? port : undefined;
}
