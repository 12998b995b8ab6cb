import { objectsIn } from '../../../controllers/values';
import { fieldsOf, isObject } from '../../../input/objects';

type Labels = Readonly<Record<string, unknown>>;

/** Whether a label selector takes an object. An empty one takes all. Cilium writes `k8s:` before keys. */
export function selectsLabels(selector: unknown, labels: Labels): boolean {
  if (!isObject(selector)) return selector === undefined || selector === null;
  const value = (key: string) => {
    const name = key.replace(/^(k8s|any):/, '');
    return Object.hasOwn(labels, name) ? String(labels[name]) : undefined;
  };
  const pairs = Object.entries(fieldsOf(selector.matchLabels));
  if (!pairs.every(([key, wanted]) => value(key) === String(wanted))) return false;
  return objectsIn(selector.matchExpressions).every(({ key, operator, values }) => {
    const actual = value(String(key));
    const listed = actual !== undefined && Array.isArray(values) && values.map(String).includes(actual);
    switch (operator) {
      case 'In':
        return listed;
      case 'NotIn':
        return !listed;
      case 'Exists':
        return actual !== undefined;
      case 'DoesNotExist':
        return actual === undefined;
      default:
        return true;
    }
  });
}
