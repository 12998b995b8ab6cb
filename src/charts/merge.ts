import { Tree } from './release';
import { fieldsOf, isObject } from '../input/objects';

/**
 * Values of several files together, as Helm merges them: maps deeply, lists whole, and what comes later wins. A
 * `null` stays, since it also deletes the chart's own value.
 */
export function mergeValues(trees: readonly unknown[]): unknown {
  return trees.reduce(over, {});
}

function over(earlier: unknown, later: unknown): unknown {
  if (!isObject(later)) {
    return later === undefined ? earlier : later;
  }
  const merged = new Map(Object.entries(fieldsOf(earlier)));
  for (const [key, value] of Object.entries(later)) {
    const before = merged.get(key);
    merged.set(key, isObject(before) && isObject(value) ? over(before, value) : value);
  }
  return treeOf(merged);
}

/** Values over the chart's own, where a `null` deletes. */
export function withDefaults(values: Tree, defaults: Tree): Tree {
  const whole = new Map(Object.entries(values));
  for (const [key, own] of Object.entries(defaults)) {
    const value = whole.get(key);
    if (!whole.has(key)) {
      whole.set(key, own);
    } else if (value === null) {
      whole.delete(key);
    } else if (isObject(value) && isObject(own)) {
      whole.set(key, withDefaults(value, own));
    }
  }
  return treeOf(whole);
}

/** A key such as `__proto__` stays a key. */
function treeOf(entries: Iterable<readonly [string, unknown]>): Tree {
  return Object.fromEntries(entries);
}
