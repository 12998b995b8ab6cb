import { Place, readDocuments, Step, TextDocument, Unreadable } from './documents';
import { fieldOf, fieldPath } from './fields';
import { ClientIpManifest } from './text';
import { KubernetesObject } from '../controllers/balancer';
import { isObject } from '../input/objects';

export { Place, Unreadable };

/** A Kubernetes object, and where its fields stand. */
export interface ManifestObject {
  readonly object: KubernetesObject;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `Kind/namespace/name`. */
  readonly id: string;
  /** Fields that are written twice, of which the last one counts. */
  readonly repeated: readonly string[];
  /** Where it is written, so that it can be changed there. */
  readonly home?: Home;
  /** How it is made, where it is not written as it is. */
  readonly made?: Made;
  /** The line of a field, or of the nearest field around it; undefined for an object that was never a text. */
  place(field?: string): Place | undefined;
}

/** A value in a document, or in a text of YAML inside the document. */
export interface Home {
  readonly file: string;
  readonly part: number;
  readonly path: readonly Step[];
  /** The path inside the text at `path`. */
  readonly inner?: readonly Step[];
}

/** What makes objects: a release of a chart. */
export interface Made {
  /** What installs it, such as `helm_release.kong`. */
  readonly by: string;
  /** What the input does not tell of it, each as a question. */
  readonly doubts: readonly string[];
  /** Values that the chart does not read. */
  readonly ignored: readonly { readonly value: string; readonly place: Place }[];
  /** The command that renders it. */
  readonly run: string;
  /** The values that decide a field, by their names. */
  valueOf(field: string): string | undefined;
  /** Where the values that decide a field are written, or belong; none where they are no text that can be changed. */
  homesOf(field: string): readonly Home[];
  /** The paths of the values that decide a field. */
  pathsOf(field: string): readonly (readonly Step[])[];
  /** Where a value is set by itself, as by `--set`; undefined where it is not. */
  setAt(path: readonly Step[]): Place | undefined;
}

export interface Manifests {
  readonly objects: readonly ManifestObject[];
  readonly unreadable: readonly Unreadable[];
}

const MOST_UNREADABLE = 100;

/** Reads every object of every document. A document that cannot be read does not hide the others. */
export function readManifests(texts: readonly ClientIpManifest[]): Manifests {
  const objects: ManifestObject[] = [];
  const unreadable: Unreadable[] = [];
  for (const text of texts) {
    const read = readDocuments(text);
    unreadable.push(...read.unreadable);
    for (const document of read.documents) {
      const found = objectsOf(document);
      objects.push(...found.objects);
      unreadable.push(...found.unreadable);
    }
  }
  return { objects, unreadable: [...unreadable, ...contradictions(objects)].slice(0, MOST_UNREADABLE) };
}

/** The Kubernetes objects of a document: itself, or the items of a list. */
export function objectsOf(document: TextDocument): Manifests {
  const objects: ManifestObject[] = [];
  const unreadable: Unreadable[] = [];
  for (const { value, path } of itemsOf(document.value)) {
    if (!isObject(value)) {
      // A bare list of texts is some other program's file.
      if (Array.isArray(document.value)) continue;
      unreadable.push({ ...document.place(path), message: 'this is not a Kubernetes object' });
    } else if (typeof value.kind === 'string') {
      const steps = (field?: string) => (field === undefined ? [] : fieldPath(value, field));
      const repeated = document.repeated
        .filter((of) => path.every((step, index) => of[index] === step))
        .map((of) => fieldOf(of.slice(path.length)));
      const home = { file: document.file, part: document.part, path };
      objects.push(manifestObject(value, (field) => document.place([...path, ...steps(field)]), { repeated, home }));
    }
  }
  return { objects, unreadable };
}

/**
 * Objects that are given twice in one file and differ: two clusters, or two stages. In two files, each file has its
 * own.
 */
function contradictions(objects: readonly ManifestObject[]): Unreadable[] {
  const first = new Map<string, ManifestObject>();
  return objects.flatMap((object) => {
    const place = object.place();
    const key = `${object.object.apiVersion} ${object.id} ${place?.file}`;
    const other = first.get(key);
    first.set(key, other ?? object);
    return !place || !other || JSON.stringify(other.object) === JSON.stringify(object.object)
      ? []
      : [
          {
            ...place,
            message:
              `${object.id} is in line ${other.place()?.line} of this file, too, and differs; ` +
              'check the manifests of one cluster at a time',
          },
        ];
  });
}

/** Objects that were parsed elsewhere. */
export function fromObjects(objects: readonly KubernetesObject[]): ManifestObject[] {
  return objects
    .flatMap(itemsOf)
    .filter(({ value }) => isObject(value))
    .map(({ value }) => manifestObject(value as KubernetesObject, () => undefined));
}

/** What a document holds: itself, or the items of a list, which may hold lists. */
function itemsOf(value: unknown): { value: unknown; path: Step[] }[] {
  if (value === null || value === undefined) {
    return [];
  }
  const [list, path] = listIn(value);
  // The API server leaves the kind out of the items of a ServiceList.
  return list
    ? list.flatMap((item: unknown, index: number) =>
        itemsOf(item).map((inner) => ({ ...inner, path: [...path, index, ...inner.path] })),
      )
    : [{ value, path: [] }];
}

function listIn(value: unknown): [list: unknown[] | undefined, path: Step[]] {
  if (Array.isArray(value)) return [value, []];
  if (!isObject(value) || !/List$/.test(String(value.kind)) || !Array.isArray(value.items)) return [undefined, []];
  const kind = String(value.kind).slice(0, -'List'.length);
  const named = (item: unknown) =>
    kind !== '' && isObject(item) && item.kind === undefined ? { apiVersion: value.apiVersion, kind, ...item } : item;
  return [value.items.map(named), ['items']];
}

export function manifestObject(
  object: KubernetesObject,
  place: ManifestObject['place'],
  { repeated = [], made, home }: Partial<Pick<ManifestObject, 'repeated' | 'made' | 'home'>> = {},
): ManifestObject {
  const kind = String(object.kind);
  const namespace = textOf(object.metadata?.namespace) || 'default';
  const name = textOf(object.metadata?.name);
  return { object, kind, namespace, name, id: `${kind}/${namespace}/${name}`, repeated, place, home, made };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
