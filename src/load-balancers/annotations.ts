import { RESERVED_ANNOTATIONS } from '../binding/reserved-annotations';
import { errorAt, Place, quote } from '../input/errors';
import { map, texts } from '../input/values';
import { isPlainPair } from '../notation/aws';

/** The annotation that says the same as `spec.loadBalancerSourceRanges`, which wins. */
export const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';

export interface AnnotationOptions {
  /** The balancer's class, for messages. */
  readonly owner: string;
  /** Each key that the binding or one of its props writes; undefined when the prop is not given. */
  readonly own: { [key: string]: string | undefined };
  /** Keys that no prop writes, and that would break the binding. */
  readonly reserved?: string[];
  /** What the user adds. */
  readonly extra?: { [key: string]: string };
}

/** What a binding says of its annotations; to be spread into it. */
export interface BindingAnnotations {
  readonly annotations: { [key: string]: string };
  readonly reservedAnnotations: string[];
}

/**
 * The binding's annotations and the user's, which must not touch the binding's, and all keys that are the binding's.
 */
export function annotations(place: Place, options: AnnotationOptions): BindingAnnotations {
  const reservedAnnotations = [...Object.keys(options.own), ...(options.reserved ?? []), ...RESERVED_ANNOTATIONS];
  for (const [key, value] of Object.entries(map(place, 'annotations', options.extra) ?? {})) {
    // Some keys take a port as a suffix, such as `….target-group-attributes.443`.
    if (reservedAnnotations.some((own) => key === own || key.startsWith(`${own}.`))) {
      throw errorAt(
        place,
        `annotation ${key} (${quote(value)}) belongs to ${options.owner}; ` +
          "use the load balancer's own props, or leave it out",
      );
    }
  }
  const own = Object.entries(options.own).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { annotations: { ...Object.fromEntries(own), ...options.extra }, reservedAnnotations };
}

/** The values by their full keys. */
export function prefixed(
  prefix: string,
  values: { [suffix: string]: string | undefined },
): { [key: string]: string | undefined } {
  return Object.fromEntries(Object.entries(values).map(([suffix, value]) => [`${prefix}${suffix}`, value]));
}

/** A list in one annotation, as `a,b`; undefined when there is none. */
export function list(place: Place, prop: string, items?: string[], separator = ','): string | undefined {
  const bad = texts(place, prop, items)?.find((item) => item.includes(separator) || item.includes('\\'));
  if (bad !== undefined) {
    throw errorAt(place, `${prop}: ${quote(bad)} is not one item; write each item as a separate string`);
  }
  return items?.join(separator);
}

/**
 * A map in one annotation, as `key=value,key=value` by key; undefined when there is none. What its reader would
 * change is refused, else a key could be checked as one and read as another.
 */
export function keyValues(place: Place, prop: string, values?: { [key: string]: string }): string | undefined {
  const items = Object.entries(map(place, prop, values) ?? {}).map(([key, value]) => {
    if (!isPlainPair(key, value) || value.includes(',') || /\p{Cc}/u.test(`${key}${value}`)) {
      throw errorAt(
        place,
        `${prop}: ${quote(key)}: ${quote(value)} cannot be written as key=value; ` +
          'write keys without a comma or "=", values without a comma, and both without a backslash, ' +
          'line breaks or blanks around them',
      );
    }
    return `${key}=${value}`;
  });
  return items.length > 0 ? items.sort().join(',') : undefined;
}

/** As `keyValues`, for keys that a cloud defines: they are made of letters, digits, `_`, `.` and `-`. */
export function attributes(place: Place, prop: string, values?: { [key: string]: string }): string | undefined {
  const bad = Object.keys(values ?? {}).find((key) => !/^[A-Za-z0-9_.-]+$/.test(key));
  if (bad !== undefined) {
    throw errorAt(
      place,
      `${prop}: ${quote(bad)} is not a name of an attribute; write it in letters, digits, "_", "." and "-"`,
    );
  }
  return keyValues(place, prop, values);
}
