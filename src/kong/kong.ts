import { accessLogLine } from './access-log';
import { Address, Endpoint, formatAddress, isWildcard, mapped, parseStrict } from './address';
import { Configuration, readConfiguration } from './configuration';
import { Facts, ownHeaders, passedHeaders, pdkForwarded } from './forwarding';
import { HeaderLine, clear, luaTable, readHeader } from './headers';
import { Listener, has } from './listeners';
import { nginxRefusal } from './nginx-test';
import { Files } from './pasted';
import { readProxyHeader } from './proxy-protocol';
import { realAddress } from './realip';
import { Answer, ClientPort, Connection, Conversation, Environment, Refusal, Request, Served } from './traffic';
import { isTrusted } from './trust';
import { Accepted, Wrong, wrongProtocol } from './wrong-protocol';

/** A Kong that has started. */
export interface Kong {
  readonly configuration: Configuration;
  /** What becomes of a connection to a proxy or status listener, and of the requests on it, one after the other. */
  answer(connection: Connection, requests: readonly Request[]): Conversation;
  /**
   * The client of a connection to a stream listener, for the access log and for plugins; undefined when it is closed.
   */
  streamClient(connection: Connection): string | undefined;
}

/**
 * What Kong 3.9 makes of an environment: a gateway, or its reason not to start.
 *
 * @param files what `include` names, as far as it is known
 */
export function startKong(
  environment: Environment,
  files: Files = new Map(),
): { readonly kong: Kong } | { readonly refusal: Refusal } {
  let configuration: Configuration;
  try {
    configuration = readConfiguration(environment, files);
  } catch (error) {
    return { refusal: { exitCode: 1, output: `Error: ${(error as Error).message}` } };
  }
  const message = nginxRefusal(configuration);
  if (message !== undefined) {
    return {
      refusal: { exitCode: 1, output: `Error: nginx configuration is invalid (exit code 1):\nnginx: ${message}` },
    };
  }
  return {
    kong: {
      configuration,
      answer: (connection, requests) => answer(configuration, connection, requests),
      streamClient: (connection) => streamClient(configuration, connection),
    },
  };
}

const CLOSED: Conversation = { answers: [], accessLog: [], errorLog: [] };

function answer(configuration: Configuration, connection: Connection, requests: readonly Request[]): Conversation {
  const listener = listenerOf([...configuration.proxy, ...configuration.status], connection);
  if (!listener || requests.length === 0) return CLOSED;
  const accepted = accept(listener, connection, requestLine(requests[0]));
  if (!('listener' in accepted)) return { ...CLOSED, errorLog: accepted.errorLog };
  const wrong = wrongProtocol(accepted, connection, requestLine(requests[0]));
  if (wrong) return connection.tls ? { ...CLOSED, errorLog: [wrong.log] } : refuse(configuration, accepted, wrong);
  if (configuration.status.includes(listener)) return answerStatus(accepted.peer, requests);
  const conversation = { answers: [] as Answer[], accessLog: [] as string[], errorLog: [] as string[] };
  for (const request of requests) {
    const one = answerRequest(configuration, accepted, request);
    conversation.answers.push(...one.answers);
    conversation.accessLog.push(...one.accessLog);
    conversation.errorLog.push(...one.errorLog);
    if (one.answers[0].served === undefined) break;
  }
  return conversation;
}

function requestLine({ path = '/' }: Request): string {
  return `GET ${path} HTTP/1.1`;
}

/** Of several addresses with the same port, the one that is dialled, or else the one that takes all. */
function listenerOf(listeners: readonly Listener[], { peer, port, to }: Connection): Listener | undefined {
  const families = peer.includes(':') ? [16] : [4, 16];
  const open = listeners.filter(
    (listener) =>
      listener.port === port &&
      families.includes(listener.address?.length ?? families[0]) &&
      (peer.includes(':') || listener.address?.length !== 16 || has(listener, 'ipv6only=off')),
  );
  const dialled = to === undefined ? undefined : parseStrict(to);
  const isDialled = (address: Address) => dialled !== undefined && mapped(address).join() === mapped(dialled).join();
  return (
    open.find(({ address }) => address && isDialled(address)) ??
    open.find(({ address }) => address && isWildcard(address)) ??
    open[0]
  );
}

/** The peer of a socket for both families has an IPv4-mapped address. */
function accept(
  listener: Listener,
  connection: Connection,
  firstLine: string,
): Accepted | { readonly errorLog: readonly string[] } {
  const address = parseStrict(connection.peer);
  if (!address) {
    throw new Error(
      `${JSON.stringify(connection.peer)} is not an IP address, so it cannot be the peer of a connection`,
    );
  }
  const peer = { address: listener.address?.length === 16 ? mapped(address) : address };
  if (!has(listener, 'proxy_protocol')) return { listener, peer };
  const reading = readProxyHeader(connection.proxyHeader, connection.tls ? '\\x16\\x03…' : firstLine);
  if (reading.accepted) return { listener, peer, source: reading.source };
  const place = `client: ${formatAddress(peer.address)}, server: ${listener.host}:${listener.port}`;
  return { errorLog: reading.errorLog.map((message) => `${message}, ${place}`) };
}

/** The id of a request, for which texts here have one `…`. */
const REQUEST_ID_LENGTH = 32;

/**
 * 400, as a rule by Kong's own error handler, which nginx reaches by a redirect, so that the realip module has its
 * turn.
 */
function refuse(
  configuration: Configuration,
  accepted: Accepted,
  { request, body, log }: Wrong,
  lines: readonly HeaderLine[] = [],
): Conversation {
  const handled = body !== undefined;
  const logged = formatAddress((handled ? clientOf(configuration, accepted, lines) : accepted.peer).address);
  const text = handled ? `${body}\nrequest_id: …\n` : undefined;
  const bytes = text === undefined ? '…' : String(text.length + REQUEST_ID_LENGTH - 1);
  return {
    answers: [{ status: 400, httpsOnlyStatus: 400, body: text, logged }],
    accessLog: configuration.logsAccess ? [accessLogLine(logged, request, 400, bytes, lines)] : [],
    errorLog: [log],
  };
}

function answerRequest(configuration: Configuration, accepted: Accepted, request: Request): Conversation {
  const line = requestLine(request);
  const { lines, wrong } = readHeader(line, [['Host', request.host], ...request.headers]);
  if (wrong) {
    const client = formatAddress(accepted.peer.address);
    const place = `client: ${client}, server: kong, request: "${line}", host: "${request.host}"`;
    const log = `[info] ${wrong.log} while reading client request headers, ${place}`;
    return refuse(configuration, accepted, { request: line, body: wrong.body, log }, lines);
  }
  const { served, scheme } = serve(configuration, accepted, request, lines);
  const { client } = served;
  return {
    answers: [{ status: 200, httpsOnlyStatus: scheme === 'https' ? 200 : 426, logged: client, served }],
    accessLog: configuration.logsAccess ? [accessLogLine(client, line, 200, '…', lines)] : [],
    errorLog: [],
  };
}

/**
 * With request debugging on, Kong reads all headers into Lua's table before nginx clears any, and keeps the table. The
 * PDK and the upstream see what nginx has left in any case.
 */
function serve(
  configuration: Configuration,
  accepted: Accepted,
  request: Request,
  lines: readonly HeaderLine[],
): { served: Served; scheme: string } {
  const { listener, source } = accepted;
  const { clearedHeaders, maxRequestHeaders, portMaps, requestDebug, trustedIps } = configuration;
  const client = clientOf(configuration, accepted, lines);
  const peer = formatAddress(accepted.peer.address);
  const facts: Facts = {
    client: formatAddress(client.address),
    peer,
    peerTrusted: isTrusted(trustedIps, peer),
    scheme: has(listener, 'ssl') ? 'https' : 'http',
    host: hostOf(request.host),
    port: portMaps.get(String(listener.port)) ?? listener.port,
    path: (request.path ?? '/').replace(/(?<=.)\?.*$/, ''),
    routePrefix: request.routePrefix ?? '/',
  };
  const left = clear(lines, clearedHeaders);
  const lookup = luaTable(requestDebug ? lines : left, maxRequestHeaders);
  const { scheme, headers } = ownHeaders(facts, lookup);
  return {
    scheme,
    served: {
      client: facts.client,
      clientPort: client.port,
      peer,
      peerTrusted: facts.peerTrusted,
      proxyProtocol: source,
      forwarded: pdkForwarded(facts, left, maxRequestHeaders),
      upstream: [...headers, ...passedHeaders(left, lookup('connection'))].map(([name, value]) => [
        name,
        value.replace(/^[ \t]+|[ \t]+$/g, ''),
      ]),
    },
  };
}

/**
 * nginx asks the realip module when it has read a request, and again when it has chosen the location, unless it had
 * its way.
 */
function clientOf(
  { realIp }: Configuration,
  { peer, source }: Accepted,
  lines: readonly HeaderLine[],
): { address: Address; port: ClientPort } {
  for (const settings of realIp) {
    const real = realAddress(settings, peer, lines, source);
    if (real) return { address: real.address, port: real.port };
  }
  return { address: peer.address, port: 'peer' };
}

/** nginx's `$host`. */
function hostOf(header: string): string {
  return header
    .replace(/^(\[[^\]]*\]|[^:]*).*$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
}

/** The server of the status listener reads no forwarded header. */
function answerStatus(peer: Endpoint, requests: readonly Request[]): Conversation {
  const logged = formatAddress(peer.address);
  const status = ({ path = '/' }: Request) => (/^\/status(\/ready)?(\?|$)/.test(path) ? 200 : 404);
  return {
    ...CLOSED,
    answers: requests.map((request) => ({ status: status(request), httpsOnlyStatus: status(request), logged })),
  };
}

function streamClient({ stream, streamRealIp }: Configuration, connection: Connection): string | undefined {
  const listener = listenerOf(stream, connection);
  const accepted = listener && accept(listener, connection, '…');
  if (!accepted || !('listener' in accepted)) return undefined;
  const real = realAddress(streamRealIp, accepted.peer, [], accepted.source);
  return formatAddress((real ?? accepted.peer).address);
}
