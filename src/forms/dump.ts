/** A document of a dump, an item of a list in it, or the text around items. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly form: 'yaml' | 'json';
  /** How deep the keys of an object stand in YAML: those of an item behind its dash. */
  readonly indent: number;
  /** What takes the place of a piece that is left out, before its line ends. */
  readonly instead: '' | '---' | 'null';
  /** The text around items, which is never left out. */
  readonly frame?: boolean;
}

const NEWLINE = 10;
const SPACE = 32;
const QUOTE = 34;
const COMMENT = 35;
const HYPHEN = 45;
const BACKSLASH = 92;
const OPENING = [123, 91];
const CLOSING = [125, 93];

/** Cuts a dump into its pieces without parsing it: YAML as people and kubectl write it, and JSON. */
export function piecesOf(bytes: Uint8Array): Piece[] {
  const first = bytes.find((byte) => byte > SPACE && byte < 128);
  return first === OPENING[0] ? jsonPieces(bytes) : yamlPieces(bytes);
}

/** The text of a dump with some of its pieces alone. Every line stays where it is. */
export function joined(bytes: Uint8Array, pieces: readonly Piece[], keeps: (piece: Piece) => boolean): string {
  const parts: string[] = [];
  let end = 0;
  let wasKept = true;
  for (const piece of pieces) {
    parts.push(decoded(bytes, end, piece.start));
    end = piece.end;
    const isKept = piece.frame === true || keeps(piece);
    if (isKept) parts.push(decoded(bytes, piece.start, piece.end));
    // One mark ends what was kept before a run of documents that are left out.
    else parts.push(piece.instead === '---' && !wasKept ? '' : piece.instead, lineEnds(bytes, piece));
    wasKept = isKept;
  }
  parts.push(decoded(bytes, end, bytes.length));
  return parts.join('');
}

/** The text of a part of a dump. Throws where it is not UTF-8. */
export function decoded(bytes: Uint8Array, start: number, end: number): string {
  return start === end ? '' : new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start, end));
}

function lineEnds(bytes: Uint8Array, { start, end }: Piece): string {
  let count = 0;
  for (let at = bytes.indexOf(NEWLINE, start); at >= 0 && at < end; at = bytes.indexOf(NEWLINE, at + 1)) count++;
  return '\n'.repeat(count);
}

/** Documents between `---`, and the items of lists in blocks: an item begins where the first one does in its line. */
function yamlPieces(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let list: { indent?: number } | undefined;
  const cut = (at: number, frame?: boolean) => {
    const instead = list === undefined && isMark(bytes, start) ? '---' : '';
    const indent = list?.indent === undefined ? 0 : list.indent + 2;
    if (at > start) pieces.push({ start, end: at, form: 'yaml', indent, instead, frame });
    start = at;
  };
  for (let line = 0; line < bytes.length; line = lineAfter(bytes, line)) {
    if (isMark(bytes, line)) {
      cut(line, list !== undefined && list.indent === undefined);
      list = undefined;
    } else if (list === undefined) {
      if (!isItems(bytes, line)) continue;
      cut(lineAfter(bytes, line), true);
      list = {};
    } else {
      const indent = indentAt(bytes, line);
      const begins = bytes[line + indent] === HYPHEN && bytes[line + indent + 1] === SPACE;
      if (begins && indent === (list.indent ?? indent)) {
        cut(line, list.indent === undefined);
        list.indent = indent;
      } else if (indent === 0 && !isBlank(bytes[line])) {
        cut(line, list.indent === undefined);
        list = undefined;
        start = line;
        // What follows the items belongs to the list.
        const next = markAfter(bytes, line);
        cut(next, true);
        line = next - 1;
      }
    }
  }
  cut(bytes.length, list !== undefined && list.indent === undefined);
  return pieces;
}

function lineAfter(bytes: Uint8Array, at: number): number {
  const newline = bytes.indexOf(NEWLINE, at);
  return newline < 0 ? bytes.length : newline + 1;
}

function markAfter(bytes: Uint8Array, at: number): number {
  let line = lineAfter(bytes, at);
  while (line < bytes.length && !isMark(bytes, line)) line = lineAfter(bytes, line);
  return line;
}

/** Whether a line is `---`, with or without something behind it. */
function isMark(bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < 3; index++) {
    if (bytes[at + index] !== HYPHEN) return false;
  }
  return at + 3 >= bytes.length || bytes[at + 3] <= SPACE;
}

const ITEMS = new TextEncoder().encode('items:');

function isItems(bytes: Uint8Array, line: number): boolean {
  return ITEMS.every((byte, index) => bytes[line + index] === byte) && isBlank(bytes[line + ITEMS.length]);
}

function isBlank(byte: number | undefined): boolean {
  return byte === undefined || byte <= SPACE || byte === COMMENT;
}

function indentAt(bytes: Uint8Array, line: number): number {
  let indent = 0;
  while (bytes[line + indent] === SPACE) indent++;
  return indent;
}

/** The items of lists at the top, and values that are no lists, one after the other. */
function jsonPieces(bytes: Uint8Array): Piece[] {
  const pieces: Piece[] = [];
  const starts: number[] = [];
  let items = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === QUOTE) {
      at = endOfText(bytes, at);
    } else if (OPENING.includes(byte)) {
      starts.push(at);
    } else if (CLOSING.includes(byte)) {
      const start = starts.pop() ?? at;
      const isItem = starts.length === 2 && bytes[starts[1]] === OPENING[1] && byte === CLOSING[0];
      if (isItem) pieces.push({ start, end: at + 1, form: 'json', indent: 0, instead: 'null' });
      if (isItem) items++;
      if (starts.length > 0) continue;
      if (items === 0) pieces.push({ start, end: at + 1, form: 'json', indent: 0, instead: '' });
      items = 0;
    }
  }
  return pieces;
}

function endOfText(bytes: Uint8Array, quote: number): number {
  let at = quote + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
