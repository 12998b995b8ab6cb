import { asYaml } from './pasted';
import { Chart } from './release';
import { at, print } from './template';
import { versionText } from './versions';

/*
 * Some values are templates themselves, of which only the plain ones are understood: a field of the release or of the
 * values, and a text in quotes.
 */

const ACTION = /\{\{-?\s*((?:[^{}"]|"[^"]*")*?)\s*-?\}\}/g;

/** Fields of the release and of the chart by their names in a template. */
const FIELDS: Readonly<Record<string, (chart: Chart) => string>> = {
  '.Release.Name': ({ release }) => release,
  '.Release.Namespace': ({ releaseNamespace }) => releaseNamespace,
  '.Release.Service': () => 'Helm',
  '.Chart.Name': ({ alias, name }) => alias ?? name,
  '.Chart.Version': ({ version }) => versionText(version),
};

/** What becomes of a value that the chart takes for a template. */
export function expand(chart: Chart, value: unknown): string {
  const text = typeof value === 'string' ? value : asYaml(value ?? null);
  return text.includes('{{')
    ? text.replace(ACTION, (action, expression: string) => evaluate(chart, expression) ?? action)
    : text;
}

/** Whether it has actions that are not understood, so that only Helm knows what becomes of it. */
export function isBeyond(text: string): boolean {
  const rest = text.replace(ACTION, (action, expression: string) =>
    isPlain(expression) && !/\{\{-|-\}\}/.test(action) ? '' : action,
  );
  return rest.includes('{{');
}

function isPlain(expression: string): boolean {
  return Object.hasOwn(FIELDS, expression) || /^\.Values(?:\.\w+)+$/.test(expression) || /^"[^"\\]*"$/.test(expression);
}

function evaluate(chart: Chart, expression: string): string | undefined {
  if (!isPlain(expression)) {
    return undefined;
  }
  if (expression.startsWith('"')) {
    return expression.slice(1, -1);
  }
  return expression.startsWith('.Values.')
    ? print(at(chart.values, expression.slice('.Values.'.length)))
    : FIELDS[expression](chart);
}
