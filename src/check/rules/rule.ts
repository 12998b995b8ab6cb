import type { Example } from './example';
import type { Judgement } from '../judge';
import type { ClientIpLevel } from '../report';
import type { Spot } from '../world/environment';

export type Level = `${ClientIpLevel}`;

/** One cause: what is wrong, what follows, and what to write instead. */
export interface Rule {
  readonly id: string;
  readonly level: Level;
  /**
   * Whether it tells of something without which the verdict would be better. A gateway of our own is not written with
   * it.
   */
  readonly leavesOpen?: boolean;
  /** What is wrong, in a sentence. */
  readonly title: string;
  /** What an attacker gains, or what breaks. */
  readonly why: string;
  /** What to write instead. */
  readonly mend: string;
  /** Public pages that say so. */
  readonly sources: readonly string[];
  /** A manifest that the rule finds something in. Every rule has one but the last, of which no example is known. */
  readonly wrong?: Example;
  /** The same manifest as it should be. */
  readonly right?: Example;
  /** Where in a gateway this is so. */
  find(judgement: Judgement): readonly Match[];
}

/** Where a rule applies. What is not said of the place is said as of the rule. */
export interface Match extends Spot {
  /** Where it is less bad, or worse, than the rule as such: a health check fails, and traffic comes all the same. */
  readonly level?: Level;
  readonly why?: string;
  readonly mend?: string;
  /** What to write into the field, where one value alone is right. */
  readonly write?: string;
}
