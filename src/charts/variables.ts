import { pastedTree } from './pasted';
import { Tree } from './release';
import { at, isSet, isSetAt, print, quote, Refusal, sorted } from './template';
import { isObject } from '../input/objects';

/** Variables of an environment, as values of the chart. */
export type Variables = Map<string, unknown>;

/** A text that the chart takes for YAML. */
export function secretKey(name: unknown, key: string): string {
  return `valueFrom:\n  secretKeyRef:\n    name: ${print(name)}\n    key: ${key}`;
}

/** Variables of the user's by the names that they get. */
export function prefixed(prefix: string, values: unknown, refusesLogs: boolean): Variables {
  const variables: Variables = new Map();
  for (const [key, value] of sorted(values)) {
    if (refusesLogs && key.includes('_log') && typeof value === 'boolean') {
      throw new Refusal(`env.${key} must be a text, such as "off" in quotes, and is ${value}`);
    }
    variables.set(`${prefix}${key.toUpperCase()}`, value);
  }
  return variables;
}

/** Later variables win; maps, such as those with valueFrom, are merged. */
export function overwrite(variables: Variables, later: Variables): void {
  for (const [name, value] of later) {
    const before = variables.get(name);
    variables.set(name, isObject(before) && isObject(value) ? merged(before, value) : value);
  }
}

function merged(before: Tree, later: Tree): Tree {
  return Object.fromEntries([
    ...Object.entries(before),
    ...Object.entries(later).map(([key, value]) => {
      const own = Object.hasOwn(before, key) ? before[key] : undefined;
      return [key, isObject(own) && isObject(value) ? merged(own, value) : value];
    }),
  ]);
}

/** Variables as a container lists them. */
export function written(variables: Variables): Tree[] {
  return [...variables].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => variable(name, value));
}

function variable(name: string, value: unknown): Tree {
  if (isObject(value)) {
    if (!isSet(value)) {
      throw new Refusal(`${name} must be a text or a map with valueFrom, and is an empty map`);
    }
    return { name, ...value };
  }
  return typeof value === 'string' && value.includes('valueFrom')
    ? { name, ...pastedTree(value) }
    : { name, value: quote(value) };
}

/** The address at which an Ingress serves. */
export function publicUrl(ingress: unknown): string {
  const path = print(at(ingress, 'path')).replace(/\/$/, '');
  return `${isSetAt(ingress, 'tls') ? 'https' : 'http'}://${print(at(ingress, 'hostname'))}${path}`;
}
