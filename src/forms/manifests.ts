import { Document, isAlias, isMap, isScalar, isSeq, LineCounter, Node, parseDocument, Tags } from 'yaml';
import { fieldPath } from './fields';
import { ClientIpManifest } from '../check/options';
import { KubernetesObject } from '../controllers/balancer';

/** Where something stands. */
export interface Place {
  readonly file: string;
  readonly line: number;
}

/** A document that cannot be read, and why. */
export interface Unreadable extends Place {
  readonly message: string;
}

/** A Kubernetes object, and where its fields stand. */
export interface ManifestObject {
  readonly object: KubernetesObject;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** `Kind/namespace/name`. */
  readonly id: string;
  /** The line of a field, or of the nearest field around it; undefined for an object that was never a text. */
  place(field?: string): Place | undefined;
}

export interface Manifests {
  readonly objects: readonly ManifestObject[];
  readonly unreadable: readonly Unreadable[];
}

/** A file of more is not one that people write, and would take the reader's memory. */
const MOST_CHARACTERS = 16 * 1024 * 1024;
const MOST_VALUES = 1_000_000;
/** How often aliases may repeat anchors, in total. */
const MOST_ALIASES = 10_000;
const MOST_UNREADABLE = 100;

/** YAML as kubectl reads it: `on` and `yes` are booleans. Tags that make other objects than plain ones are left out. */
const KUBECTL = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: true,
  stringKeys: true,
  customTags: (tags: Tags) => tags.filter((tag) => typeof tag === 'string'
    || tag.format !== 'TIME' && !/:(timestamp|binary|omap|pairs|set)$/.test(tag.tag)),
} as const;

/** Reads every object of every document. A document that cannot be read does not hide the others. */
export function readManifests(texts: readonly ClientIpManifest[]): Manifests {
  const objects: ManifestObject[] = [];
  const unreadable: Unreadable[] = [];
  for (const { name, text } of texts) {
    const refused = tooMuch(text);
    if (refused) {
      unreadable.push({ file: name, line: 1, message: refused });
      continue;
    }
    for (const part of documentsOf(text)) {
      readDocument(name, part, objects, unreadable);
    }
  }
  return { objects, unreadable: [...unreadable, ...contradictions(objects)].slice(0, MOST_UNREADABLE) };
}

/** Kinds of which another object with the same name would change what is found. */
const DECIDING = /^(Deployment|StatefulSet|DaemonSet|Pod|DataPlane|GatewayConfiguration|Service|Ingress|ConfigMap|Secret)$/;

/** Objects that are given twice and differ: the manifests of two clusters, or of two stages. */
function contradictions(objects: readonly ManifestObject[]): Unreadable[] {
  const first = new Map<string, ManifestObject>();
  return objects.filter(({ kind }) => DECIDING.test(kind)).flatMap((object) => {
    const other = first.get(object.id);
    first.set(object.id, other ?? object);
    const [place, otherPlace] = [object.place(), other?.place()];
    return !place || !otherPlace || JSON.stringify(other!.object) === JSON.stringify(object.object) ? []
      : [{ ...place, message: `${object.id} stands at ${otherPlace.file}:${otherPlace.line}, too, and differs; check the manifests of one cluster at a time` }];
  });
}

/** Objects that were parsed elsewhere. */
export function fromObjects(objects: readonly KubernetesObject[]): ManifestObject[] {
  return objects.flatMap(itemsOf).filter(({ value }) => isObject(value)).map(({ value }) => manifestObject(value, () => undefined));
}

function tooMuch(text: string): string | undefined {
  if (text.length > MOST_CHARACTERS) {
    return `the file has ${Math.round(text.length / 1024 / 1024)} MB, and up to ${MOST_CHARACTERS / 1024 / 1024} MB are read; give it in parts, such as a namespace at a time`;
  }
  if (text.includes('\0')) {
    return 'this is a binary file: it holds a NUL character';
  }
  let values = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    // Line end, comma, bracket and brace: what begins a value.
    if (code === 10 || code === 44 || code === 91 || code === 123) values++;
  }
  return values > MOST_VALUES ? `the file holds more than ${MOST_VALUES.toLocaleString('en')} values; give it in parts, such as a namespace at a time` : undefined;
}

interface Part {
  readonly text: string;
  /** Lines of the file before it. */
  readonly before: number;
}

/** Cut at `---`, so that what is wrong in one document cannot swallow the next. */
function documentsOf(text: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  let before = 0;
  const cut = (end: number) => {
    const part = text.slice(start, end);
    if (/^(?!\s*(?:[#%].*)?$)/m.test(part)) parts.push({ text: part, before });
    before += part.split('\n').length - 1;
    start = end;
  };
  for (const marker of text.matchAll(/^---(?=\s|$)/gm)) {
    cut(marker.index);
  }
  cut(text.length);
  return parts;
}

function readDocument(file: string, { text, before }: Part, objects: ManifestObject[], unreadable: Unreadable[]): void {
  const lines = new LineCounter();
  const lineAt = (offset: number) => before + lines.linePos(offset).line;
  const refuse = (message: string, line = before + 1) => unreadable.push({ file, line, message });
  try {
    const document = parseDocument(text.replace(/^\uFEFF/, ''), { ...KUBECTL, lineCounter: lines });
    const [error] = document.errors;
    if (error) {
      refuse(firstLine(error.message) + (text.includes('{{') ? '; this looks like a template: render it first, as with helm template' : ''), lineAt(error.pos[0]));
      return;
    }
    const repeated = repeatedKey(document.contents);
    if (repeated) {
      refuse(`the key ${JSON.stringify(repeated.key)} stands twice`, lineAt(repeated.offset));
      return;
    }
    for (const { value, path } of itemsOf(document.toJS({ maxAliasCount: MOST_ALIASES }))) {
      const line = (field?: string) => lineAt(offsetOf(document, [...path, ...field === undefined ? [] : fieldPath(value, field)]));
      if (!isObject(value)) {
        refuse('this is not a Kubernetes object', line());
      } else if (typeof value.kind === 'string') {
        objects.push(manifestObject(value, (field) => ({ file, line: line(field) })));
      }
    }
  } catch (error) {
    refuse(error instanceof RangeError ? 'the document is nested too deeply' : firstLine((error as Error).message));
  }
}

/** What a document holds: itself, or the items of a list, which may hold lists. */
function itemsOf(value: any): { value: any; path: (string | number)[] }[] {
  if (value === null || value === undefined) {
    return [];
  }
  const [list, path] = Array.isArray(value) ? [value, []]
    : isObject(value) && /List$/.test(String(value.kind)) && Array.isArray(value.items) ? [value.items, ['items']] : [];
  return list ? list.flatMap((item: unknown, index: number) => itemsOf(item).map((inner) => ({ ...inner, path: [...path!, index, ...inner.path] })))
    : [{ value, path: [] }];
}

function manifestObject(object: KubernetesObject, place: ManifestObject['place']): ManifestObject {
  const kind = String(object.kind);
  const namespace = textOf(object.metadata?.namespace) || 'default';
  const name = textOf(object.metadata?.name);
  return { object, kind, namespace, name, id: `${kind}/${namespace}/${name}`, place };
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

function isObject(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function firstLine(message: string): string {
  return message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '');
}

/** The first key of a map that stands there already. */
function repeatedKey(root: unknown): { key: string; offset: number } | undefined {
  const waiting: unknown[] = [root];
  while (waiting.length > 0) {
    const node = waiting.pop();
    if (isSeq(node)) {
      for (const item of node.items) {
        if (isMap(item) || isSeq(item)) waiting.push(item);
      }
    } else if (isMap(node)) {
      const keys = new Set<string>();
      for (const { key, value } of node.items) {
        const name = isScalar(key) ? String(key.value) : undefined;
        if (name !== undefined && name !== '<<' && keys.has(name)) {
          return { key: name, offset: (key as Node).range?.[0] ?? 0 };
        }
        if (name !== undefined) keys.add(name);
        if (isMap(value) || isSeq(value)) waiting.push(value);
      }
    }
  }
  return undefined;
}

/** Where the value at a path begins: at its key, or for an item of a list at the item. As far as the path leads. */
function offsetOf(document: Document, path: readonly (string | number)[]): number {
  const resolve = (node: unknown) => isAlias(node) ? node.resolve(document) : node;
  let node = resolve(document.contents);
  let offset = (node as Node | null)?.range?.[0] ?? 0;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (!pair) break;
      offset = (pair.key as Node).range?.[0] ?? offset;
      node = resolve(pair.value);
    } else if (isSeq(node)) {
      const item = resolve(node.items[Number(step)]);
      if (item === undefined) break;
      offset = (item as Node).range?.[0] ?? offset;
      node = item;
    } else {
      break;
    }
  }
  return offset;
}
