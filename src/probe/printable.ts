/** Text from a server, a log or another program, so that it cannot move the cursor or hide what stands around it. */
export function printable(text: string, longest = 300): string {
  const safe = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}
