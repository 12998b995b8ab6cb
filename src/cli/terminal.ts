import { Paint, Tone } from '../check/formats/text';

/** What the program writes to, and whether a person reads it. */
export interface Terminal {
  readonly colours: boolean;
  out(text: string): void;
  error(text: string): void;
}

/** What a command works with: where it writes, in which colours, and where it says what the run comes to. */
export interface Session {
  readonly terminal: Terminal;
  readonly paint: Paint;
  end(exit: number): void;
}

/** What a run comes to. */
export const EXIT = { clean: 0, findings: 1, unusable: 2 } as const;

/** Codes of ANSI terminals: red, yellow, cyan, green, dim and bold. */
const TONES: Readonly<Record<Tone, number>> = {
  error: 31,
  broken: 31,
  forgeable: 31,
  lost: 31,
  warning: 33,
  unknown: 33,
  note: 36,
  kept: 32,
  faint: 2,
  strong: 1,
};

/** Colours for a person, and plain text for a file or another program. */
export function paintOf({ colours }: Terminal): Paint {
  return (tone, text) => (colours ? `\u001b[${TONES[tone]}m${text}\u001b[0m` : text);
}
