import * as fc from 'fast-check';

/** Everything that means something to nginx, and words. */
const FRAGMENTS = [' ', '\t', '\v', '\u00a0', ';', '{', '}', '"', "'", '\\', '#', '$', '${', ')', 'a', 'b=c'];

/** Texts made of what means something to nginx, and of some fragments more. */
export function textOf(more: readonly string[], constraints: fc.ArrayConstraints): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...FRAGMENTS, ...more), constraints).map((fragments) => fragments.join(''));
}
