import { Construct } from 'constructs';
import { errorAt, quote } from '../input/errors';
import { isPlainObject } from '../input/objects';
import { couldBeKongs } from '../kong/settings';
import { isOneOf } from '../plan/manifest';
import { Pods, refusal } from '../plan/ownership';

/*
 * What the user's values and ours become together. Theirs are kept as they are, and nothing of a way can be
 * changed by them: the same words are refused that `addEnv` refuses on pods of our own.
 */

export interface Tree {
  [key: string]: any;
}

/** Where values are merged, and what is said of a value that belongs to the way. */
export interface Host {
  readonly scope: Construct;
  /** What the host has by itself: whoever writes that says nothing. */
  readonly defaults?: Tree;
  /** Paths that belong to the way whether or not it writes them, with what to do instead. */
  readonly owned: readonly [RegExp, string][];
  /** Paths that the way writes, and that may be written differently: they do not touch the client's address. */
  readonly free: RegExp;
}

/**
 * Both trees together, with arrays and maps of their own: YAML would write a shared one as an alias. Keys are sorted,
 * since a map of Java or Go has no order.
 */
export function merge(host: Host, own: Tree, users: Tree, path = ''): Tree {
  const merged = Object.entries(users)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const at = path ? `${path}.${key}` : key;
      return [key, mergeValue(host, Object.hasOwn(own, key) ? own[key] : undefined, value, at)];
    });
  return copy({ ...own, ...Object.fromEntries(merged) });
}

function mergeValue(host: Host, own: any, users: any, at: string): any {
  const remedy = host.owned.find(([pattern]) => pattern.test(at))?.[1];
  if (remedy !== undefined) {
    if (saysNothing(users, own, valueAt(host.defaults, at))) return copy(own ?? users);
    throw belongs(host, at, users, remedy);
  }
  if (host.free.test(at)) {
    return copy(users);
  }
  if (isPlainObject(own ?? {}) && isPlainObject(users)) {
    return merge(host, own ?? {}, users, at);
  }
  if (own === undefined) {
    return copy(users);
  }
  if (isListOfNamed(own) && isListOfNamed(users)) {
    return mergeNamed(host, own, users, at);
  }
  if (!isPlainObject(own) && saysNothing(users, own, valueAt(host.defaults, at))) {
    return copy(own);
  }
  throw belongs(host, at, users, 'leave it out');
}

/**
 * Whether a value is empty, what the way writes anyway, or what the host has by itself: a list, or where the way
 * writes nothing.
 */
function saysNothing(users: unknown, own: any, byDefault: any): boolean {
  if (users === null || users === '' || isSame(users, own)) {
    return true;
  }
  if (isSame(users, byDefault) && (own === undefined || Array.isArray(users))) {
    return true;
  }
  if (Array.isArray(users)) {
    return users.length === 0;
  }
  return (
    isPlainObject(users) &&
    Object.entries(users).every(([key, value]) => saysNothing(value, own?.[key], byDefault?.[key]))
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function valueAt(tree: unknown, path: string): any {
  return path
    .split('.')
    .reduce<any>((value, key) => (isPlainObject(value) && Object.hasOwn(value, key) ? value[key] : undefined), tree);
}

/** Kubernetes merges containers and variables by their names. */
function mergeNamed(host: Host, own: Tree[], users: Tree[], at: string): Tree[] {
  const theirs = (item: Tree) => users.find((other) => other.name === item.name);
  return [
    ...own.map((item) => merge(host, item, { ...theirs(item), name: undefined }, `${at}[${item.name}]`)),
    ...users.filter((item) => !own.some((other) => other.name === item.name)).map(copy),
  ];
}

/**
 * @param variable the name of the variable that it becomes
 * @throws when a variable of Kong belongs to the way, or is not a text
 */
export function checkVariable(scope: Construct, at: string, variable: string, value: unknown): void {
  const hidden = isPlainObject(value) && isPlainObject(value.valueFrom);
  if (!hidden && typeof value !== 'string') {
    throw errorAt(scope, `${at} must be a string, or { valueFrom: { … } }, got ${quote(value)}; ${adviceFor(value)}`);
  }
  const message = refusal(ownerOf(scope), variable, hidden ? undefined : (value as string), Pods.OF_OTHERS);
  if (message) {
    throw errorAt(scope, `${at}: ${message}`);
  }
}

/** @throws when a whole Secret or ConfigMap could hold variables of Kong that the library cannot see */
export function checkSources(scope: Construct, at: string, sources: unknown): void {
  if (sources === undefined || sources === null) {
    return;
  }
  const bad = Array.isArray(sources) ? sources.find((source) => couldBeKongs(String(source?.prefix ?? ''))) : sources;
  if (bad !== undefined) {
    throw errorAt(
      scope,
      `${at}: ${quote(bad)} could set what belongs to ${ownerOf(scope)}, such as KONG_TRUSTED_IPS, ` +
        'and that cannot be checked here; add its keys one by one with valueFrom, ' +
        'or give it a prefix other than KONG_',
    );
  }
}

/** @throws when an annotation belongs to the load balancer, or is not a text */
export function checkAnnotations(scope: Construct, at: string, keys: readonly string[], annotations: unknown): void {
  if (annotations !== undefined && !isPlainObject(annotations)) {
    throw errorAt(scope, `${at} must be a map of strings, got ${quote(annotations)}; write that, or leave it out`);
  }
  for (const [key, value] of Object.entries(annotations ?? {})) {
    if (isOneOf(keys, key)) {
      throw errorAt(
        scope,
        `${at}: ${key} (${quote(value)}) belongs to ${ownerOf(scope)}; ` +
          "use the load balancer's own props, or leave it out",
      );
    }
    if (typeof value !== 'string') {
      throw errorAt(scope, `${at}: ${key} must be a string, got ${quote(value)}; ${adviceFor(value)}`);
    }
  }
}

/** The fields that have a value. */
export function defined(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).filter(([, value]) => value !== undefined));
}

function adviceFor(value: unknown): string {
  if (Array.isArray(value)) {
    return `write ${quote(value.join(','))}`;
  }
  if (typeof value === 'boolean') {
    return `write ${quote(value ? 'on' : 'off')} or ${quote(String(value))}, as Kong reads it`;
  }
  return typeof value === 'number' ? `write ${quote(String(value))}` : 'write that, or leave it out';
}

function belongs({ scope }: Host, at: string, value: unknown, remedy: string): Error {
  return errorAt(scope, `${at} (${quote(value)}) belongs to ${ownerOf(scope)}; ${remedy}`);
}

function ownerOf(scope: Construct): string {
  return scope.constructor.name;
}

function isListOfNamed(value: unknown): value is Tree[] {
  return Array.isArray(value) && value.every((item) => isPlainObject(item) && typeof item.name === 'string');
}

/** Tokens and other objects of classes stay what they are. */
function copy(value: any): any {
  if (Array.isArray(value)) {
    return value.map(copy);
  }
  return isPlainObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .sort(([a], [b]) => (a < b ? -1 : 1))
          .map(([key, item]) => [key, copy(item)]),
      )
    : value;
}
