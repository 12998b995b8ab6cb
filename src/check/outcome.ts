import { ClientIpFinding, ClientIpReport, ClientIpVerdict } from './report';

/** What makes a run fail: findings of a level, or also verdicts that are not known. */
export const FAILURES = ['error', 'warning', 'unknown'] as const;
export type Failure = (typeof FAILURES)[number];

/** What a report comes to. */
export type Outcome = 'clean' | 'failed' | 'unusable';

const BAD: readonly string[] = [ClientIpVerdict.BROKEN, ClientIpVerdict.FORGEABLE, ClientIpVerdict.LOST];

/**
 * A verdict that is bad fails as an error does, unless its errors are acknowledged. What cannot be read is worse than
 * either.
 */
export function outcomeOf({ gateways, notJudged, unreadable }: ClientIpReport, failOn: readonly Failure[]): Outcome {
  if (unreadable.length > 0) return 'unusable';
  const levels = failOn.includes('warning') ? ['error', 'warning'] : ['error'];
  const doubts = failOn.includes('unknown');
  if (doubts && notJudged.length > 0) return 'failed';
  for (const { verdict, findings } of gateways) {
    if (findings.some((finding) => !isAccepted(finding) && levels.includes(finding.level))) return 'failed';
    if (BAD.includes(verdict) && !findings.some(({ level }) => level === 'error')) return 'failed';
    if (doubts && verdict === ClientIpVerdict.UNKNOWN) return 'failed';
  }
  return 'clean';
}

function isAccepted({ acknowledged }: ClientIpFinding): boolean {
  return acknowledged !== undefined;
}
