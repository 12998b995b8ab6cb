import { isObject } from '../input/objects';

/*
 * What Go's templates make of values, with the functions that Helm adds to them. Where a template stops with an
 * error, Helm refuses the release.
 */

/** Why Helm refuses a release. */
export class Refusal extends Error {}

/** `.a.b.c`: a key that is missing is nothing, but nothing has no keys. */
export function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce((value, key) => {
    if (isObject(value)) {
      return Object.hasOwn(value, key) ? value[key] : undefined;
    }
    throw new Refusal(
      value === undefined || value === null
        ? `${path} cannot be read: there is nothing that could have the key ${key}`
        : `${path} cannot be read: ${JSON.stringify(value)} has no keys, and ${key} is expected`,
    );
  }, tree);
}

/** What counts as true: not empty, not zero, not nothing. The text "false" is true. */
export function isSet(value: unknown): boolean {
  if (Array.isArray(value)) {
    return value.length > 0;
  }
  return isObject(value) ? Object.keys(value).length > 0 : Boolean(value);
}

export function isSetAt(tree: unknown, path: string): boolean {
  return isSet(at(tree, path));
}

/** The value, or another in place of an empty one. */
export function orElse(value: unknown, other: unknown): unknown {
  return isSet(value) ? value : other;
}

/** Whether it is this text. Other kinds of values cannot be compared with a text. */
export function equals(value: unknown, text: string, what: string): boolean {
  if (value !== undefined && value !== null && typeof value !== 'string') {
    throw new Refusal(`${what} must be a text, such as "${text}" in quotes, and is ${JSON.stringify(value)}`);
  }
  return value === text;
}

/** What a template prints. */
export function print(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  return printed(value);
}

function printed(value: unknown): string {
  if (typeof value === 'number') {
    return printNumber(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(printed).join(' ')}]`;
  }
  if (isObject(value)) {
    return `map[${sorted(value)
      .map(([key, item]) => `${key}:${printed(item)}`)
      .join(' ')}]`;
  }
  return value === undefined || value === null ? '<nil>' : String(value);
}

/** From a million on with an exponent: 1e+06. */
function printNumber(value: number): string {
  const [digits, exponent] = value.toExponential().split('e');
  const power = Number(exponent);
  return power >= -4 && power < 6
    ? String(value)
    : `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** The text in quotes: nothing for nothing, which YAML reads as null. */
export function quote(value: unknown): string | null {
  return value === undefined || value === null ? null : print(value);
}

/** A whole number: of a text too, and 0 of whatever is none. */
export function whole(value: unknown): number {
  if (typeof value === 'string') {
    const digits = value.replace(/\.0*$/, '');
    return /^[+-]?0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Math.trunc(Number(digits)) || 0;
  }
  const number = typeof value === 'number' || typeof value === 'boolean' ? Math.trunc(Number(value)) : 0;
  return Number.isFinite(number) ? number : 0;
}

/** @throws Refusal for what has no length */
export function lengthOf(value: unknown): number {
  if (typeof value === 'string' || Array.isArray(value)) {
    return value.length;
  }
  if (isObject(value)) {
    return Object.keys(value).length;
  }
  throw new Refusal(`${JSON.stringify(value ?? null)} has no length, where a text, a list or a map is expected`);
}

/** The items of a list or the values of a map, as `range` walks over them. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) {
    return value;
  }
  if (isObject(value)) {
    return sorted(value).map(([, item]) => item);
  }
  if (value === undefined || value === null) {
    return [];
  }
  throw new Refusal(`${JSON.stringify(value)} is not a list; write one`);
}

/** The entries of a map in the order of its keys, as `range` walks over them. */
export function sorted(value: unknown): [string, unknown][] {
  if (value === undefined || value === null) {
    return [];
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => [String(index), item]);
  }
  if (!isObject(value)) {
    throw new Refusal(`${JSON.stringify(value)} is not a map; write one`);
  }
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @throws Refusal for what is not a text */
export function textOf(value: unknown, what: string): string {
  if (typeof value !== 'string') {
    throw new Refusal(`${what} must be a text, and is ${JSON.stringify(value ?? null)}; put it in quotes`);
  }
  return value;
}
