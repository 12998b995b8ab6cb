import { isObject } from '../input/objects';
import { parseBool } from '../notation/go';

/**
 * How controllers read the text of an annotation. A reader gives undefined where its controller cannot read the text:
 * some controllers then refuse the object, others take what they do without the annotation.
 */
export type Reader<T> = (text: string) => T | undefined;

/** Go's strconv.Atoi: decimal, without blanks. */
export const goInt: Reader<number> = (text) => (/^[+-]?\d{1,18}$/.test(text) ? Number(text) : undefined);

/** Go's strconv.ParseInt with base 0: `0x50`, `0b101`, `0o120` and `0120` too, and underscores between digits. */
export const goIntOfAnyBase: Reader<number> = (text) => {
  const [, sign, prefix = '', digits] =
    /^([+-]?)(0[xX]_?|0[bB]_?|0[oO]_?|0_?(?=\d))?(\d+(?:_\d+)*|[\da-fA-F]+(?:_[\da-fA-F]+)*)$/.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const base = BASES[prefix.replace('_', '').toLowerCase()];
  const plain = digits.replace(/_/g, '').toLowerCase();
  if (![...plain].every((digit) => parseInt(digit, 16) < base)) return undefined;
  return parseInt(plain, base) * (sign === '-' ? -1 : 1);
};

const BASES: Readonly<Record<string, number>> = { '': 10, '0': 8, '0o': 8, '0x': 16, '0b': 2 };

/** Go's time.ParseDuration, in seconds: `90s`, `1m30s`, `1.5h`, `0`. */
export const goDuration: Reader<number> = (text) => {
  const [, sign, rest] = /^([+-]?)(.+)$/.exec(text) ?? [];
  if (rest === undefined) return undefined;
  if (rest === '0') return 0;
  if (!/^((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(rest)) return undefined;
  const parts = [...rest.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * SECONDS[unit], 0) * (sign === '-' ? -1 : 1);
};

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** The word itself, and nothing else. */
export const exactly =
  (...words: string[]): Reader<string> =>
  (text) =>
    words.includes(text) ? text : undefined;

/** The word in small letters, however it is written. */
export const inAnyCase =
  (...words: string[]): Reader<string> =>
  (text) =>
    exactly(...words)(text.toLowerCase());

/**
 * Go's encoding/json into a struct: the names of fields are matched without regard to case, and the last one counts.
 */
export const goObject: Reader<Readonly<Record<string, unknown>>> = (text) => {
  const parsed = parsedJson(text);
  // null leaves every field as it was.
  if (parsed === null) return {};
  return isObject(parsed)
    ? Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name.toLowerCase(), value]))
    : undefined;
};

/** A list of strings, as JSON. */
export const jsonStrings: Reader<readonly string[]> = (text) => {
  const parsed = parsedJson(text);
  if (parsed === null) return [];
  return Array.isArray(parsed) && parsed.every((item) => typeof item === 'string') ? parsed : undefined;
};

/** A comma list of numbers, without blanks. */
export const numbers: Reader<readonly number[]> = (text) => {
  const items = text.split(',').map(goInt);
  return items.every((item) => item !== undefined) ? (items as number[]) : undefined;
};

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What a controller takes as a value, in words, and how it tells. */
export interface Accepted {
  readonly what: string;
  readonly reads: Reader<unknown>;
  /** The controller passes any value on, and the API of the cloud refuses others. */
  readonly byApi?: true;
}

export const BOOL: Accepted = { what: 'true or false', reads: parseBool };
export const INTEGER: Accepted = { what: 'an integer', reads: goInt };
export const COUNT: Accepted = {
  what: 'an integer of 0 or more',
  reads: (text) => (/^\d{1,18}$/.test(text) ? true : undefined),
};
export const DURATION: Accepted = { what: 'a duration such as 30s', reads: goDuration };
export const NUMBERS: Accepted = { what: 'a comma list of numbers, without blanks', reads: numbers };
export const OBJECT: Accepted = { what: 'a JSON object', reads: goObject };
export const STRINGS: Accepted = {
  what: 'a list of strings, as JSON',
  reads: (text) => (text.trim() === '' ? true : jsonStrings(text)),
};

export const oneOf = (...words: string[]): Accepted => ({ what: alternatives(words), reads: exactly(...words) });
export const oneOfInAnyCase = (...words: string[]): Accepted => ({
  what: alternatives(words),
  reads: inAnyCase(...words),
});
export const integerBetween = (min: number, max: number): Accepted => ({
  what: `an integer from ${min} to ${max}`,
  reads: (text) => {
    const value = goInt(text);
    return value !== undefined && value >= min && value <= max ? true : undefined;
  },
});

/** The same, where it is the cloud's API that refuses. */
export const byApi = (accepted: Accepted): Accepted => ({ ...accepted, byApi: true });

/** The same, where the controller takes empty text for no annotation. */
export const orEmpty = ({ what, reads }: Accepted): Accepted => ({
  what,
  reads: (text) => (text === '' ? true : reads(text)),
});

function alternatives(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} or ${words[words.length - 1]}`;
}
