import { quote } from '../../input/errors';
import { isPlainObject } from '../../input/objects';

/** A copy of plain data, keys sorted. What YAML cannot say is refused, with its path inside the data. */
export function plain(where: string, data: unknown): unknown {
  return copy(where, data, '', []);
}

function copy(where: string, value: unknown, path: string, parents: readonly unknown[]): unknown {
  const refuse = (what: string, advice: string) =>
    new Error(`${where}: ${path || 'the configuration'} is ${what}; ${advice}`);
  if (parents.includes(value)) {
    throw refuse('an object that contains itself', 'write it without the circle');
  }
  if (Array.isArray(value)) {
    return Array.from(value, (item, index) => copy(where, item, `${path}[${index}]`, [...parents, value]));
  }
  if (isPlainObject(value)) {
    if (Object.keys(value).includes('<<')) {
      throw refuse(
        'an object with the key "<<", which YAML merges into its parent',
        'write the fields where they belong',
      );
    }
    return Object.fromEntries(
      Object.keys(value)
        .sort()
        .map((key) => [key, copy(where, value[key], at(path, key), [...parents, value])]),
    );
  }
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return value;
  }
  if (value === undefined) {
    throw refuse('undefined', 'leave it out');
  }
  throw refuse(describe(value), 'write text, numbers, booleans, lists and plain objects');
}

function describe(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return `an object of the class ${value.constructor?.name ?? 'of another program'}`;
  }
  return typeof value === 'function' ? quote(value) : String(value);
}

function at(path: string, key: string): string {
  return /^\w+$/.test(key) ? `${path}${path && '.'}${key}` : `${path}[${quote(key)}]`;
}
