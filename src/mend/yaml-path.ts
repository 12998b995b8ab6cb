import { isAlias, isMap, isScalar, isSeq, Node, parseDocument, YAMLMap, YAMLSeq } from 'yaml';
import { AS_KUBECTL } from '../input/yaml';

/** A step to a value: a key, an index, or an item of a list by its name. */
export type EditStep = string | number | { readonly named: string };

/** Something that cannot be changed in the user's text without changing more than that. */
export class CannotEdit extends Error {}

/** Where a path leads. */
export interface Followed {
  readonly node: Node | undefined;
  /** The steps that lead nowhere yet. */
  readonly rest: readonly EditStep[];
  readonly parent?: YAMLMap | YAMLSeq;
  /** The key of the pair that holds the value. */
  readonly key?: Node;
  /** The pair or item that holds the value. */
  readonly item?: unknown;
}

/**
 * Follows a path as far as it leads.
 *
 * @throws CannotEdit when the text cannot be read, or the path leads behind an alias
 */
export function follow(text: string, path: readonly EditStep[]): Followed {
  const document = parseDocument(text, AS_KUBECTL);
  if (document.errors.length > 0) throw new CannotEdit(document.errors[0].message.split('\n')[0]);
  let followed: Followed = { node: (document.contents as Node | undefined) ?? undefined, rest: [] };
  for (const [index, step] of path.entries()) {
    const { node } = followed;
    if (isAlias(node)) throw new CannotEdit(`${pathText(path)} is written elsewhere, behind an alias`);
    const next = stepInto(node, step);
    if (!next) return { ...followed, rest: path.slice(index) };
    followed = next;
  }
  if (isAlias(followed.node)) throw new CannotEdit(`${pathText(path)} is written elsewhere, behind an alias`);
  return followed;
}

function stepInto(node: Node | undefined, step: EditStep): Followed | undefined {
  if (isMap(node)) {
    const pair = [...node.items].reverse().find(({ key }) => isScalar(key) && String(key.value) === keyOf(step));
    return (
      pair && {
        node: (pair.value as Node | undefined) ?? undefined,
        rest: [],
        parent: node,
        key: pair.key as Node,
        item: pair,
      }
    );
  }
  if (!isSeq(node)) return undefined;
  const item = typeof step === 'object' ? node.items.find((one) => isNamed(one, step.named)) : node.items[Number(step)];
  return item === undefined ? undefined : { node: item as Node, rest: [], parent: node, item };
}

function isNamed(item: unknown, name: string): boolean {
  if (isScalar(item)) return String(item.value) === name;
  return isMap(item) && String(item.get('name')) === name;
}

/** The key that a step names. */
export function keyOf(step: EditStep): string {
  return typeof step === 'object' ? step.named : String(step);
}

/** A value inside the maps and lists that a path still lacks. */
export function nested(path: readonly EditStep[], value: unknown): unknown {
  return [...path].reverse().reduce<unknown>((inner, step) => {
    if (typeof step !== 'object') return { [step]: inner };
    return [typeof inner === 'object' && inner !== null ? { name: step.named, ...inner } : inner];
  }, value);
}

export function pathText(path: readonly EditStep[]): string {
  return path.map((step) => (typeof step === 'object' ? `[${step.named}]` : String(step))).join('.');
}
