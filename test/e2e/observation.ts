import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpResponse } from './http';
import { send } from './http1';
import { headerValue, seenByUpstream } from './upstream';
import { Header } from '../../src/kong/traffic';
import { Vector } from '../kong/vectors';

/** What a vector says, as far as it shows outside of Kong. */
export interface Observation extends Answer {
  readonly upstreamOther?: readonly Header[];
  readonly laterResponses?: readonly Answer[];
  readonly httpsOnlyRouteStatus?: number | null;
  readonly body?: string;
  readonly accessLogIp?: string | readonly string[];
  readonly accessLog?: readonly string[];
  readonly log?: readonly string[];
  readonly started?: boolean;
  readonly exitCode?: number | null;
  readonly output?: string;
}

/** status is null when the connection was closed without an answer; upstream is null when nothing came through. */
interface Answer {
  readonly status?: number | null;
  readonly kongForwardedIp?: string | null;
  readonly upstream?: Readonly<Record<string, string | undefined>> | null;
}

const FORWARDED = ['x-real-ip', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'x-forwarded-port'];
const ABOUT_THE_CLIENT = /^(x[-_]forwarded[-_]|x[-_]real[-_]|forwarded$|cf-)/i;

/** Sends what the vector says, to the route it says and to the https-only one, and looks at answers and log. */
export async function observe(
  vector: Vector,
  ports: ReadonlyMap<number, number>,
  logFile: string,
): Promise<Observation> {
  const { peer, host, path = '/x', listenerPort = 8000, proxyHeader, requestHeaders, requests } = vector;
  if (peer === null) throw new Error(`${vector.name}: Kong did not start, and this gateway does`);
  const port = ports.get(listenerPort)!;
  const connection = {
    from: peer,
    to: peer.includes(':') ? '::1' : '127.0.0.1',
    port,
    proxyHeader: proxyHeader ?? undefined,
  };
  const sent = (requests ?? [{ requestHeaders }]).map((request) => ({ host, path, headers: request.requestHeaders }));
  const log = logReader(logFile);
  const responses = await send(connection, sent);
  const lines = await log(responses);
  const accessLog = lines.filter(isAccess);
  const addresses = accessLog.map((line) => line.split(' ')[0]);
  const [secure] = await send(connection, [{ host, path: '/secure', headers: requestHeaders }]);
  await log([secure]);
  const [first, ...later] = responses.map(answer);
  return {
    ...first,
    upstreamOther: (seenByUpstream(responses[0].body) ?? []).filter(([name]) => isOther(name)),
    laterResponses: later,
    httpsOnlyRouteStatus: secure.status ?? null,
    body: responses[0].body.replace(/[0-9a-f]{32}/g, '…'),
    accessLogIp: addresses.length > 1 ? addresses : addresses[0],
    accessLog: accessLog.map((line) => line.replace(/\[.*?\]/, '[time]').replace(/[0-9a-f]{32}/g, '…')),
    log: lines.flatMap((line) => logMessage(line, ports)),
  };
}

function answer(response: HttpResponse): Answer {
  const status = response.status ?? null;
  const headers = seenByUpstream(response.body);
  if (!headers) return { status, kongForwardedIp: null, upstream: null };
  const upstream = Object.fromEntries(
    FORWARDED.map((name) => [name, headerValue(headers, name)]).filter(([, value]) => value !== undefined),
  );
  return { status, kongForwardedIp: upstream['x-real-ip'], upstream };
}

function isOther(name: string): boolean {
  return ABOUT_THE_CLIENT.test(name) && ![...FORWARDED, 'x-forwarded-path'].includes(name.toLowerCase());
}

/**
 * Reads what is new in the log. Lines come after the answer, so it waits until each request has left one, but at most
 * a second.
 */
function logReader(logFile: string): (responses: readonly HttpResponse[]) => Promise<string[]> {
  let read = readFileSync(logFile, 'utf8').length;
  return async (responses) => {
    const answers = responses.filter(({ status }) => status).length;
    for (let attempt = 0; ; attempt += 1) {
      const text = readFileSync(logFile, 'utf8');
      const lines = text
        .slice(read)
        .split(/\n(?=\S+ - - \[|\d+\/\d+\/\d+ )|\n$/)
        .filter(Boolean);
      if (attempt === 100 || (lines.length > 0 && lines.filter(isAccess).length >= answers)) {
        read = text.length;
        return lines;
      }
      await sleep(10);
    }
  };
}

function isAccess(line: string): boolean {
  return / - - \[/.test(line);
}

/**
 * `[level] text` of an error log line, with the ports of the container, without bytes that are no text, and with the
 * first line only of what was read from the connection (older nginx writes all of it).
 */
function logMessage(line: string, ports: ReadonlyMap<number, number>): string[] {
  const [, level, text] = /(\[\w+\]) \d+#\d+: (?:\*\d+ )?([^]*)$/.exec(line) ?? [];
  if (!level) return [];
  const relocated = [...ports].reduce(
    (known, [inner, moved]) => known.replaceAll(`127.0.0.1:${moved}`, `127.0.0.1:${inner}`),
    text,
  );
  return [
    `${level} ${relocated.replace(/\r\n[^"]*"/, '"').replace(/request: "[^"]*[^ -~][^"]*"/, 'request: "<binary>"')}`,
  ];
}
