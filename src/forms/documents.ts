import { Document, LineCounter, Node, Scalar, isAlias, isMap, isScalar, isSeq, parseDocument } from 'yaml';
import { Lines, Part, documentsOf } from './document-starts';
import { MOST_ALIASES, lineEndsIn, tooMuch } from './limits';
import { readPlainJson } from './plain-json';
import { PlainYaml, readPlainYaml } from './plain-yaml';
import { repeatedKeys } from './repeated-keys';
import { ClientIpManifest } from './text';
import { AS_KUBECTL } from '../input/yaml';

/** Where something is written. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column?: number;
}

/** A text or a document that cannot be read, and why. */
export interface Unreadable extends Place {
  readonly message: string;
}

/** A key of a map or an index of a list. */
export type Step = string | number;

/** A parsed document, and where its values are written. */
export interface TextDocument {
  readonly file: string;
  /** Which of the texts between `---` it is, from 0. */
  readonly part: number;
  readonly value: unknown;
  /** The paths of keys that stand twice in their map, of which the last one counts. */
  readonly repeated: readonly (readonly Step[])[];
  /** The place of the value at a path, or of the nearest value around it. */
  place(path?: readonly Step[]): Place;
  /** A text inside this document that is YAML as well, such as `values: |`, with its own places. */
  inner(path: readonly Step[]): {
    readonly documents: readonly TextDocument[];
    readonly unreadable: readonly Unreadable[];
  };
}

export interface Documents {
  readonly documents: readonly TextDocument[];
  readonly unreadable: readonly Unreadable[];
}

/** Reads every document of a text. A document that cannot be read does not hide the others. */
export function readDocuments({ name, text }: ClientIpManifest): Documents {
  const refused = tooMuch(text);
  if (refused !== undefined) {
    return { documents: [], unreadable: [{ file: name, line: 1, message: refused }] };
  }
  return readParts(documentsOf(text), name, (line, column) => ({ file: name, line, column }));
}

/** From a line and a column of a text to its place in a file. */
export type PlaceOf = (line: number, column: number) => Place;

/** Reads a text that is a part of a file. */
export function readDocumentsAt(text: string, file: string, placeOf: PlaceOf): Documents {
  return readParts(documentsOf(text), file, placeOf);
}

function readParts(parts: readonly Part[], file: string, placeOf: PlaceOf): Documents {
  const documents: TextDocument[] = [];
  const unreadable: Unreadable[] = [];
  for (const [index, part] of parts.entries()) {
    const read = readDocument(part, index, file, placeOf);
    if ('message' in read) unreadable.push(read);
    else if (read.value !== undefined && read.value !== null) documents.push(read);
  }
  return { documents, unreadable };
}

function readDocument(
  { text: written, before }: Part,
  part: number,
  file: string,
  placeOf: PlaceOf,
): TextDocument | Unreadable {
  const text = written.replace(/^\uFEFF/, '');
  const plain = readPlainYaml(text) ?? readPlainJson(text);
  if (plain) {
    return { file, part, value: plain.value, repeated: [], ...placesOf(plain, { text, before }, file, placeOf) };
  }
  const parsed = parse({ text, before }, file, placeOf);
  return 'message' in parsed ? parsed : { file, part, ...parsed };
}

type Parsed = Omit<TextDocument, 'file' | 'part'>;

/** The full reader, which knows the place of each value. */
function parse({ text, before }: Lines, file: string, placeOf: PlaceOf): Parsed | Unreadable {
  const lines = new LineCounter();
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return placeOf(before + line, col);
  };
  const refuse = (message: string, place = placeOf(before + 1, 1)): Unreadable => ({ ...place, message });
  try {
    const document = parseDocument(text, { ...AS_KUBECTL, lineCounter: lines });
    const [error] = document.errors;
    if (error) return refuse(causeOf(error.message, text), at(error.pos[0]));
    return {
      value: document.toJS({ maxAliasCount: MOST_ALIASES }),
      repeated: repeatedKeys(document.contents).map(({ path }) => path),
      place: (path = []) => at(offsetOf(document, path)),
      inner: (path) => readInner(nodeAt(document, path), file, text, at),
    };
  } catch (error) {
    return refuse(
      error instanceof RangeError ? 'the document is nested too deeply' : firstLine((error as Error).message),
    );
  }
}

/**
 * Places in a text that was read without them: the full reader looks for them when they are asked for, an item of a
 * list at a time.
 */
function placesOf(
  { items = [], form }: PlainYaml,
  whole: Lines,
  file: string,
  placeOf: PlaceOf,
): Pick<TextDocument, 'place' | 'inner'> {
  let known: { readonly index: Step | undefined; readonly parsed: Parsed | Unreadable } | undefined;
  const parsedAt = (index: number | undefined): Parsed | Unreadable => {
    if (!known || known.index !== index) {
      known = { index, parsed: parse(index === undefined ? whole : itemOf(whole, items, index, form), file, placeOf) };
    }
    return known.parsed;
  };
  const look = <T>(path: readonly Step[], ask: (parsed: Parsed, path: readonly Step[]) => T, otherwise: T): T => {
    const [list, index, ...rest] = path;
    const isItem = list === 'items' && typeof index === 'number' && index < items.length - 1;
    const parsed = parsedAt(isItem ? index : undefined);
    return 'message' in parsed ? otherwise : ask(parsed, isItem ? [0, ...rest] : path);
  };
  return {
    place: (path = []) => look(path, (parsed, inside) => parsed.place(inside), placeOf(whole.before + 1, 1)),
    inner: (path) => look(path, (parsed, inside) => parsed.inner(inside), { documents: [], unreadable: [] }),
  };
}

/** The lines of an item, as a list with this item alone. */
function itemOf({ text, before }: Lines, items: readonly number[], index: number, form: PlainYaml['form']): Lines {
  const [start, end] = [items[index], items[index + 1]].map((offset) => text.lastIndexOf('\n', offset - 1) + 1);
  const lines = form === 'json' ? `[${text.slice(start + 1, end)}]` : text.slice(start, end);
  return { text: lines, before: before + lineEndsIn(text.slice(0, start)) };
}

/**
 * The documents in a text inside a document. A block keeps its lines; any other text counts as written at its first.
 */
function readInner(node: unknown, file: string, outer: string, at: (offset: number) => Place): Documents {
  if (!isScalar(node) || typeof node.value !== 'string') {
    return { documents: [], unreadable: [] };
  }
  const start = at(node.range![0]);
  const isBlock = node.type === Scalar.BLOCK_LITERAL;
  const indent = isBlock ? indentOf(outer, node.range![0]) : 0;
  const placeOf: PlaceOf = (line, column) =>
    isBlock ? { file, line: start.line + line, column: column + indent } : start;
  return readDocumentsAt(node.value, file, placeOf);
}

/** By how many blanks the lines of a block are indented. */
function indentOf(text: string, header: number): number {
  const [, blanks = ''] = /\n(?:[ \t]*\n)*( *)\S/.exec(text.slice(header)) ?? [];
  return blanks.length;
}

function causeOf(message: string, text: string): string {
  return text.includes('{{')
    ? 'this looks like a template: render it first, as with helm template'
    : firstLine(message);
}

function firstLine(message: string): string {
  return message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '');
}

function child(document: Document, node: unknown, step: Step): { key?: Node; value: unknown } | undefined {
  const resolve = (one: unknown) => (isAlias(one) ? one.resolve(document) : one);
  if (isMap(node)) {
    // Of two equal keys the last one counts.
    const pair = node.items.filter(({ key }) => isScalar(key) && String(key.value) === String(step)).at(-1);
    return pair && { key: pair.key as Node, value: resolve(pair.value) };
  }
  if (!isSeq(node)) return undefined;
  const item = resolve(node.items[Number(step)]);
  return item === undefined ? undefined : { value: item };
}

function rootOf(document: Document): unknown {
  const { contents } = document;
  return isAlias(contents) ? contents.resolve(document) : contents;
}

function nodeAt(document: Document, path: readonly Step[]): unknown {
  return path.reduce<unknown>((node, step) => child(document, node, step)?.value, rootOf(document));
}

/** Where the value at a path begins: at its key, or for an item of a list at the item. As far as the path leads. */
function offsetOf(document: Document, path: readonly Step[]): number {
  let node = rootOf(document);
  let offset = (node as Node | null)?.range?.[0] ?? 0;
  for (const step of path) {
    const next = child(document, node, step);
    if (!next) break;
    offset = (next.key ?? (next.value as Node | null))?.range?.[0] ?? offset;
    node = next.value;
  }
  return offset;
}
