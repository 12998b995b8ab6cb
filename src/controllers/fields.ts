import { Cluster, KubernetesObject, Setting } from './balancer';
import { Remark } from './reading';
import { isObject } from '../input/objects';

/** All annotations as text. A number or a boolean, which the API server refuses, counts as what it looks like. */
export function annotationsOf(object: KubernetesObject): Readonly<Record<string, string>> {
  const keys = isObject(object.metadata?.annotations) ? Object.keys(object.metadata.annotations) : [];
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = annotation(object, key);
      return value === undefined ? [] : [[key, value]];
    }),
  );
}

export function annotation(object: KubernetesObject, key: string): string | undefined {
  const annotations: unknown = object.metadata?.annotations;
  if (!isObject(annotations) || !Object.hasOwn(annotations, key)) return undefined;
  const value = annotations[key];
  return ['string', 'number', 'boolean'].includes(typeof value) ? String(value) : undefined;
}

/** A reader of the annotations that share a prefix. */
export function annotationReader(object: KubernetesObject, prefix: string): (suffix: string) => string | undefined {
  return (suffix) => annotation(object, `${prefix}${suffix}`);
}

export function annotationField(key: string): string {
  return `metadata.annotations[${key}]`;
}

export function annotationSetting(key: string, write: string): Setting {
  return { field: annotationField(key), write };
}

export function nameOf(object: KubernetesObject): string {
  return String(object.metadata?.name ?? '');
}

export function namespaceOf(object: KubernetesObject): string {
  return String(object.metadata?.namespace ?? 'default');
}

/** An object of a kind in the namespace of another. */
export function findBeside(
  object: KubernetesObject,
  cluster: Cluster,
  kind: string,
  name: unknown,
): KubernetesObject | undefined {
  return byName(cluster.list(kind)).get(`${namespaceOf(object)}/${String(name)}`);
}

/** Objects of one kind by namespace and name, put in order once for every list. */
const ORDERED = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, KubernetesObject>>();

function byName(objects: readonly KubernetesObject[]): ReadonlyMap<string, KubernetesObject> {
  const known = ORDERED.get(objects);
  if (known) return known;
  const ordered = new Map(objects.map((object) => [`${namespaceOf(object)}/${nameOf(object)}`, object]));
  ORDERED.set(objects, ordered);
  return ordered;
}

/** A controller refuses the annotation's value, and with it the object. */
export function refused(key: string, why: string, mend: string, write?: string): Remark {
  return { rule: 'annotation-refused', field: annotationField(key), why, mend, write };
}

/** The same, where something is wrong. */
export function refusedIf(isWrong: boolean, key: string, why: string, mend: string, write?: string): Remark[] {
  return isWrong ? [refused(key, why, mend, write)] : [];
}

/** The refusal of a value that is not among the accepted ones. */
export function refusedUnless(object: KubernetesObject, key: string, accepted: readonly string[]): Remark[] {
  const actual = annotation(object, key);
  return actual === undefined || accepted.includes(actual)
    ? []
    : [
        refused(
          key,
          `The controller refuses ${JSON.stringify(actual)}.`,
          `Write ${accepted.map((value) => JSON.stringify(value)).join(' or ')}.`,
        ),
      ];
}
