import { Document, isMap, isScalar, isSeq, Node, YAMLMap } from 'yaml';
import { writeYaml } from '../input/yaml';

/**
 * Why the value at a path is there; undefined where nothing has to be said. A variable of a container is at `env` and
 * its name.
 */
export type Why = (path: readonly string[], value: string) => string | undefined;

/**
 * YAML of a tree, with a comment above each value. Of values beside each other with the same reason, the first has
 * it.
 */
export function commented(tree: unknown, why: Why): string {
  const document = new Document(tree, { aliasDuplicateObjects: false });
  comment(document.contents, [], why);
  return writeYaml(document);
}

function comment(node: unknown, path: readonly string[], why: Why): void {
  if (isSeq(node)) {
    for (const item of node.items) commentItem(item, path, why);
  } else if (isMap(node)) {
    commentFields(node, path, why);
  }
}

function commentFields(map: YAMLMap, path: readonly string[], why: Why): void {
  const said = new Set<string>();
  for (const { key, value } of map.items as { key: Node; value: Node | null }[]) {
    const at = [...path, isScalar(key) ? String(key.value) : ''];
    comment(value, at, why);
    const reason = isMap(value) ? undefined : why(at, textOf(value));
    if (reason !== undefined && !said.has(reason)) {
      key.commentBefore = ` ${reason}`;
      said.add(reason);
    }
  }
}

function commentItem(item: unknown, path: readonly string[], why: Why): void {
  const name = isMap(item) ? item.get('name') : undefined;
  const isVariable = path[path.length - 1] === 'env' && typeof name === 'string';
  const reason = isVariable ? why(['env', name], String((item as YAMLMap).get('value'))) : undefined;
  if (reason === undefined) {
    comment(item, path, why);
  } else {
    (item as YAMLMap).commentBefore = ` ${reason}`;
  }
}

function textOf(node: Node | null): string {
  return isScalar(node) ? String(node.value) : JSON.stringify(node?.toJSON() ?? null);
}
