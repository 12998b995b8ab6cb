import { KubernetesObject } from '../controllers/balancer';
import { isObject } from '../input/objects';

/** A patch as an entry of `patches` in a kustomization. */
export interface OverlayPatch {
  readonly target: { readonly kind: string; readonly name: string };
  readonly patch: string;
}

/** Lists of Kubernetes that a strategic merge joins by the names of their items. */
const BY_NAME = new Set(['containers', 'initContainers', 'env']);

/** Kinds that a strategic merge knows; of others it replaces whole lists. */
const BUILT_IN = /^(v1|apps\/v1|networking\.k8s\.io\/v1)$/;

/** What a strategic merge cannot express. */
class NotMergeable extends Error {}

/**
 * What leads from one form of an object to another: a strategic merge, or a JSON patch for lists without names.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/patches/
 */
export function patchOf(
  before: KubernetesObject,
  after: KubernetesObject,
  write: (value: unknown) => string,
  name = before.metadata?.name,
): string {
  try {
    const merge = merged(before, after, BUILT_IN.test(String(before.apiVersion))) as Record<string, any>;
    const { metadata, ...rest } = merge;
    const { apiVersion, kind } = before;
    return write({ apiVersion, kind, metadata: { name, ...metadata }, ...rest });
  } catch (error) {
    if (!(error instanceof NotMergeable)) throw error;
    return write(operations(before, after, ''));
  }
}

function merged(before: unknown, after: unknown, isKnown: boolean): unknown {
  if (!isObject(before) || !isObject(after)) return after;
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (key) => !isSame(before[key], after[key]),
  );
  return Object.fromEntries(
    keys.map((key) => {
      if (after[key] === undefined) return [key, null];
      if (!Array.isArray(before[key]) || !Array.isArray(after[key])) {
        return [key, merged(before[key], after[key], isKnown)];
      }
      if (!isKnown || !BY_NAME.has(key)) throw new NotMergeable();
      return [key, mergedItems(before[key], after[key])];
    }),
  );
}

function mergedItems(before: readonly any[], after: readonly any[]): unknown[] {
  const changed = after.flatMap((item) => {
    const old = before.find(({ name }) => name === item.name);
    if (isSame(old, item)) return [];
    return [old === undefined ? item : { name: item.name, ...(merged(old, item, true) as object) }];
  });
  const gone = before.filter(({ name }) => !after.some((item) => item.name === name));
  return [...changed, ...gone.map(({ name }) => ({ name, $patch: 'delete' }))];
}

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

function operations(before: unknown, after: unknown, path: string): Operation[] {
  if (isSame(before, after)) return [];
  if (before === undefined) return [{ op: 'add', path, value: after }];
  if (after === undefined) return [{ op: 'remove', path }];
  const isTree = isObject(before) && isObject(after);
  const areItems = Array.isArray(before) && Array.isArray(after) && before.length === after.length;
  if (!isTree && !areItems) return [{ op: 'replace', path, value: after }];
  const [old, now] = [before as Record<string, unknown>, after as Record<string, unknown>];
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.flatMap((key) =>
    operations(old[key], now[key], `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
