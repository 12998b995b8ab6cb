import { Comparison, Expectation } from './compare';
import { Outcome, Statement } from './statements';

/*
 * What expect.json would be if the check were right. Only cases that disagree change; the reader of the difference
 * decides.
 */

/** The list of expectations, with what the check says in place of what it does not. */
export function acceptComparisons(comparisons: readonly Comparison[]): Expectation[] {
  return comparisons.flatMap(({ expected, report, disagreements }) => {
    if (!expected) return [];
    if (!report || disagreements.length === 0) return [expected];
    const kept = expected.findings.filter(
      ({ rule, severity, object }) =>
        severity === 'note' ||
        report.findings.some((found) => found.rule === rule && found.object === object && found.level === severity),
    );
    const added = report.findings
      .filter(({ rule }) => !expected.mayAlso.includes(rule) && !kept.some((one) => one.rule === rule))
      .map(({ rule, level, object }) => ({ rule, severity: level, object }));
    return [{ ...expected, verdict: report.verdict, findings: [...kept, ...added] }];
  });
}

/** The list of statements, without what does not hold. */
export function acceptOutcomes(outcomes: readonly Outcome[]): Statement[] {
  return outcomes.map(({ statement, wrong, gateways }) => {
    if (wrong.length === 0 || gateways.length === 0) return statement;
    const found = gateways.flatMap(({ findings }) =>
      findings.filter(({ level }) => level !== 'note').map(({ rule }) => rule),
    );
    return {
      ...statement,
      ...(statement.verdicts ? { verdicts: [...new Set(gateways.map(({ verdict }) => verdict))] } : {}),
      ...(statement.mustFind ? { mustFind: statement.mustFind.filter((rule) => found.includes(rule)) } : {}),
      ...(statement.never ? { never: statement.never.filter((rule) => !found.includes(rule)) } : {}),
      ...(statement.anyFinding ? { anyFinding: found.length > 0 } : {}),
    };
  });
}
