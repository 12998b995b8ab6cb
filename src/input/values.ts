import { errorAt, Place, quote } from './errors';
import { isPlainObject } from './objects';

/*
 * Checks of values that the compiler of a typed language checks, too: for plain JavaScript, and for strings that are
 * empty because an environment variable was. Each returns the value; undefined is always fine, and means "not given".
 */

/** Every prop of an interface: the compiler asks for a new one in each such list. */
export type PropsOf<T> = Readonly<Record<keyof T, true>>;

/**
 * A copy of the props that a later change of the caller's object does not reach. A prop that nothing reads is
 * refused.
 */
export function copyOf<T extends object>(
  owner: string,
  props: T | undefined,
  known: Readonly<Record<keyof T, unknown>>,
): T {
  if (props !== undefined && !isPlainObject(props)) {
    throw new Error(`${owner}: props must be an object, got ${quote(props)}; write new ${owner}({ … })`);
  }
  const message = unknownProp(props, known);
  if (message) {
    throw new Error(`${owner}: ${message}`);
  }
  return Object.fromEntries(
    Object.entries(props ?? {}).map(([prop, value]) => [prop, cloneOf(owner, prop, value)]),
  ) as T;
}

/**
 * What is wrong with the names of the props; undefined when nothing is. For plain JavaScript, where a misspelt one is
 * silent.
 */
export function unknownProp<T extends object>(
  props: T | undefined,
  known: Readonly<Record<keyof T, unknown>>,
): string | undefined {
  const stranger = Object.keys(props ?? {}).find((prop) => !Object.hasOwn(known, prop));
  return stranger === undefined
    ? undefined
    : `${quote(stranger)} is not a prop of it, so nothing would read it; ` +
        `the props are ${Object.keys(known).sort().join(', ')}`;
}

function cloneOf(owner: string, prop: string, value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    throw new Error(
      `${owner}: ${prop} must be plain data, got ${quote(value)} with something in it that cannot be copied; ` +
        'write strings, numbers, lists and maps of them',
    );
  }
}

/** A text that is not blank, has no blanks around it and no control characters in it. */
export function text(place: Place, prop: string, value: string | undefined): string | undefined {
  const fits = typeof value === 'string' && value !== '' && value.trim() === value && !/[\p{Cc}\p{Cs}]/u.test(value);
  return refuseUnless(place, prop, value, fits, 'a string without surrounding blanks or line breaks');
}

/** True or false. */
export function flag(place: Place, prop: string, value: boolean | undefined): boolean | undefined {
  return refuseUnless(place, prop, value, typeof value === 'boolean', 'true or false');
}

/** The largest number that fits where the API server takes an int32. */
const LARGEST = 2 ** 31 - 1;

/** A whole number. */
export function count(
  place: Place,
  prop: string,
  value: number | undefined,
  min = 1,
  max = LARGEST,
): number | undefined {
  const fits = Number.isInteger(value) && value! >= min && value! <= max;
  const tooLarge = typeof value === 'number' && value > max;
  return refuseUnless(
    place,
    prop,
    value,
    fits,
    max === LARGEST && !tooLarge ? `a whole number of at least ${min}` : `a whole number from ${min} to ${max}`,
  );
}

/** A member of an enum, by its value. */
export function oneOf<T extends string>(
  place: Place,
  prop: string,
  value: T | undefined,
  members: Readonly<Record<string, T>>,
): T | undefined {
  const known = Object.values(members);
  return refuseUnless(place, prop, value, known.includes(value!), `one of ${known.map(quote).join(', ')}`);
}

/** A list of different texts, not an empty one. */
export function texts(place: Place, prop: string, values: string[] | undefined): string[] | undefined {
  refuseUnless(place, prop, values, Array.isArray(values) && values.length > 0, 'a list with at least one item');
  // By index, since holes of a list are passed over otherwise.
  for (let index = 0; index < (values?.length ?? 0); index++) {
    const value = values![index];
    if (text(place, `${prop}[${index}]`, value) === undefined || values!.indexOf(value) !== index) {
      throw errorAt(
        place,
        `${prop}[${index}] is ${quote(value)}${value === undefined ? '' : ' again'}; ` +
          `write each item once, or leave ${prop} out`,
      );
    }
  }
  return values;
}

/** A map of texts by names. */
export function map(
  place: Place,
  prop: string,
  values: { [key: string]: string } | undefined,
): { [key: string]: string } | undefined {
  refuseUnless(place, prop, values, isPlainObject(values), 'a map of strings');
  for (const [key, value] of Object.entries(values ?? {})) {
    if (typeof value !== 'string') {
      throw errorAt(
        place,
        `${prop}[${quote(key)}] must be a string, got ${quote(value)}; ` +
          `${typeof value === 'object' || value === undefined ? 'leave it out' : `write ${quote(String(value))}`}`,
      );
    }
  }
  return values;
}

function refuseUnless<T>(
  place: Place,
  prop: string,
  value: T | undefined,
  fits: boolean,
  wanted: string,
): T | undefined {
  if (value !== undefined && !fits) {
    throw errorAt(place, `${prop} must be ${wanted}, got ${quote(value)}; write that, or leave it out`);
  }
  return value;
}
