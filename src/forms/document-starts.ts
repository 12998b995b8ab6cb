import { lineEndsIn } from './limits';

/** Lines of a file. */
export interface Lines {
  readonly text: string;
  /** Lines of the file before them. */
  readonly before: number;
}

/** A document of a text, as it is written. */
export interface Part extends Lines {
  /** Characters of the file before it. */
  readonly start: number;
}

/** Cut at `---`, and between the values of JSON, so that what is wrong in one document cannot swallow the next. */
export function documentsOf(text: string): Part[] {
  const parts: Part[] = [];
  let start = 0;
  let before = 0;
  const cut = (end: number) => {
    const part = text.slice(start, end);
    if (/^(?!---[ \t\r]*$)[^\S\n]*[^\s#%]/m.test(part)) parts.push({ text: part, before, start });
    before += lineEndsIn(part);
    start = end;
  };
  for (const end of startsOf(text)) {
    cut(end);
  }
  cut(text.length);
  return parts;
}

/** Where documents begin, but for the first. */
function startsOf(text: string): number[] {
  const marked = [...text.matchAll(/^---(?=\s|$)/gm)].map(({ index }) => index);
  return marked.length > 0 ? marked : jsonStarts(text);
}

/**
 * Where the values of JSON begin that are written one after the other, but for the first; none in a text that is
 * anything else.
 */
function jsonStarts(text: string): number[] {
  const starts: number[] = [];
  let depth = 0;
  let begun = false;
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\[^])*"|[{}[\]]|[^\s{}[\]"]+/g)) {
    const opens = token === '{' || token === '[';
    if (depth === 0 && !opens) return [];
    if (depth === 0 && begun) starts.push(index);
    begun = true;
    if (opens) depth++;
    else if (token === '}' || token === ']') depth--;
  }
  return starts;
}
