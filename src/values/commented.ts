import { Document, isMap, isScalar, isSeq, Node, Pair, YAMLMap } from 'yaml';
import { writeYaml } from '../input/yaml';

/** Why the value at a path is there; undefined where what is around it has said so. */
export type Why = (path: readonly string[], value: string) => string | undefined;

/** YAML of a tree, with a comment above each value; one that follows its like has none. */
export function commented(tree: unknown, why: Why): string {
  const document = new Document(tree);
  let last = '';
  const walk = (map: YAMLMap, path: readonly string[]): void => {
    for (const pair of map.items as Pair<Node, Node>[]) {
      const at = [...path, String((pair.key as { value?: unknown }).value)];
      if (isMap(pair.value)) {
        walk(pair.value, at);
        continue;
      }
      if (isSeq(pair.value)) describeItems(pair.value.items, at);
      const reason = why(at, textOf(pair.value));
      if (reason !== undefined && reason !== last) pair.key.commentBefore = ` ${reason}`;
      last = reason ?? last;
    }
  };
  const describeItems = (items: readonly unknown[], path: readonly string[]): void => {
    for (const item of items) {
      if (isMap(item)) walkItem(item, path);
    }
  };
  /** A variable of a container is described as a whole, anything else by its fields. */
  const walkItem = (item: YAMLMap, path: readonly string[]): void => {
    const name = item.get('name');
    const value = item.get('value');
    const reason = path[path.length - 1] === 'env' && typeof name === 'string' ? why(['env', name], String(value)) : undefined;
    if (reason !== undefined) {
      item.commentBefore = ` ${reason}`;
    } else {
      walk(item, path);
    }
  };
  if (isMap(document.contents)) walk(document.contents, []);
  return writeYaml(document);
}

function textOf(node: Node | null): string {
  return isScalar(node) ? String(node.value) : JSON.stringify(node?.toJSON() ?? null);
}
