import { Connection } from './connection';
import { FORGED_PORT, Forgery, OF_CDNS, TRACE } from './forgeries';
import { CLIENT_HEADER, LIMIT, LIMITED, TAKEN } from './gateway';
import { HttpResponse } from './http';
import type { Probed } from './probe';
import { HTTP1, Protocol } from './protocols';
import { headerValue, seenByUpstream } from './upstream';
import { Header } from '../../src/kong/traffic';

const HOST = 'api.example.com';
/** The headers in which an upstream reads who the client is and what it dialled. */
export const SEEN_NAMES = ['X-Real-IP', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Forwarded-Port'];

/** The truth about a request that is served, or the status (none: closed without an answer) of one that is not. */
export type Expectation =
  | { readonly client: string; readonly scheme: string; readonly port: number }
  | { readonly refused: number | undefined };

/**
 * One request, to the open route, to the https-only one and to the one by header, and where the connection is shared,
 * an honest one after them.
 */
export interface Question {
  readonly column: string;
  readonly connection: Connection;
  /** @default - HTTP/1.1 */
  readonly protocol?: Protocol;
  readonly scheme: 'http' | 'https';
  readonly forgery?: Forgery;
  /** The sender is a trusted proxy, which may say what it likes. */
  readonly trusted?: boolean;
  readonly expected: Expectation;
}

export interface Result {
  readonly column: string;
  readonly name: string;
  /** What is wrong; nothing when the case passed. */
  readonly problem?: string;
  readonly note?: string;
  readonly scheme?: string;
  /** Whether the request lied, and whether the lie was believed. */
  readonly forged?: boolean;
  readonly believed?: boolean;
  readonly trusted?: boolean;
  readonly status?: number;
  readonly secureStatus?: number;
  /** Whether Kong's router took the request for one of the claimed address. */
  readonly routed?: boolean;
  /** What the program's own probe said. */
  readonly probed?: Probed;
  /** What the upstream saw of the request to the open route. */
  readonly seen?: Readonly<Record<string, string | undefined>>;
}

export async function ask({
  column,
  connection,
  protocol = HTTP1,
  scheme,
  forgery,
  trusted,
  expected,
}: Question): Promise<Result> {
  const headers = forgery?.headers(scheme === 'http' ? 'https' : 'http') ?? [];
  const { open: path, secure: securePath, byAddress } = protocol.paths;
  const requests = [
    { host: HOST, path, headers },
    { host: HOST, path: securePath, headers },
    { host: HOST, path: byAddress ?? path, headers },
  ];
  const later = protocol.shares ? [{ host: HOST, path, headers: [] }] : [];
  const [open, secure, asked, ...honest] = await protocol.send(connection, [...requests, ...later]);
  const outcome = outcomeOf(open);
  const routed = asked.status === TAKEN;
  const problems = [
    ...(trusted
      ? []
      : [...problemsOf(outcome, expected), ...secureProblems(secure, expected), ...routeProblems(routed)]),
    ...honest
      .flatMap((response) => problemsOf(outcomeOf(response), expected))
      .map((problem) => `of the honest request after it, ${problem}`),
  ];
  const lied = forgery !== undefined && (routed || isBelieved(outcome, secure, scheme));
  return {
    column,
    name: [protocol.name, forgery?.name ?? 'honest', connection.proxyHeader && 'PROXY header', `over ${scheme}`]
      .filter(Boolean)
      .join(', '),
    problem: problems.length > 0 ? problems.join('; ') : undefined,
    note: trusted && lied ? 'trusted' : undefined,
    scheme,
    forged: forgery !== undefined && !trusted,
    believed: lied && !trusted,
    trusted: trusted && lied,
    status: open.status,
    secureStatus: secure.status,
    routed,
    seen: outcome.seen,
  };
}

/** No two connections claim the same addresses, whose counts would add up. */
let exhausted = 0;

/** The column of the results of `exhaust`. */
export const LIMIT_BY_HEADER = 'limit';

/** A client that writes another address into each request: the limit of the client itself must be reached. */
export async function exhaust({ connection, scheme }: Question): Promise<Result> {
  // Kong counts a request after its answer, so it may let more pass than the limit.
  exhausted += 1;
  const [high, low] = [Math.floor(exhausted / 256), exhausted % 256];
  const claims = Array.from({ length: 3 * LIMIT }, (_, index) => `6.${high}.${low}.${index}`);
  const statuses: (number | undefined)[] = [];
  for (const claim of claims) {
    const [{ status }] = await HTTP1.send(connection, [
      { host: HOST, path: '/limited', headers: [[CLIENT_HEADER, claim]] },
    ]);
    statuses.push(status);
  }
  const held = statuses.includes(LIMITED);
  return {
    column: LIMIT_BY_HEADER,
    name: `a limit by ${CLIENT_HEADER}, over ${scheme}`,
    problem: held
      ? undefined
      : `${claims.length} requests pass a limit of ${LIMIT} by ${CLIENT_HEADER}: ${statuses.join(' ')}`,
    scheme,
    forged: true,
    believed: !held,
  };
}

interface Outcome {
  readonly status?: number;
  readonly received?: readonly Header[];
  readonly seen?: Result['seen'];
}

function outcomeOf({ status, body }: HttpResponse): Outcome {
  const received = seenByUpstream(body);
  return {
    status,
    received,
    seen: received && Object.fromEntries(SEEN_NAMES.map((name) => [name, headerValue(received, name)])),
  };
}

/** Whether anything of a forgery reached the upstream, or opened the https-only route. */
function isBelieved({ received = [], seen }: Outcome, secure: HttpResponse, scheme: string): boolean {
  return (
    received.some(isTrace) ||
    seen?.['X-Forwarded-Port'] === FORGED_PORT ||
    (seen !== undefined && seen['X-Forwarded-Proto'] !== scheme) ||
    (scheme === 'http' && secure.status === 200)
  );
}

function isTrace([name, value]: Header): boolean {
  return TRACE.test(value) && !OF_CDNS.some((known) => known.toLowerCase() === name.toLowerCase());
}

function problemsOf({ status, received, seen }: Outcome, expected: Expectation): string[] {
  if ('refused' in expected) {
    return received || status !== expected.refused
      ? [`${describe(status)} instead of ${describe(expected.refused)}`]
      : [];
  }
  if (!received || !seen) return [`${describe(status)} instead of an answer of the upstream`];
  const truth = [expected.client, expected.client, expected.scheme, HOST, String(expected.port)];
  const wrong = SEEN_NAMES.map((name, index) => [name, seen[name], truth[index]]).filter(
    ([, actual, wanted]) => actual !== wanted,
  );
  const known = SEEN_NAMES.map((name) => name.toLowerCase());
  const traces = received.filter((header) => isTrace(header) && !known.includes(header[0].toLowerCase()));
  return [
    ...wrong.map(([name, actual, wanted]) => `${name} is ${actual} instead of ${wanted}`),
    ...traces.map(([name, value]) => `${name}: ${value} passed through`),
  ];
}

function secureProblems({ status }: HttpResponse, expected: Expectation): string[] {
  const answer = 'scheme' in expected && expected.scheme === 'https' ? 200 : 426;
  const wanted = 'refused' in expected ? expected.refused : answer;
  return status === wanted ? [] : [`the https-only route says ${describe(status)} instead of ${describe(wanted)}`];
}

function routeProblems(routed: boolean): string[] {
  return routed ? [`a route by ${CLIENT_HEADER} is taken with the claimed address`] : [];
}

function describe(status: number | undefined): string {
  return status === undefined ? 'no answer' : `status ${status}`;
}
