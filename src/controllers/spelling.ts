import { KubernetesObject } from './balancer';
import { annotationField, annotationsOf } from './fields';
import { Remark } from './reading';

/** A key that a controller knows, or a family of them. */
export type KnownKey = string | RegExp;

/** What annotations that decide about the client's address speak of, however they are spelt. */
const TOPICS = [/proxy-?protocol/, /preserve-?(client|source)|client-?ip|source-?ip/, /(x-?)?forwarded-?for/];
const CLOSE = 2;

/**
 * Annotations of a controller's prefixes that it does not know but that look like one of its own: a letter or two
 * wrong, or about the same thing. Other unknown keys may be newer than this table, so nothing is said of them. A
 * number in a key, such as a port, is not a typing error.
 */
export function misspelt(object: KubernetesObject, prefixes: readonly string[], known: readonly KnownKey[]): Remark[] {
  const keys = known.filter((one): one is string => typeof one === 'string');
  const families = known.filter((one): one is RegExp => typeof one !== 'string');
  return Object.keys(annotationsOf(object)).flatMap((key) => {
    if (!prefixes.some((prefix) => key.startsWith(prefix))) return [];
    if (keys.some((other) => key === other || key.startsWith(`${other}.`))) return [];
    if (families.some((family) => family.test(key))) return [];
    const meant = closest(key, keys);
    if (meant === undefined || differsByNumberOnly(key, meant)) return [];
    return [
      {
        rule: 'annotation-misspelt',
        field: annotationField(key),
        why: `The controller does not know ${key} and ignores it silently.`,
        mend: `Write ${meant}.`,
        ...(/\d/.test(suffix(key)) ? { level: 'warning' as const } : {}),
      },
    ];
  });
}

function differsByNumberOnly(key: string, other: string): boolean {
  return key.replace(/\d+/g, '') === other.replace(/\d+/g, '');
}

function closest(key: string, known: readonly string[]): string | undefined {
  const topic = TOPICS.find((pattern) => pattern.test(suffix(key)));
  const nearest = nearestOf(key, known);
  if (nearest && nearest.distance <= CLOSE) return nearest.other;
  return nearestOf(
    key,
    known.filter((other) => topic?.test(suffix(other))),
  )?.other;
}

function nearestOf(
  key: string,
  known: readonly string[],
): { readonly other: string; readonly distance: number } | undefined {
  return known
    .map((other) => ({ other, distance: editDistance(key, other) }))
    .sort((a, b) => a.distance - b.distance)[0];
}

/** The part that names the setting: prefixes such as `azure-` or a domain hold no topic. */
function suffix(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1).toLowerCase();
}

/** How many letters must be added, removed or changed. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row++) {
    const current = [row];
    for (let column = 1; column <= b.length; column++) {
      const changed = previous[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      current[column] = Math.min(changed, previous[column] + 1, current[column - 1] + 1);
    }
    previous = current;
  }
  return previous[b.length];
}
