import { FORGED_PORT, Forgery, OF_CDNS, TRACE } from './forgeries';
import { Connection, send } from './request';
import { headerValue, seenByUpstream } from './upstream';
import { Header } from '../../src/kong/traffic';

const HOST = 'api.example.com';
/** The headers in which an upstream reads who the client is and what it dialled. */
export const SEEN_NAMES = ['X-Real-IP', 'X-Forwarded-For', 'X-Forwarded-Proto', 'X-Forwarded-Host', 'X-Forwarded-Port'];

/** The truth about a request that is served, or the status (none: closed without an answer) of one that is not. */
export type Expectation =
  | { readonly client: string; readonly scheme: string; readonly port: number }
  | { readonly refused: number | undefined };

/** One request, to the open route and to the https-only one. */
export interface Question {
  readonly column: string;
  readonly connection: Connection;
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
  /** Whether the request lied, and whether the lie reached somebody. */
  readonly forged?: boolean;
  readonly believed?: boolean;
  readonly trusted?: boolean;
  readonly status?: number;
  readonly secureStatus?: number;
  /** What the upstream saw of the request to the open route. */
  readonly seen?: Readonly<Record<string, string | undefined>>;
}

export async function ask({ column, connection, scheme, forgery, trusted, expected }: Question): Promise<Result> {
  const headers = forgery?.headers(scheme === 'http' ? 'https' : 'http') ?? [];
  const [open] = await send(connection, [{ host: HOST, path: '/x', headers }]);
  const [secure] = await send(connection, [{ host: HOST, path: '/secure', headers }]);
  const received = seenByUpstream(open.body);
  const seen = received && Object.fromEntries(SEEN_NAMES.map((name) => [name, headerValue(received, name)]));
  const outcome = { status: open.status, secureStatus: secure.status, received, seen };
  const problems = 'refused' in expected ? refusalProblems(outcome, expected.refused) : servedProblems(outcome, expected);
  const lied = forgery !== undefined && isBelieved(outcome, scheme);
  return {
    column,
    name: [forgery?.name ?? 'honest', connection.proxyHeader && 'PROXY header', `over ${scheme}`].filter(Boolean).join(', '),
    problem: problems.length > 0 && !trusted ? problems.join('; ') : undefined,
    note: trusted && lied ? 'trusted' : undefined,
    scheme,
    forged: forgery !== undefined && !trusted,
    believed: lied && !trusted,
    trusted: trusted && lied,
    status: open.status,
    secureStatus: secure.status,
    seen,
  };
}

interface Outcome {
  readonly status?: number;
  readonly secureStatus?: number;
  readonly received?: readonly Header[];
  readonly seen?: Result['seen'];
}

/** Whether anything of a forgery reached the upstream, or opened the https-only route. */
function isBelieved({ secureStatus, received = [], seen }: Outcome, scheme: string): boolean {
  return received.some(isTrace)
    || seen?.['X-Forwarded-Port'] === FORGED_PORT
    || seen !== undefined && seen['X-Forwarded-Proto'] !== scheme
    || scheme === 'http' && secureStatus === 200;
}

function isTrace([name, value]: Header): boolean {
  return TRACE.test(value) && !OF_CDNS.some((known) => known.toLowerCase() === name.toLowerCase());
}

function servedProblems(outcome: Outcome, { client, scheme, port }: Exclude<Expectation, { refused: unknown }>): string[] {
  if (!outcome.received || !outcome.seen) return [`${describe(outcome.status)} instead of an answer of the upstream`];
  const truth = [client, client, scheme, HOST, String(port)];
  const { seen, secureStatus } = outcome;
  const wrong = SEEN_NAMES.map((name, index) => [name, seen[name], truth[index]]).filter(([, actual, wanted]) => actual !== wanted);
  const known = SEEN_NAMES.map((name) => name.toLowerCase());
  const traces = outcome.received.filter((header) => isTrace(header) && !known.includes(header[0].toLowerCase()));
  const wantedStatus = scheme === 'https' ? 200 : 426;
  return [
    ...wrong.map(([name, actual, wanted]) => `${name} is ${actual} instead of ${wanted}`),
    ...traces.map(([name, value]) => `${name}: ${value} passed through`),
    ...secureStatus === wantedStatus ? [] : [`the https-only route says ${describe(secureStatus)} instead of ${wantedStatus}`],
  ];
}

function refusalProblems({ status, secureStatus, received }: Outcome, refused: number | undefined): string[] {
  if (received || status !== refused) return [`${describe(status)} instead of ${describe(refused)}`];
  return secureStatus === refused ? [] : [`the https-only route says ${describe(secureStatus)} instead of ${describe(refused)}`];
}

function describe(status: number | undefined): string {
  return status === undefined ? 'no answer' : `status ${status}`;
}
