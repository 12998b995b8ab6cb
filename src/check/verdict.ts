import { ClientIpVerdict } from './report';

/** What becomes of the client's address. */
export type Verdict = `${ClientIpVerdict}`;

/** From the worst to the best. */
const ORDER: readonly Verdict[] = Object.values(ClientIpVerdict);

/** Several ways in: the worst one counts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return ORDER.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

/** Several things that may be true: what they agree on. */
export function agreed(verdicts: readonly Verdict[]): Verdict {
  return verdicts.every((verdict) => verdict === verdicts[0]) ? (verdicts[0] ?? 'unknown') : 'unknown';
}

/** Whether there is something to mend for certain. */
export function isBad(verdict: Verdict): boolean {
  return verdict === 'broken' || verdict === 'forgeable' || verdict === 'lost';
}
