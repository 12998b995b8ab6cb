import { helmValue } from './helm';
import { ManifestObject } from '../../forms/manifests';
import { Judgement } from '../judge';
import { ClientIpFinding, ClientIpLevel } from '../report';
import { RULES } from '../rules';
import { noCauseFound } from '../rules/no-cause-found';
import { Level, Match, Rule } from '../rules/rule';
import { isBad } from '../verdict';

/** An annotation of this name with a rule's id behind it acknowledges the rule's finding; its value is the reason. */
export const ACKNOWLEDGE = 'kong-client-ip/acknowledge.';

/** From the worst to the least. */
const LEVELS: Readonly<Record<Level, ClientIpLevel>> = {
  error: ClientIpLevel.ERROR,
  warning: ClientIpLevel.WARNING,
  note: ClientIpLevel.NOTE,
};

/** Errors first, and of each level in the order of the rules. A bad verdict has an error in any case. */
export function findingsOf(judgement: Judgement): ClientIpFinding[] {
  const { workload } = judgement.gateway;
  const found = new Map<string, ClientIpFinding>();
  for (const rule of RULES) {
    for (const match of rule.find(judgement)) {
      const key = `${rule.id} ${match.at.id} ${match.field}`;
      if (!found.has(key)) found.set(key, finding(rule, match, workload));
    }
  }
  const findings = [...found.values()];
  const named = findings.some(({ level }) => level === ClientIpLevel.ERROR);
  const all = isBad(judgement.verdict) && !named ? [finding(noCauseFound, { at: workload }, workload), ...findings] : findings;
  return Object.values(LEVELS).flatMap((level) => all.filter((one) => one.level === level));
}

function finding(rule: Rule, { at, field, level, why, mend }: Match, workload: ManifestObject): ClientIpFinding {
  const place = at.place(field);
  return {
    rule: rule.id,
    level: LEVELS[level ?? rule.level],
    object: at.id,
    field,
    file: place?.file,
    line: place?.line,
    column: place?.column,
    why: why ?? rule.why,
    mend: mend ?? rule.mend,
    helmValue: at.made ? field && at.made.valueOf(field) : helmValue(at, field),
    acknowledged: [at, workload].map((object) => acknowledgement(object, rule.id)).find((reason) => reason !== undefined),
  };
}

/** An acknowledgement without a reason is none. */
function acknowledgement({ object }: ManifestObject, rule: string): string | undefined {
  const reason: unknown = object.metadata?.annotations?.[`${ACKNOWLEDGE}${rule}`];
  return typeof reason === 'string' && reason.trim() !== '' ? reason.trim() : undefined;
}
