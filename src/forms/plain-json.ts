import { PlainYaml } from './plain-yaml';

const TOKEN = /"(?:[^"\\]|\\[^])*"(\s*:)?|[{}[\]]|[^\s{}[\]",:]+/g;

/**
 * Reads JSON in one pass. What YAML takes otherwise (a repeated key, a key that merges, a comment, a mistake) is
 * `undefined`, and is for the full reader.
 */
export function readPlainJson(text: string): PlainYaml | undefined {
  if (!/^\s*[{[]/.test(text) || text.includes('"<<"')) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    const { keys, items } = layoutOf(text);
    if (keys !== keysIn(value)) return undefined;
    return { value, items, form: 'json' };
  } catch {
    return undefined;
  }
}

interface Layout {
  /** How many keys are written. */
  readonly keys: number;
  /** Where the items of the list at `items` begin, each in its own line, and where the list ends. */
  readonly items?: readonly number[];
}

function layoutOf(text: string): Layout {
  const items: number[] = [];
  let keys = 0;
  let depth = 0;
  let list: 'asked for' | 'open' | undefined;
  for (const { 0: token, 1: isKey, index } of text.matchAll(TOKEN)) {
    const closes = token === '}' || token === ']';
    if (list === 'open' && depth === 2) items.push(index);
    if (list === 'open' && depth === 2 && closes) list = undefined;
    if (isKey !== undefined) {
      keys++;
      list = depth === 1 && token.startsWith('"items"') ? 'asked for' : list;
    } else if (token === '{' || token === '[') {
      if (list === 'asked for') list = token === '[' ? 'open' : undefined;
      depth++;
    } else if (closes) {
      depth--;
    }
  }
  return { keys, items: items.every((start) => isFirstInLine(text, start)) ? items : undefined };
}

/** With a blank before it, in whose place a bracket makes a list of the item. */
function isFirstInLine(text: string, start: number): boolean {
  return /^[ ]+$/.test(text.slice(text.lastIndexOf('\n', start - 1) + 1, start));
}

function keysIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce<number>((sum, one) => sum + keysIn(one), 0);
  return Array.isArray(value) ? inner : inner + Object.keys(value).length;
}
