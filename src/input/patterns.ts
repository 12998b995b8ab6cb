/** A text as it is, for a regular expression with the flag `u`. */
export function literal(text: string): string {
  return text.replace(/\W/gu, (sign) => `\\u{${sign.codePointAt(0)!.toString(16)}}`);
}
