import { helmValue } from './helm';
import { Redact, redactorOf } from './secrets';
import { ManifestObject } from '../../forms/manifests';
import { acknowledgement } from '../acknowledge';
import { Judgement } from '../judge';
import { ClientIpFinding, ClientIpLevel } from '../report';
import { RULES } from '../rules';
import { noCauseFound } from '../rules/no-cause-found';
import { Level, Match, Rule } from '../rules/rule';
import { isBad } from '../verdict';

/** From the worst to the least. */
const LEVELS: Readonly<Record<Level, ClientIpLevel>> = {
  error: ClientIpLevel.ERROR,
  warning: ClientIpLevel.WARNING,
  note: ClientIpLevel.NOTE,
};

/** Errors first, and of each level in the order of the rules. A bad verdict has an error in any case. */
export function findingsOf(judgement: Judgement): ClientIpFinding[] {
  const { workload, environment } = judgement.gateway;
  const redact = redactorOf(environment);
  const found = new Map<string, ClientIpFinding>();
  for (const rule of RULES) {
    for (const match of rule.find(judgement)) {
      const key = `${rule.id} ${match.at.id} ${match.field}`;
      if (!found.has(key)) found.set(key, finding(rule, match, workload, redact));
    }
  }
  const findings = [...found.values()];
  const named = findings.some(({ level }) => level === ClientIpLevel.ERROR);
  const all =
    isBad(judgement.verdict) && !named
      ? [finding(noCauseFound, { at: workload }, workload, redact), ...findings]
      : findings;
  return Object.values(LEVELS).flatMap((level) => all.filter((one) => one.level === level));
}

function finding(
  rule: Rule,
  { at, field, level, why, mend }: Match,
  workload: ManifestObject,
  redact: Redact,
): ClientIpFinding {
  const place = at.place(field);
  return {
    rule: rule.id,
    level: LEVELS[level ?? rule.level],
    object: at.id,
    field,
    file: place?.file,
    line: place?.line,
    column: place?.column,
    why: why === undefined ? rule.why : redact(why),
    mend: mend === undefined ? rule.mend : redact(mend),
    helmValue: at.made ? field && at.made.valueOf(field) : helmValue(at, field),
    acknowledged: [at, workload]
      .map(({ object }) => acknowledgement(object, rule.id))
      .find((reason) => reason !== undefined),
  };
}
