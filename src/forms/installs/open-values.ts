import { isDeciding } from '../../charts/keys';
import { pathText, ValuePath } from '../../charts/release';
import { isObject } from '../../input/objects';
import { expressionIn } from '../expressions';

/** Values without those that only an expression tells, and a question for each that decides about the objects. */
export interface Settled {
  readonly tree: unknown;
  readonly questions: readonly string[];
}

/**
 * What is a text for Helm whatever it says, so that an expression may stay in it, and what the chart takes for a
 * template itself.
 */
const TEXTS = new Set([
  'env',
  'customEnv',
  'annotations',
  'labels',
  'podAnnotations',
  'podLabels',
  'deploymentAnnotations',
  'extraLabels',
  'extraObjects',
  'dblessConfig',
]);

/** Takes out values that Helm would be given as something else than what is written. */
export function settle(of: 'kong' | 'ingress', tree: unknown): Settled {
  const questions: string[] = [];
  const settled = (value: unknown, path: ValuePath): unknown => {
    if (TEXTS.has(String(path[path.length - 1]))) return value;
    if (Array.isArray(value)) {
      return value.map((item, index) => settled(item, [...path, index])).filter((item) => item !== undefined);
    }
    if (isObject(value)) {
      const entries = Object.entries(value).map(([key, inner]) => [key, settled(inner, [...path, key])]);
      return Object.fromEntries(entries.filter(([, inner]) => inner !== undefined));
    }
    const expression = expressionIn(value);
    if (expression === undefined) return value;
    if (isDeciding(of, path)) questions.push(`What is ${pathText(path)}? It comes from the expression ${expression}.`);
    return undefined;
  };
  return { tree: settled(tree, []), questions };
}
