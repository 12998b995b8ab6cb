import { Construct } from 'constructs';
import { errorAt, quote } from '../input/errors';
import { isDnsSubdomain } from '../input/kubernetes';
import { map } from '../input/values';

/** The API server's limit for all annotations of an object. */
const MOST_ANNOTATION_BYTES = 256 * 1024;

/** @throws when Kubernetes would refuse the annotations */
export function checkAnnotations(
  scope: Construct,
  field: string,
  annotations: { [key: string]: string } | undefined,
): void {
  map(scope, field, annotations);
  const bad = Object.keys(annotations ?? {}).find((key) => !isQualifiedName(key));
  if (bad !== undefined) {
    throw errorAt(
      scope,
      `${field}: ${quote(bad)} is not a key that Kubernetes takes; write one such as "example.com/name"`,
    );
  }
  const bytes = Object.entries(annotations ?? {}).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  if (bytes > MOST_ANNOTATION_BYTES) {
    throw errorAt(
      scope,
      `${field} has ${bytes} bytes, and Kubernetes takes at most ${MOST_ANNOTATION_BYTES}; make it shorter`,
    );
  }
}

/** The compiler refuses most of these; this is for plain JavaScript and `any`. */
export function checkFields(scope: Construct, binding: object, known: string[], name = 'binding'): void {
  if (typeof binding !== 'object' || binding === null || Array.isArray(binding) || binding instanceof Promise) {
    throw errorAt(
      scope,
      `the load balancer's ${name} must be an object, got ${quote(binding)}; return { annotations: { … } }`,
    );
  }
  const unknown = Object.keys(binding).find((field) => !known.includes(field));
  if (unknown !== undefined) {
    throw errorAt(
      scope,
      `the load balancer's ${name} has the field ${quote(unknown)}, which nothing reads; ` +
        `the fields are ${known.join(', ')}`,
    );
  }
}

/** Whether Kubernetes takes a text as the key of an annotation, or a class. */
export function isQualifiedName(name: unknown): boolean {
  const [last, prefix, ...rest] = typeof name === 'string' ? name.split('/').reverse() : [''];
  return (
    rest.length === 0 &&
    last.length <= 63 &&
    /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(last) &&
    (prefix === undefined || isDnsSubdomain(prefix))
  );
}
