import * as kplus from 'cdk8s-plus-27';
import { errorAt, Place, quote } from './errors';
import { map, text } from './values';

/*
 * What the API server asks of names, labels and references. As in values.ts, undefined is always fine, and means "not
 * given".
 */

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export function isDnsLabel(name: string): boolean {
  return /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
export function isDnsSubdomain(name: unknown): boolean {
  return (
    typeof name === 'string' &&
    name.length <= 253 &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name)
  );
}

/** The last part of a label's key, and its value. */
function isLabelPart(value: string): boolean {
  return /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(value);
}

/** The name of a namespace. */
export function namespace(place: Place, prop: string, value: string | undefined): string | undefined {
  if (value !== undefined && !(typeof value === 'string' && isDnsLabel(value))) {
    throw errorAt(
      place,
      `${prop} must be a name of at most 63 lower-case letters, digits and "-", got ${quote(value)}; ` +
        'write that, or leave it out',
    );
  }
  return value;
}

/** The name of an object of the cluster. */
export function objectName(place: Place, prop: string, value: string | undefined): string | undefined {
  if (value !== undefined && !(typeof value === 'string' && isDnsSubdomain(value))) {
    throw errorAt(
      place,
      `${prop} must be a name of lower-case letters, digits, "-" and ".", got ${quote(value)}; ` +
        'write that, or leave it out',
    );
  }
  return value;
}

/**
 * Labels of objects and pods.
 *
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set
 */
export function labels(
  place: Place,
  prop: string,
  values: { [key: string]: string } | undefined,
): { [key: string]: string } | undefined {
  for (const [key, value] of Object.entries(map(place, prop, values) ?? {})) {
    const [, prefix, name] = /^(?:(.*)\/)?([^/]*)$/s.exec(key)!;
    if (!isLabelPart(name) || (prefix !== undefined && !isDnsSubdomain(prefix))) {
      throw errorAt(
        place,
        `${prop}: ${quote(key)} is not a key of a label; write at most 63 letters, digits, "-", "_" and ".", ` +
          'after a prefix such as "example.com/" if you like',
      );
    }
    if (key === kplus.Pod.ADDRESS_LABEL) {
      throw errorAt(place, `${prop}: ${key} is the label by which the Service finds the pods; use another key`);
    }
    if (value !== '' && !isLabelPart(value)) {
      throw errorAt(
        place,
        `${prop}[${quote(key)}]: ${quote(value)} is not a value of a label; write at most 63 letters, digits, "-", ` +
          '"_" and ".", with a letter or digit at both ends',
      );
    }
  }
  return values;
}

/** The image of a container. */
export function image(place: Place, prop: string, value: string | undefined): string | undefined {
  if (text(place, prop, value) !== undefined && /\s/.test(value!)) {
    throw errorAt(place, `${prop} must be a name without blanks, got ${quote(value)}; write one such as kong:3.9.3`);
  }
  return value;
}

/** Kinds of objects that a pod uses by their names. */
type Kind = 'ConfigMap' | 'Secret' | 'ServiceAccount';

/** What is wrong with an object of the cluster that a construct represents; undefined when nothing is. */
export function whyNot(kind: Kind, value: kplus.IResource): string | undefined {
  if (typeof value === 'object' && value !== null && value.kind === kind && typeof value.name === 'string') {
    return isDnsSubdomain(value.name)
      ? undefined
      : `the name of the ${kind} must consist of lower-case letters, digits, "-" and ".", ` +
          `got ${quote(value.name)}; write the name that it has in the cluster`;
  }
  const name = typeof value === 'string' && value !== '' ? value : 'name';
  return (
    `a construct of a ${kind} is needed, got ${quote(value)}; ` +
    `write kplus.${kind}.from${kind}Name(chart, 'id', '${name}')`
  );
}

/** An object of the cluster that a construct represents, and that must be given. */
export function object(place: Place, prop: string, kind: Kind, value: kplus.IResource): void {
  const message = whyNot(kind, value);
  if (message) {
    throw errorAt(place, `${prop}: ${message}`);
  }
}

/**
 * What is wrong with the key of an entry of a ConfigMap or Secret; undefined when nothing is.
 *
 * @see https://kubernetes.io/docs/concepts/configuration/configmap/#configmap-object
 */
export function whyNoKey(key: string): string | undefined {
  return typeof key === 'string' && /^[-._a-zA-Z0-9]{1,253}$/.test(key) && key !== '.' && !key.startsWith('..')
    ? undefined
    : `${quote(key)} is not a key of an entry; write letters, digits, "-", "_" and "."`;
}
