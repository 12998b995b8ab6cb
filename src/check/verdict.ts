/** What becomes of the client's address, from the worst to the best. */
export const VERDICTS = ['broken', 'forgeable', 'lost', 'unknown', 'kept'] as const;

export type Verdict = typeof VERDICTS[number];

/** Several ways in: the worst one counts. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}

/** Several things that may be true: what they agree on. */
export function agreed(verdicts: readonly Verdict[]): Verdict {
  return verdicts.every((verdict) => verdict === verdicts[0]) ? verdicts[0] ?? 'unknown' : 'unknown';
}
