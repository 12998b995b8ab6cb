import { Endpoint, Exchange, isHonest } from './exchange';
import { Known } from './owner';
import { EndpointReport, Fate, judge } from './verdict';
import { warningsOf } from './warnings';
import { Verdict, worst } from '../check/verdict';

/** What a probe found. */
export interface ProbeReport {
  readonly verdict: Verdict;
  readonly endpoints: readonly EndpointReport[];
  readonly warnings: readonly string[];
  /** What was read to learn which addresses Kong believed, and what could not be. */
  readonly read: readonly string[];
  readonly troubles: readonly string[];
  /** The pods that answered, where the log of pods was read. */
  readonly seenBy: readonly string[];
}

/** What was read, and what could not be. */
export interface Reading {
  readonly reads: readonly string[];
  readonly troubles: readonly string[];
  /** The gateway that a log is of, by the name in `seenBy`, where that is known. */
  gatewayOf?(seenBy: string): string | undefined;
}

export function reportOf(exchanges: readonly Exchange[], known: Known, reading: Reading): ProbeReport {
  const endpoints = [...new Set(exchanges.map(({ endpoint }) => endpoint))];
  const reports = endpoints.map((endpoint) => {
    const own = exchanges.filter((exchange) => exchange.endpoint === endpoint);
    return judge(endpoint, own, known);
  });
  // Where every endpoint leads elsewhere, nothing was judged.
  const verdict = worst(reports.flatMap((report) => report.verdict ?? []));
  return {
    verdict,
    endpoints: reports,
    warnings: warningsOf(exchanges, (seenBy) => reading.gatewayOf?.(seenBy)),
    read: reading.reads,
    troubles: reading.troubles,
    seenBy: [...new Set(exchanges.flatMap(({ seenBy }) => seenBy))],
  };
}

/** The forged requests that came out in one way. */
export function fatesOf({ fates }: EndpointReport, fate: Fate): string[] {
  const chosen = fates.filter((told) => told.fate === fate && !isHonest(told.exchange.request));
  return chosen.map(({ exchange }) => exchange.request.name);
}

export function titleOf({ target, family, address, version }: Endpoint): string {
  return `${target.origin}${target.echo ? target.path : ''} (${address}, IPv${family}, ${version})`;
}

/** The report for other programs: plain data, with stable names. */
export function jsonOf({ verdict, endpoints, warnings, read, troubles, seenBy }: ProbeReport): object {
  return {
    verdict,
    endpoints: endpoints.map(({ endpoint, verdict: own, aside, reasons, believed, yours, fates }) => ({
      url: `${endpoint.target.origin}${endpoint.target.path}`,
      address: endpoint.address,
      family: endpoint.family,
      version: endpoint.version,
      verdict: own,
      aside,
      reasons,
      believed,
      yours: yours && (yours === 'yours' ? 'certain' : 'probable'),
      requests: fates.map(({ exchange, fate }) => ({
        name: exchange.request.name,
        headers: exchange.request.headers,
        fate,
        status: exchange.answer.kind === 'answered' ? exchange.answer.status : undefined,
        believed: exchange.believed,
        upstream: exchange.upstream,
      })),
    })),
    warnings,
    read,
    troubles,
    answeredBy: seenBy,
  };
}
