import { KubernetesObject, Remark } from './balancer';
import { annotationField, annotationsOf } from './manifest';

/** What annotations that decide about the client's address speak of, however they are spelt. */
const TOPICS = [/proxy-?protocol/, /preserve-?(client|source)|client-?ip|source-?ip/, /(x-?)?forwarded-?for/];
const CLOSE = 2;

/**
 * Annotations of a controller's prefixes that it does not know but that look like one of its own: a letter or two wrong, or about the
 * same thing. Other unknown keys may be newer than this table, so nothing is said of them.
 */
export function misspelt(object: KubernetesObject, prefixes: readonly string[], known: readonly string[]): Remark[] {
  const unknown = Object.keys(annotationsOf(object)).filter((key) =>
    prefixes.some((prefix) => key.startsWith(prefix)) && !known.some((other) => key === other || key.startsWith(`${other}.`)));
  return unknown.flatMap((key) => {
    const meant = closest(key, known);
    return meant === undefined ? [] : [{
      rule: 'annotation-misspelt',
      field: annotationField(key),
      why: `The controller does not know ${key} and ignores it silently.`,
      mend: `Write ${meant}.`,
    }];
  });
}

function closest(key: string, known: readonly string[]): string | undefined {
  const topic = TOPICS.find((pattern) => pattern.test(suffix(key)));
  const related = known.filter((other) => topic?.test(suffix(other)));
  const byDistance = (keys: readonly string[]) => keys
    .map((other) => ({ other, distance: editDistance(key, other) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const nearest = byDistance(known);
  return nearest && nearest.distance <= CLOSE ? nearest.other : byDistance(related)?.other;
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
