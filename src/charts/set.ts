import { pathText, Tree, ValuePath } from './release';
import { isObject } from '../input/objects';

/*
 * The grammar of `--set`: `a.b=1,list[0].c=x,list={x,y}`. A backslash takes the next character as it is. Argo's
 * parameters and Terraform's `set` blocks are written in it too.
 */

/** The most places that Helm makes in a list. */
const MOST_PLACES = 65536;

/**
 * Values with those of a `--set` in them. With `asText`, as `--set-string` does, numbers, booleans and `null` stay
 * texts.
 *
 * @throws when Helm cannot read the assignments
 */
export function setValue(values: unknown, assignments: string, asText = false): unknown {
  return parseSet(assignments, asText).reduce<unknown>((tree, { path, value }) => put(tree, path, value), values ?? {});
}

export interface Assignment {
  readonly path: ValuePath;
  readonly value: unknown;
}

/**
 * What a `--set` assigns, in its order.
 *
 * @throws when Helm cannot read it
 */
export function parseSet(text: string, asText = false): Assignment[] {
  const assignments: Assignment[] = [];
  const reader = new Reader(text);
  while (!reader.ended) {
    const path = pathOf(reader);
    const value = reader.next === '{' ? listOf(reader, asText) : typed(reader.until(',').text, asText);
    // Helm passes over a value without a key.
    if (path[0] !== '') assignments.push({ path, value });
  }
  return assignments;
}

function pathOf(reader: Reader): ValuePath {
  const path: (string | number)[] = [];
  let afterPlace = false;
  for (;;) {
    const { text, end } = reader.until('.[=,');
    if (end !== '=' && end !== '.' && end !== '[') {
      throw new Error(
        `the key ${JSON.stringify(text)} has no value; write ${text || 'a.b'}=…, and \\, for a comma inside a value`,
      );
    }
    if (text === '' && end === '=' && path.length > 0 && !afterPlace) {
      throw new Error(`${pathText(path)}. ends in a dot; write the key behind it`);
    }
    if (text !== '' || !afterPlace) {
      path.push(text);
    }
    afterPlace = false;
    if (end === '=') {
      return path;
    }
    if (end === '[') {
      path.push(placeOf(reader));
      afterPlace = true;
    }
  }
}

function placeOf(reader: Reader): number {
  const { text, end } = reader.until(']');
  if (end !== ']' || !/^\d+$/.test(text) || Number(text) > MOST_PLACES) {
    throw new Error(`[${text}] is not a place in a list; write a whole number up to ${MOST_PLACES} in brackets`);
  }
  return Number(text);
}

function listOf(reader: Reader, asText: boolean): unknown[] {
  const items: unknown[] = [];
  reader.skip();
  for (;;) {
    const { text, end } = reader.until(',}');
    if (end === undefined) {
      throw new Error('the list has no end; write name={a,b}');
    }
    items.push(typed(text, asText));
    if (end === '}') {
      if (reader.next === ',') reader.skip();
      return items;
    }
  }
}

function typed(text: string, asText: boolean): unknown {
  if (asText) {
    return text;
  }
  switch (text.toLowerCase()) {
    case 'true':
      return true;
    case 'false':
      return false;
    case 'null':
      return null;
    case '0':
      return 0;
    default:
      return /^[+-]?[1-9]\d*$/.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : text;
  }
}

function put(tree: unknown, path: ValuePath, value: unknown): unknown {
  if (path.length === 0) {
    return value;
  }
  const [step, ...rest] = path;
  if (typeof step === 'number') {
    const list = listAt(tree, path);
    const places = Array.from({ length: Math.max(list.length, step + 1) }, (_, place) => list[place] ?? null);
    return places.map((item, place) => (place === step ? put(item, rest, value) : item));
  }
  const map = treeAt(tree, path);
  return Object.fromEntries([
    ...Object.entries(map).filter(([key]) => key !== step),
    [step, put(map[step], rest, value)],
  ]);
}

function treeAt(tree: unknown, path: ValuePath): Tree {
  if (tree !== undefined && tree !== null && !isObject(tree)) {
    throw new Error(`${JSON.stringify(path[0])} is to be set in ${JSON.stringify(tree)}, which is not a map`);
  }
  return tree ?? {};
}

function listAt(tree: unknown, path: ValuePath): readonly unknown[] {
  if (tree !== undefined && tree !== null && !Array.isArray(tree)) {
    throw new Error(`place [${path[0]}] is to be set in ${JSON.stringify(tree)}, which is not a list`);
  }
  return (tree as unknown[] | undefined) ?? [];
}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  get next(): string | undefined {
    return this.text[this.at];
  }

  skip(): void {
    this.at++;
  }

  /** The text up to one of these characters, which is skipped, or up to the end. */
  until(stops: string): { text: string; end: string | undefined } {
    let text = '';
    while (this.at < this.text.length) {
      const character = this.text[this.at++];
      if (character === '\\' && this.at < this.text.length) {
        text += this.text[this.at++];
      } else if (stops.includes(character)) {
        return { text, end: character };
      } else {
        text += character;
      }
    }
    return { text, end: undefined };
  }
}
