import { isObject } from '../input/objects';

/**
 * What something outside of the file fills in: `${…}` of Terraform and of Flux, `{{…}}` of an ApplicationSet, `ENC[…]`
 * of sops.
 */
const EXPRESSION = /\$\{[^}]*\}|\{\{.*?\}\}|^ENC\[/;

/** The key of a variable whose value cannot be read here; its value is the expression. */
export const EXPRESSION_KEY = 'expression';

/**
 * The values, with environment variables that hold an expression made hidden ones. Kong's chart passes `valueFrom`
 * on, so only a variable that decides makes a verdict unknown. Other expressions stay: the model of the chart asks
 * about them where they matter.
 */
export function hideExpressions(tree: unknown): unknown {
  if (Array.isArray(tree)) return tree.map(hideExpressions);
  if (!isObject(tree)) return tree;
  return Object.fromEntries(
    Object.entries(tree).map(([key, value]) => [
      key,
      isEnvironment(key, value) ? hideIn(value) : hideExpressions(value),
    ]),
  );
}

function isEnvironment(key: string, value: unknown): value is Record<string, unknown> {
  return (key === 'env' || key === 'customEnv') && isObject(value);
}

function hideIn(variables: Record<string, unknown>): unknown {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, hidden(value)]));
}

function hidden(value: unknown): unknown {
  const expression = expressionIn(value);
  return expression === undefined ? value : { valueFrom: { [EXPRESSION_KEY]: expression } };
}

/** The expression in a text, without what marks it as one. */
export function expressionIn(value: unknown): string | undefined {
  const [expression] = typeof value === 'string' ? (EXPRESSION.exec(value) ?? []) : [];
  return expression?.replace(/^[${\s]+|[}\s[]+$/g, '');
}
