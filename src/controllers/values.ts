import { isObject } from '../input/objects';

/** A comma list, without blanks around its items. */
export function list(value: string | undefined): string[] {
  return (
    value
      ?.split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '') ?? []
  );
}

/** `key=value,key=value`; keys and values are trimmed. */
export function keyValues(value: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(
    list(value).map((entry) => {
      const [key, ...rest] = entry.split('=');
      return [key.trim(), rest.join('=').trim()];
    }),
  );
}

/** JSON of an annotation; undefined where there is none, or it is not JSON. */
export function json(value: string | undefined): any {
  try {
    return value === undefined ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}

export function objectsIn(value: unknown): Record<string, any>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}
