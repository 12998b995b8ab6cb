import { expressionIn } from '../../forms/expressions';
import { Judgement } from '../judge';
import { RULES } from '../rules';

/** Annotations that make an error of what an expression has not filled in yet. */
export function openAnnotations(judgement: Judgement): string[] {
  if (!judgement.gateway.workload.made) return [];
  const errors = RULES.filter(({ level }) => level === 'error').flatMap((rule) => rule.find(judgement));
  const questions = errors.flatMap(({ at, field = '' }) => {
    const [, key] = /^metadata\.annotations\[(.*)\]$/.exec(field) ?? [];
    const expression = key && at.made && expressionIn(at.object.metadata?.annotations?.[key]);
    return expression ? [`What is ${at.made!.valueOf(field) ?? key}? It comes from the expression ${expression}.`] : [];
  });
  return [...new Set(questions)];
}
