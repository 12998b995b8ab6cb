import { isMap, isScalar, isSeq, Node } from 'yaml';

/** A key that its map has already: where the last one is written counts, for kubectl as for Helm. */
export interface RepeatedKey {
  readonly path: readonly (string | number)[];
  readonly offset: number;
}

const MOST = 100;

/** The keys that stand twice in a map. */
export function repeatedKeys(root: unknown): RepeatedKey[] {
  const found: RepeatedKey[] = [];
  const waiting: { node: unknown; path: readonly (string | number)[] }[] = [{ node: root, path: [] }];
  for (let next = waiting.pop(); next !== undefined && found.length < MOST; next = waiting.pop()) {
    const { node, path } = next;
    if (isSeq(node)) {
      node.items.forEach((item, index) => {
        if (isMap(item) || isSeq(item)) waiting.push({ node: item, path: [...path, index] });
      });
    }
    if (!isMap(node)) continue;
    const keys = new Set<string>();
    for (const { key, value } of node.items) {
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) continue;
      if (name !== '<<' && keys.has(name)) found.push({ path: [...path, name], offset: (key as Node).range?.[0] ?? 0 });
      keys.add(name);
      if (isMap(value) || isSeq(value)) waiting.push({ node: value, path: [...path, name] });
    }
  }
  return found;
}
