import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { Kong, startKong } from '../../src/kong/kong';
import { has } from '../../src/kong/listeners';
import { Answer, Conversation, Environment, Header, ProxyHeader, Refusal, Served } from '../../src/kong/traffic';

/** One case that was observed on a running Kong: settings, what was sent, what came of it. */
export interface Vector {
  readonly name: string;
  readonly env: Environment;
  /** Null where Kong was only started. */
  readonly peer: string | null;
  readonly host: string;
  readonly path?: string;
  readonly listenerPort?: number;
  readonly tls?: boolean;
  readonly proxyHeader: ProxyHeader | null;
  readonly requestHeaders: readonly Header[];
  readonly requests?: readonly { readonly requestHeaders: readonly Header[] }[];
  readonly expect: Readonly<Record<string, unknown>>;
}

/** Where the model does not say what Kong did. */
export interface Difference {
  readonly name: string;
  readonly field: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/** The project's own cases. */
export const VECTORS_FILE = 'test/vectors/kong-3.9.3.json';

/** The cases of a file: every list in it, by the key under which it stands. */
export function readVectors(file: string): Map<string, Vector[]> {
  const content = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  return new Map(
    Object.entries(content).filter(
      (entry): entry is [string, Vector[]] => entry[0] !== 'about' && Array.isArray(entry[1]),
    ),
  );
}

/** Every field of what is expected that the model answers otherwise. */
export function replay(vector: Vector): Difference[] {
  const actual = answered(vector);
  return Object.entries(vector.expect)
    .filter(([field, expected]) => !agree(field, expected, actual[field]))
    .map(([field, expected]) => ({ name: vector.name, field, expected, actual: actual[field] }));
}

/** What the model says of a case, in the fields of a recorded one. */
export function answered(vector: Vector): Record<string, unknown> {
  const start = startKong(expandBlocks(vector.env));
  const answer = 'refusal' in start ? refused(start.refusal) : observed(start.kong, vector);
  return JSON.parse(JSON.stringify(answer)) as Record<string, unknown>;
}

/** A list of blocks may be abbreviated: `<5000 IPv4 /24 blocks 10.0.0.0/24 … 10.19.135.0/24>`. */
export function expandBlocks(environment: Environment): Environment {
  const block = (index: number) => `10.${Math.floor(index / 256)}.${index % 256}.0/24`;
  const expand = (value: string) =>
    value.replace(/<(\d+) IPv4 \/24 blocks [^>]*>/, (_, count: string) =>
      Array.from({ length: Number(count) }, (__, index) => block(index)).join(','),
    );
  return Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, expand(value)]));
}

/** The line that says what is wrong with the settings, without the place in nginx's configuration. */
export function reason(output: string): string {
  const line = /nginx: \[(emerg|error)\].*/.exec(output) ?? /Error:.*/.exec(output);
  return line?.[0].replace(/ in \S+:\d+$/, '') ?? output;
}

function agree(field: string, expected: unknown, actual: unknown): boolean {
  if (field === 'output') return reason(String(expected)) === reason(String(actual));
  // The one kind of case has the answer of the plugin, the other its message alone.
  if (field === 'ipRestriction' && typeof expected === 'string') {
    return expected === (actual as { message: string } | undefined)?.message;
  }
  return isDeepStrictEqual(expected, actual ?? null);
}

function refused({ exitCode, output }: Refusal) {
  return { started: false, exitCode, output, status: null, kongClientIp: null, kongForwardedIp: null, upstream: null };
}

/** The https-only route of the recording has the prefix /secure. */
const SECURE = '/secure';

function observed(
  kong: Kong,
  { peer, host, path = '/x', listenerPort = 8000, tls, proxyHeader, requestHeaders, requests }: Vector,
) {
  if (peer === null) return { started: true, exitCode: 0 };
  const connection = {
    peer,
    to: peer.includes(':') ? '::1' : '127.0.0.1',
    port: listenerPort,
    proxyHeader: proxyHeader ?? undefined,
    tls: tls ?? kong.configuration.proxy.some((listener) => listener.port === listenerPort && has(listener, 'ssl')),
  };
  const secure = path.startsWith(SECURE);
  const sent = (requests ?? [{ requestHeaders }]).map((request) => ({
    host,
    path,
    headers: request.requestHeaders,
    routePrefix: secure ? SECURE : '/',
  }));
  const conversation = kong.answer(connection, sent);
  const [first, ...later] = sent.map((_, index) => response(conversation.answers[index], secure));
  return {
    started: true,
    ...first,
    ...details(conversation),
    laterResponses: later.map(({ status, kongClientIp, kongForwardedIp, upstream }) => ({
      status,
      kongClientIp,
      kongForwardedIp,
      upstream,
    })),
  };
}

const FORWARDED = ['x-real-ip', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port'];
const ABOUT_THE_CLIENT = /^(x[-_]forwarded[-_]|x[-_]real[-_]|forwarded$|cf-)/i;

function response(answer: Answer | undefined, secure: boolean) {
  const status = (secure ? answer?.httpsOnlyStatus : answer?.status) ?? null;
  const served = status === 426 ? undefined : answer?.served;
  if (!served) return { status, kongClientIp: null, kongForwardedIp: null, upstream: null };
  const lower = served.upstream.map(([name, value]) => [name.toLowerCase(), value]);
  return {
    status,
    kongClientIp: served.peer,
    kongForwardedIp: served.client,
    upstream: Object.fromEntries(lower.filter(([name]) => FORWARDED.includes(name))),
  };
}

function details({ answers, accessLog, errorLog }: Conversation) {
  const [first] = answers;
  const logged = accessLog.map((line) => line.split(' ')[0]);
  return {
    ...(first === undefined ? { connection: 'closed by Kong without a response' } : {}),
    httpsOnlyRouteStatus: first?.httpsOnlyStatus ?? null,
    ...(first?.served ? plugins(first.served) : {}),
    body: first?.body,
    accessLogIp: logged.length > 1 ? logged : logged[0],
    accessLog,
    log: errorLog,
  };
}

function plugins({ client, clientPort, forwarded, peerTrusted, proxyProtocol, upstream }: Served) {
  const isOther = ([name]: Header) =>
    ABOUT_THE_CLIENT.test(name) && ![...FORWARDED, 'x-forwarded-path'].includes(name.toLowerCase());
  return {
    kong: {
      clientPort: '<peer port>',
      forwardedPort: clientPort === 'peer' ? '<peer port>' : (clientPort ?? null),
      forwardedScheme: forwarded.scheme,
      forwardedHost: forwarded.host,
      forwardedPortNumber: forwarded.port,
      peerIsTrusted: peerTrusted,
      proxyProtocolAddr: proxyProtocol?.address ?? null,
      proxyProtocolPort: proxyProtocol?.port ?? null,
    },
    ipRestriction: { status: 403, message: `IP address not allowed: ${client}` },
    upstreamOther: upstream.filter(isOther),
  };
}
