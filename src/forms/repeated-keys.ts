import { isMap, isScalar, isSeq, Node } from 'yaml';

/** The first key of a map that the map has already. */
export function repeatedKey(root: unknown): { key: string; offset: number } | undefined {
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
