/*
 * How Go's standard library reads text, which is how most controllers read their annotations.
 */

/** White space as Unicode has it. JavaScript's own `trim` leaves U+0085 and takes U+FEFF away. */
const BLANK = '[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const AROUND = new RegExp(`^${BLANK}|${BLANK}$`, 'g');

const TRUE = ['1', 't', 'T', 'TRUE', 'true', 'True'];
const FALSE = ['0', 'f', 'F', 'FALSE', 'false', 'False'];

/** @see https://pkg.go.dev/strings#TrimSpace */
export function trimSpace(text: string): string {
  return text.replace(AROUND, '');
}

/**
 * Undefined for what is not a boolean, such as an empty text or `yes`.
 *
 * @see https://pkg.go.dev/strconv#ParseBool
 */
export function parseBool(text: string): boolean | undefined {
  if (TRUE.includes(text)) return true;
  return FALSE.includes(text) ? false : undefined;
}

/** Whether Go reads the text as true; what it cannot read, and nothing, is not. */
export function isTrue(text: string | undefined): boolean {
  return text !== undefined && parseBool(text) === true;
}

/**
 * A decimal number of 32 bits; undefined for anything else, blanks around it included.
 *
 * @see https://pkg.go.dev/strconv#ParseInt
 */
export function parseInt32(text: string): number | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined;
  const number = Number(text);
  return number >= -(2 ** 31) && number < 2 ** 31 ? number : undefined;
}

/** Whether two texts are the same but for upper and lower case. @see https://pkg.go.dev/strings#EqualFold */
export function equalFold(a: string | undefined, b: string): boolean {
  return a?.toLowerCase() === b.toLowerCase();
}
