import { isPair, Node, Pair, stringify } from 'yaml';
import { CannotEdit } from './yaml-path';

/** A value on one line, as YAML 1.1 reads it, or as JSON in a text of JSON. */
export function inline(value: unknown, text: string): string {
  if (isJson(text)) return JSON.stringify(value);
  return stringify(value, { ...WRITTEN, collectionStyle: 'flow' }).trimEnd();
}

/** As YAML 1.1 reads it: `on` is quoted. */
const WRITTEN = { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false } as const;

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}

/** An item of a flow collection, with its comma. */
export function cutFlow(text: string, items: readonly unknown[], index: number): string {
  const [start, end] = rangeOfItem(items[index]);
  if (index < items.length - 1) return text.slice(0, start) + text.slice(rangeOfItem(items[index + 1])[0]);
  const from = index > 0 ? trimmedEnd(text, ...rangeOfItem(items[index - 1])) : start;
  return text.slice(0, from) + text.slice(trimmedEnd(text, start, end));
}

/** A pair by its lines. The first one of an item shares its line with the dash, behind which the next one moves. */
export function cutPair(text: string, start: number, end: number): string {
  const before = text.slice(lineStart(text, start), start);
  if (before.trim() === '') return cutLines(text, lineStart(text, start), end);
  const [next, indent] = /^\n(?:[ \t]*\n)*( *)(?=\S)/.exec(text.slice(end)) ?? [];
  if (next === undefined || indent.length !== before.length) {
    throw new CannotEdit('the line holds more than this value');
  }
  return text.slice(0, start) + text.slice(end + next.length);
}

/** Whole lines, the line break of the last one included. */
export function cutLines(text: string, from: number, end: number): string {
  return text.slice(0, from) + text.slice(Math.min(text.length, end + 1));
}

/** Where an item of a list, or a pair of a map, is written. */
export function rangeOfItem(item: unknown): [start: number, end: number] {
  if (!isPair(item)) {
    const { range } = item as Node;
    return [range![0], range![1]];
  }
  const { key, value } = item as Pair<Node, Node | null>;
  return [key.range![0], value?.range?.[1] ?? key.range![1]];
}

/** The end of what is written, without the blank lines behind it that a block counts as its own. */
export function trimmedEnd(text: string, start: number, end: number): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** The dash before an item of a list. */
export function dashOf(text: string, itemStart: number): number {
  return text.lastIndexOf('-', itemStart);
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1;
}

export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** A value as a text of YAML. */
export function blockText(value: unknown): string {
  return stringify(value, WRITTEN);
}

/** A value as indented lines. */
export function block(value: unknown, indent: number): string {
  return stringify(value, WRITTEN)
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(indent) + line))
    .join('\n');
}
