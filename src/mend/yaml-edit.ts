import {
  isAlias,
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  Node,
  Pair,
  parseDocument,
  Scalar,
  stringify,
  YAMLMap,
  YAMLSeq,
} from 'yaml';
import { AS_KUBECTL } from '../input/yaml';

/** A step to a value: a key, an index, or an item of a list by its name. */
export type EditStep = string | number | { readonly named: string };

/** Something that cannot be changed in the user's text without changing more than that. */
export class CannotEdit extends Error {}

/**
 * A text of one YAML document with a value set. Everything else stays as it is written: comments, order, quotes and
 * blank lines.
 *
 * @throws CannotEdit when the value is behind an alias, or the text cannot be read
 */
export function setInYaml(text: string, path: readonly EditStep[], value: unknown): string {
  const { node, rest, parent, key } = follow(text, path);
  if (rest.length === 0) return replaceValue(text, node, parent, key, value);
  const inner = nested(rest.slice(1), value);
  const [step] = rest;
  if (isMap(node)) return insertPair(text, node, keyOf(step), inner);
  if (isSeq(node)) {
    return insertItem(text, node, typeof step === 'object' ? { name: step.named, ...(inner as object) } : inner);
  }
  if (node === undefined || (isScalar(node) && node.value === null)) {
    return fillEmpty(text, node, key, nested(rest, value));
  }
  throw new CannotEdit(`${pathText(path)} is not a map`);
}

/** A text of one YAML document without a value, and without the maps that would be left empty. */
export function removeInYaml(text: string, path: readonly EditStep[]): string {
  const { rest, parent, key, item } = follow(text, path);
  if (rest.length > 0 || !parent) return text;
  const isLast = parent.items.length === 1;
  if (isLast && path.length > 1) return removeInYaml(text, path.slice(0, -1));
  const items = parent.items as unknown[];
  const index = items.indexOf(item);
  const [start, end] = rangeOfItem(item);
  if (parent.flow) return cutFlow(text, items, index);
  const last = lineEnd(text, trimmedEnd(text, start, end));
  return key === undefined ? cutLines(text, lineStart(text, start), last) : cutPair(text, start, last);
}

interface Followed {
  readonly node: Node | undefined;
  /** The steps that lead nowhere yet. */
  readonly rest: readonly EditStep[];
  readonly parent?: YAMLMap | YAMLSeq;
  /** The key of the pair that holds the value. */
  readonly key?: Node;
  /** The pair or item that holds the value. */
  readonly item?: unknown;
}

function follow(text: string, path: readonly EditStep[]): Followed {
  const document = parseDocument(text, AS_KUBECTL);
  if (document.errors.length > 0) throw new CannotEdit(document.errors[0].message.split('\n')[0]);
  let followed: Followed = { node: (document.contents as Node | undefined) ?? undefined, rest: [] };
  for (const [index, step] of path.entries()) {
    const { node } = followed;
    if (isAlias(node)) throw new CannotEdit(`${pathText(path)} is written elsewhere, behind an alias`);
    const next = stepInto(node, step);
    if (!next) return { ...followed, rest: path.slice(index) };
    followed = next;
  }
  if (isAlias(followed.node)) throw new CannotEdit(`${pathText(path)} is written elsewhere, behind an alias`);
  return followed;
}

function stepInto(node: Node | undefined, step: EditStep): Followed | undefined {
  if (isMap(node)) {
    const pair = [...node.items].reverse().find(({ key }) => isScalar(key) && String(key.value) === keyOf(step));
    return (
      pair && {
        node: (pair.value as Node | undefined) ?? undefined,
        rest: [],
        parent: node,
        key: pair.key as Node,
        item: pair,
      }
    );
  }
  if (!isSeq(node)) return undefined;
  const item = typeof step === 'object' ? node.items.find((one) => isNamed(one, step.named)) : node.items[Number(step)];
  return item === undefined ? undefined : { node: item as Node, rest: [], parent: node, item };
}

function isNamed(item: unknown, name: string): boolean {
  if (isScalar(item)) return String(item.value) === name;
  return isMap(item) && String(item.get('name')) === name;
}

function keyOf(step: EditStep): string {
  return typeof step === 'object' ? step.named : String(step);
}

function nested(path: readonly EditStep[], value: unknown): unknown {
  return [...path].reverse().reduce<unknown>((inner, step) => {
    if (typeof step !== 'object') return { [step]: inner };
    return [typeof inner === 'object' && inner !== null ? { name: step.named, ...inner } : inner];
  }, value);
}

function replaceValue(
  text: string,
  node: Node | undefined,
  parent: Followed['parent'],
  key: Node | undefined,
  value: unknown,
): string {
  if (node === undefined || (isScalar(node) && node.range![0] === node.range![1])) {
    return fillEmpty(text, node, key, value);
  }
  const [start, end] = node.range!;
  const last = trimmedEnd(text, start, end);
  const isBlock = isCollection(node) && !node.flow;
  // A block begins on its own line, and what replaces it stays on that of the key.
  const from = isBlock && key && !parent?.flow ? text.indexOf(':', key.range![1] - 1) + 1 : start;
  const written = from === start ? scalarLike(node, value, text) : ` ${inline(value, text)}`;
  return text.slice(0, from) + written + text.slice(last);
}

/** A value in the quotes of the one before it. */
function scalarLike(node: Node, value: unknown, text: string): string {
  if (typeof value !== 'string' || !isScalar(node)) return inline(value, text);
  if (node.type === Scalar.QUOTE_SINGLE) return `'${value.replaceAll("'", "''")}'`;
  if (node.type === Scalar.QUOTE_DOUBLE) return JSON.stringify(value);
  return inline(value, text);
}

/** A value on one line, as YAML 1.1 reads it, or as JSON in a text of JSON. */
function inline(value: unknown, text: string): string {
  if (isJson(text)) return JSON.stringify(value);
  return stringify(value, { ...WRITTEN, collectionStyle: 'flow' }).trimEnd();
}

/** As YAML 1.1 reads it: `on` is quoted. */
const WRITTEN = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** A key without a value, or a document without anything. */
function fillEmpty(text: string, node: Node | undefined, key: Node | undefined, value: unknown): string {
  if (!key) return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}${block(value, 0)}`;
  const colon = text.indexOf(':', key.range![1] - 1);
  const at = node?.range?.[1] ?? colon + 1;
  const indent = columnOf(text, key.range![0]);
  const isTree = typeof value === 'object' && value !== null;
  const written = isTree ? `\n${block(value, indent + 2).trimEnd()}` : ` ${inline(value, text)}`;
  return `${text.slice(0, colon + 1)}${written}${text.slice(Math.max(at, colon + 1))}`;
}

function insertPair(text: string, map: YAMLMap, key: string, value: unknown): string {
  if (map.flow) return insertFlow(text, map, `${inline(key, text)}: ${inline(value, text)}`);
  const [first] = map.items;
  const indent = columnOf(text, (first.key as Node).range![0]);
  return insertLines(text, map.items[map.items.length - 1], block({ [key]: value }, indent));
}

function insertItem(text: string, list: YAMLSeq, value: unknown): string {
  if (list.flow) return insertFlow(text, list, inline(value, text));
  const indent = columnOf(text, dashOf(text, (list.items[0] as Node).range![0]));
  return insertLines(text, list.items[list.items.length - 1], block([value], indent));
}

/** Lines behind the last one of an item. */
function insertLines(text: string, item: unknown, lines: string): string {
  const [start, end] = rangeOfItem(item);
  const at = lineEnd(text, trimmedEnd(text, start, end));
  return `${text.slice(0, at)}\n${lines.trimEnd()}${text.slice(at)}`;
}

function insertFlow(text: string, collection: YAMLMap | YAMLSeq, written: string): string {
  const close = trimmedEnd(text, collection.range![0], collection.range![1]) - 1;
  const before = text.slice(0, close).trimEnd();
  const blank = text.slice(before.length, close);
  const isEmpty = collection.items.length === 0;
  if (isEmpty) return `${before}${isSeq(collection) ? written : ` ${written} `}${text.slice(close)}`;
  const comma = before.endsWith(',') ? ' ' : ', ';
  return `${before}${comma}${written}${blank}${text.slice(close)}`;
}

function cutFlow(text: string, items: readonly unknown[], index: number): string {
  const [start, end] = rangeOfItem(items[index]);
  if (index < items.length - 1) return text.slice(0, start) + text.slice(rangeOfItem(items[index + 1])[0]);
  const from = index > 0 ? trimmedEnd(text, ...rangeOfItem(items[index - 1])) : start;
  return text.slice(0, from) + text.slice(trimmedEnd(text, start, end));
}

/** A pair by its lines. The first one of an item shares its line with the dash, behind which the next one moves. */
function cutPair(text: string, start: number, end: number): string {
  const before = text.slice(lineStart(text, start), start);
  if (before.trim() === '') return cutLines(text, lineStart(text, start), end);
  const [next, indent] = /^\n(?:[ \t]*\n)*( *)(?=\S)/.exec(text.slice(end)) ?? [];
  if (next === undefined || indent.length !== before.length) {
    throw new CannotEdit('the line holds more than this value');
  }
  return text.slice(0, start) + text.slice(end + next.length);
}

function cutLines(text: string, from: number, end: number): string {
  return text.slice(0, from) + text.slice(Math.min(text.length, end + 1));
}

function rangeOfItem(item: unknown): [start: number, end: number] {
  if (!isPair(item)) {
    const { range } = item as Node;
    return [range![0], range![1]];
  }
  const { key, value } = item as Pair<Node, Node | null>;
  return [key.range![0], value?.range?.[1] ?? key.range![1]];
}

/** The end of what is written, without the blank lines behind it that a block counts as its own. */
function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

function dashOf(text: string, itemStart: number): number {
  return text.lastIndexOf('-', itemStart);
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

function block(value: unknown, indent: number): string {
  return stringify(value, WRITTEN)
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(indent) + line))
    .join('\n');
}

export function pathText(path: readonly EditStep[]): string {
  return path.map((step) => (typeof step === 'object' ? `[${step.named}]` : String(step))).join('.');
}
