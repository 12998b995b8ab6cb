/** Text from a server, a log or another program, so that it cannot move the cursor or hide the text around it. */
export function printable(text: string, longest = 300): string {
  const escape = (character: string) => `\\u{${character.codePointAt(0)!.toString(16)}}`;
  const safe = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escape);
  return safe.length > longest ? `${safe.slice(0, longest)}…` : safe;
}
