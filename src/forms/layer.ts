import { Place, Step, TextDocument, Unreadable } from './documents';
import { hideExpressions } from './expressions';
import { isObject } from '../input/objects';

/** How the user keeps values, so that they can be changed there. */
export type Keeping =
  /** A part of a YAML document, such as a values file, or `valuesObject` of an Application. */
  | { readonly kind: 'tree'; readonly document: TextDocument; readonly path: readonly Step[] }
  /** A text in a YAML document that is YAML itself, such as `values: |`. */
  | { readonly kind: 'text'; readonly document: TextDocument; readonly path: readonly Step[] }
  /** Single values, such as `--set`, an Application's parameters or Terraform's `set`. */
  | { readonly kind: 'set' }
  /** Terraform: a heredoc or an expression. */
  | { readonly kind: 'terraform'; readonly file: string };

/** Values of a release as they are kept in one place. */
export interface Layer {
  readonly tree: unknown;
  readonly keeping: Keeping;
  /** The place of the value at a path, or of the nearest one around it. */
  place(path?: readonly Step[]): Place;
}

export interface Layers {
  readonly layers: readonly Layer[];
  readonly unreadable: readonly Unreadable[];
}

export const NO_LAYERS: Layers = { layers: [], unreadable: [] };

/** Values that are a part of a document, or all of it. */
export function treeLayer(document: TextDocument, path: readonly Step[] = []): Layers {
  const tree = valueAt(document.value, path);
  if (!isObject(tree)) return NO_LAYERS;
  const place = (inner: readonly Step[] = []) => document.place([...path, ...inner]);
  return {
    layers: [{ tree: hideExpressions(tree), keeping: { kind: 'tree', document, path }, place }],
    unreadable: [],
  };
}

/** Values in a text of a document. */
export function textLayer(document: TextDocument, path: readonly Step[]): Layers {
  if (valueAt(document.value, path) === undefined) return NO_LAYERS;
  const { documents, unreadable } = document.inner(path);
  const layers = documents
    .filter(({ value }) => isObject(value))
    .map((inner): Layer => ({
      tree: hideExpressions(inner.value),
      keeping: { kind: 'text', document, path },
      place: (steps) => inner.place(steps),
    }));
  return { layers, unreadable };
}

/** Values that are set one by one. */
export function setLayer(tree: unknown, place: Place): Layer {
  return { tree: hideExpressions(tree), keeping: { kind: 'set' }, place: () => place };
}

export function together(...all: readonly Layers[]): Layers {
  return { layers: all.flatMap(({ layers }) => layers), unreadable: all.flatMap(({ unreadable }) => unreadable) };
}

/** A layer one level down: what an umbrella chart hands to the chart of a name. */
export function within(layer: Layer, key: string): Layer {
  const { keeping } = layer;
  return {
    tree: isObject(layer.tree) ? layer.tree[key] : undefined,
    keeping: 'path' in keeping && keeping.kind === 'tree' ? { ...keeping, path: [...keeping.path, key] } : keeping,
    place: (path = []) => layer.place([key, ...path]),
  };
}

export function valueAt(value: unknown, path: readonly Step[]): unknown {
  return path.reduce<unknown>((at, step) => {
    if (Array.isArray(at)) return at[Number(step)];
    return isObject(at) && Object.hasOwn(at, step) ? at[step] : undefined;
  }, value);
}
