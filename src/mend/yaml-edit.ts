import { isCollection, isMap, isScalar, isSeq, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { CannotEdit, EditStep, follow, Followed, keyOf, nested, pathText } from './yaml-path';
import {
  block,
  columnOf,
  cutFlow,
  cutLines,
  cutPair,
  dashOf,
  inline,
  lineEnd,
  lineStart,
  rangeOfItem,
  trimmedEnd,
} from './yaml-text';

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
