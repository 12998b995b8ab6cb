import { Construct } from 'constructs';
import { errorAt, quote } from '../input/errors';

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

/** The binding's annotations and the user's, which must not touch the binding's. */
export function annotations(scope: Construct, options: AnnotationOptions): { [key: string]: string } {
  const taken = [...Object.keys(options.own), ...options.reserved ?? []];
  for (const [key, value] of Object.entries(options.extra ?? {})) {
    // Some keys take a port as a suffix, such as `….target-group-attributes.443`.
    if (taken.some((own) => key === own || key.startsWith(`${own}.`))) {
      throw errorAt(scope, `annotation ${key} (${quote(value)}) belongs to ${options.owner}; use the load balancer's own props, and leave to it what has none`);
    }
    if (typeof value !== 'string') {
      throw errorAt(scope, `annotation ${key} must be a string, got ${quote(value)}; write ${quote(String(value))}`);
    }
  }
  const own = Object.entries(options.own).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return { ...Object.fromEntries(own), ...options.extra };
}

/** The values by their full keys. */
export function prefixed(prefix: string, values: { [suffix: string]: string | undefined }): { [key: string]: string | undefined } {
  return Object.fromEntries(Object.entries(values).map(([suffix, value]) => [`${prefix}${suffix}`, value]));
}

/** A list in one annotation, as `a,b`; undefined when there is none. */
export function list(scope: Construct, prop: string, items?: string[], separator = ','): string | undefined {
  const bad = items?.find((item) => item === '' || item.includes(separator));
  if (items?.length === 0 || bad !== undefined) {
    throw errorAt(scope, bad === undefined ? `${prop} is empty; leave it out` : `${prop}: ${quote(bad)} is not one item; write each item as a string of its own`);
  }
  return items?.join(separator);
}

/** A map in one annotation, as `key=value,key=value` by key; undefined when there is none. */
export function keyValues(scope: Construct, prop: string, map?: { [key: string]: string }): string | undefined {
  const items = Object.entries(map ?? {}).map(([key, value]) => {
    if (key === '' || /[,=]/.test(key) || typeof value !== 'string' || value.includes(',')) {
      throw errorAt(scope, `${prop}: ${quote(key)}: ${quote(value)} cannot be written as key=value; keys have no comma and no "=", values are strings without a comma`);
    }
    return `${key}=${value}`;
  });
  return items.length > 0 ? items.sort().join(',') : undefined;
}
