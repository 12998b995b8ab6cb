import { attributes, keyValues, list } from './annotations';
import { parseRanges } from './ranges';
import { at, errorAt, explain, Place, quote } from '../input/errors';
import { copyOf, count, flag, map, oneOf, text, texts } from '../input/values';
import { parseAddress } from '../net/cidr';

/*
 * Tables of props. A balancer's constructor checks its props by its table, and the binding writes annotations by it.
 */

/** What a prop takes: a `list` is one of texts, a `map` has texts by their keys. */
export type PropKind = 'text' | 'count' | 'flag' | 'list' | 'map';

/** What a prop takes. */
export interface PropShape {
  readonly kind: PropKind;
  /** The only texts that it takes. */
  readonly choices?: readonly string[];
}

/** One prop: what it takes, how its value is checked, and which annotation it writes. */
export interface Prop<T> extends PropShape {
  /**
   * The annotation without the balancer's prefix, or whole where it has another prefix; undefined where the prop
   * writes none, or each way its own.
   */
  readonly key?: string;
  /** Checks the value, and writes it as the controller reads it. */
  write(place: Place, name: string, value: T | undefined): string | undefined;
}

/** Every prop of a balancer; one that is missing or of another type does not compile. */
export type PropTable<Props> = { readonly [Name in keyof Required<Props>]: Prop<NonNullable<Props[Name]>> };

/** The props of a table, by their names. */
export function entriesOf<Props>(table: PropTable<Props>): [keyof Props & string, Prop<unknown>][] {
  return Object.entries(table) as [keyof Props & string, Prop<unknown>][];
}

/**
 * A copy of the props, checked one by one.
 *
 * @throws when one is wrong, with the name of the class
 */
export function propsOf<Props extends object>(
  owner: string,
  table: PropTable<Props>,
  props: Props | undefined,
): Readonly<Props> {
  const copy = copyOf(owner, props, table);
  for (const [name, prop] of entriesOf(table)) {
    prop.write(owner, name, copy[name]);
  }
  return copy;
}

export const textProp = (key?: string): Prop<string> => ({ kind: 'text', key, write: text });

/** A flag, and what the controller reads for true and false. */
export const flagProp = (key?: string, yes = 'true', no = 'false'): Prop<boolean> => ({
  kind: 'flag',
  key,
  write: (place, name, value) => {
    if (flag(place, name, value) === undefined) {
      return undefined;
    }
    return value ? yes : no;
  },
});

/** A flag of which the controller reads true alone. */
export const whenTrueProp = (key: string, yes = 'true'): Prop<boolean> => ({
  kind: 'flag',
  key,
  write: (place, name, value) => (flag(place, name, value) ? yes : undefined),
});

/** A whole number, and the unit that the controller reads behind it. */
export const countProp = (key?: string, min?: number, max?: number, unit = ''): Prop<number> => ({
  kind: 'count',
  key,
  write: (place, name, value) => {
    const checked = count(place, name, value, min, max);
    return checked === undefined ? undefined : `${checked}${unit}`;
  },
});

export const enumProp = <T extends string>(members: Readonly<Record<string, T>>, key?: string): Prop<T> => ({
  kind: 'text',
  choices: Object.values(members),
  key,
  write: (place, name, value) => oneOf(place, name, value, members),
});

export const listProp = (key?: string, separator?: string): Prop<string[]> => ({
  kind: 'list',
  key,
  write: (place, name, value) => list(place, name, value, separator),
});

/** A list whose items no annotation joins. */
export const textsProp = (): Prop<string[]> => ({
  kind: 'list',
  write: (place, name, value) => texts(place, name, value)?.join(),
});

export const keyValuesProp = (key?: string): Prop<{ [key: string]: string }> => ({
  kind: 'map',
  key,
  write: keyValues,
});

export const attributesProp = (key?: string): Prop<{ [key: string]: string }> => ({
  kind: 'map',
  key,
  write: attributes,
});

/** A map that no annotation joins. */
export const mapProp = (): Prop<{ [key: string]: string }> => ({
  kind: 'map',
  write: (place, name, value) => {
    map(place, name, value);
    return undefined;
  },
});

/** Further annotations of the user. Whether they fit is known with the way. */
export const annotationsProp = mapProp();

/** The networks that may connect. */
export const rangesProp = (key?: string): Prop<string[]> => ({
  kind: 'list',
  key,
  write: (place, name, value) => {
    parseRanges(place, name, value);
    return list(place, name, value);
  },
});

/** The same for a controller that reads them as JSON. */
export const jsonRangesProp = (key: string): Prop<string[]> => ({
  kind: 'list',
  key,
  write: (place, name, value) => parseRanges(place, name, value) && JSON.stringify(value),
});

/** Addresses of the balancer, at most one of each family. */
export const addressesProp = (key: string): Prop<string[]> => ({
  kind: 'list',
  key,
  write: (place, name, value) => {
    const versions =
      texts(place, name, value)?.map((address) => explain(at(place, name), () => parseAddress(address)).version) ?? [];
    if (new Set(versions).size < versions.length) {
      throw errorAt(
        place,
        `${name} ${quote(value)}: the controller takes one address of each family; ` +
          'give one of IPv4, one of IPv6, or both',
      );
    }
    return list(place, name, value);
  },
});

/** A prop that must be given, and what to write. */
export const required = <T>(prop: Prop<T>, why: string): Prop<T> => ({
  ...prop,
  write: (place, name, value) => {
    // An empty text is what an environment variable that is not set becomes.
    if (value === undefined || value === null || value === '') {
      throw errorAt(place, `${name} is missing: ${why}`);
    }
    return prop.write(place, name, value);
  },
});

/** A prop whose value must have a form beyond its type. */
export const matching = <T>(prop: Prop<T>, fits: (value: T) => boolean, wanted: string): Prop<T> => ({
  ...prop,
  write: (place, name, value) => {
    const written = prop.write(place, name, value);
    if (value !== undefined && !fits(value)) {
      throw errorAt(place, `${name} ${quote(value)} ${wanted}`);
    }
    return written;
  },
});

/** A list whose items must have a form. */
export const eachMatching = (prop: Prop<string[]>, form: RegExp, wanted: string): Prop<string[]> => ({
  ...prop,
  write: (place, name, value) => {
    const bad = texts(place, name, value)?.find((item) => !form.test(item));
    if (bad !== undefined) {
      throw errorAt(place, `${name}: ${quote(bad)} ${wanted}`);
    }
    return prop.write(place, name, value);
  },
});
