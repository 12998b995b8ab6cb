import { isScalar, parseDocument } from 'yaml';
import { AS_KUBECTL } from '../input/yaml';

/** What a text of plain YAML holds. */
export interface PlainYaml {
  readonly value: unknown;
  /** Where the items of the list at `items` begin, as kubectl prints lists, and where the last one ends. */
  readonly items?: readonly number[];
  /** @default yaml */
  readonly form?: 'yaml' | 'json';
}

/** Thrown where a text is not as plain as this reader needs it. */
class NotPlain extends Error {}

interface Line {
  /** Where its text begins, after the indent. */
  readonly start: number;
  readonly indent: number;
  readonly text: string;
}

const KEY = /^([A-Za-z_][\w./-]*):(?: +|$)/;
/** Keys that YAML 1.1 takes for something else than a text, or that JavaScript does. */
const NOT_A_NAME = /^(?:y|yes|no?|on|off|true|false|null|__proto__)$/i;
/** Text that no reader of YAML takes for anything else. */
const WORD = /^[A-Za-z/][\w./@-]*(?:[: ][\w./@-]+)*$/;
const NOT_A_WORD = /^(?:y|yes|no?|on|off|true|false|null)$/i;
const INTEGER = /^(?:0|[1-9]\d{0,14})$/;
const MOST_DEPTH = 100;

/**
 * Reads the YAML that programs print and most people write, in one pass: maps and lists in blocks, values in one
 * line, and texts after `|`. Everything else (anchors, tags, flow style, repeated keys, mistakes) is `undefined`, and
 * is for the full reader.
 */
export function readPlainYaml(text: string): PlainYaml | undefined {
  try {
    return new Reader(text).read();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class Reader {
  private next = 0;
  private line: Line | undefined;
  private items?: number[];

  constructor(private readonly text: string) {
    if (/[\t\r\uFEFF]/.test(text)) throw new NotPlain();
  }

  public read(): PlainYaml {
    if (/^---\n/.test(this.text)) this.next = 4;
    this.advance();
    if (!this.line || this.line.indent > 0) throw new NotPlain();
    const value = this.block(0, 0);
    if (this.line) throw new NotPlain();
    return { value, items: this.items };
  }

  /** Goes to the next line that is neither blank nor a comment. */
  private advance(): void {
    this.line = undefined;
    while (this.next < this.text.length) {
      const line = this.lineAt(this.next);
      this.next = line.start + line.text.length + 1;
      if (line.text === '' || line.text.startsWith('#')) continue;
      this.line = line;
      return;
    }
  }

  private lineAt(offset: number): Line {
    const newline = this.text.indexOf('\n', offset);
    const end = newline < 0 ? this.text.length : newline;
    let start = offset;
    while (start < end && this.text.charCodeAt(start) === 32) start++;
    return { start, indent: start - offset, text: this.text.slice(start, end) };
  }

  /** The map or list that begins at the current line. */
  private block(indent: number, depth: number): unknown {
    if (depth > MOST_DEPTH) throw new NotPlain();
    return isItem(this.line!.text) ? this.list(indent, depth) : this.map(indent, depth);
  }

  private list(indent: number, depth: number, starts?: number[]): unknown[] {
    const values: unknown[] = [];
    while (this.line && this.line.indent === indent && isItem(this.line.text)) {
      starts?.push(this.line.start);
      values.push(this.item(this.line, indent, depth));
    }
    if (this.line && this.line.indent > indent) throw new NotPlain();
    starts?.push(this.line?.start ?? this.text.length);
    return values;
  }

  private item(line: Line, indent: number, depth: number): unknown {
    const blanks = /^- */.exec(line.text)![0].length;
    const rest = line.text.slice(blanks);
    if (rest === '') {
      this.advance();
      return this.line && this.line.indent > indent ? this.block(this.line.indent, depth + 1) : null;
    }
    if (!KEY.test(rest) && !isItem(rest)) return this.scalar(rest, indent);
    this.line = { start: line.start + blanks, indent: indent + blanks, text: rest };
    return this.block(indent + blanks, depth + 1);
  }

  private map(indent: number, depth: number): Record<string, unknown> {
    const map: Record<string, unknown> = {};
    while (this.line && this.line.indent === indent) {
      const [head, key] = KEY.exec(this.line.text) ?? [];
      if (head === undefined || NOT_A_NAME.test(key) || Object.hasOwn(map, key)) throw new NotPlain();
      const rest = this.line.text.slice(head.length);
      map[key] = rest === '' || rest.startsWith('#') ? this.nested(indent, depth, key) : this.scalar(rest, indent);
    }
    if (this.line && this.line.indent > indent) throw new NotPlain();
    return map;
  }

  /** What follows a key that has no value in its line. */
  private nested(indent: number, depth: number, key: string): unknown {
    this.advance();
    if (!this.line || this.line.indent < indent) return null;
    if (this.line.indent === indent) {
      if (!isItem(this.line.text)) return null;
    } else if (!isItem(this.line.text)) {
      return this.map(this.line.indent, depth + 1);
    }
    if (depth > MOST_DEPTH) throw new NotPlain();
    this.items = depth === 0 && key === 'items' ? [] : this.items;
    return this.list(this.line.indent, depth + 1, depth === 0 && key === 'items' ? this.items : undefined);
  }

  private scalar(text: string, indent: number): unknown {
    if (text === '|' || text === '|-') return this.literal(indent, text === '|');
    if (text.endsWith(' ')) throw new NotPlain();
    const value = scalarOf(text);
    this.advance();
    if (this.line && this.line.indent > indent) throw new NotPlain();
    return value;
  }

  /** The lines of a text after `|`. */
  private literal(parent: number, keepsEnd: boolean): string {
    const lines: string[] = [];
    let indent: number | undefined;
    while (this.next < this.text.length) {
      const line = this.lineAt(this.next);
      if (line.text !== '' && line.indent <= parent) break;
      if (line.text !== '') indent ??= line.indent;
      if (indent === undefined || (line.text !== '' && line.indent < indent)) throw new NotPlain();
      lines.push(' '.repeat(Math.max(0, line.indent - indent)) + line.text);
      this.next = line.start + line.text.length + 1;
    }
    if (indent === undefined) throw new NotPlain();
    this.advance();
    while (lines.at(-1)!.trim() === '') {
      if (lines.at(-1) !== '') throw new NotPlain();
      lines.pop();
    }
    return lines.join('\n') + (keepsEnd ? '\n' : '');
  }
}

function isItem(text: string): boolean {
  return text === '-' || text.startsWith('- ');
}

function scalarOf(text: string): unknown {
  if (WORD.test(text) && !NOT_A_WORD.test(text)) return text;
  if (INTEGER.test(text)) return Number(text);
  if (text === 'true' || text === 'false') return text === 'true';
  if (text === '{}') return {};
  if (text === '[]') return [];
  if (/^"[^"\\]*"$/.test(text) || /^'[^']*'$/.test(text)) return text.slice(1, -1);
  return byFullReader(text);
}

/** Any other value in one line, as the full reader takes it. */
function byFullReader(text: string): unknown {
  if (/^(?:[[\]{}&*!|>%@`?,:#]|---|\.\.\.)/.test(text)) throw new NotPlain();
  if (!/^["']/.test(text) && /: | #|:$/.test(text)) throw new NotPlain();
  const { contents, errors, warnings } = parseDocument(text, AS_KUBECTL);
  if (errors.length > 0 || warnings.length > 0 || !isScalar(contents) || contents.comment) throw new NotPlain();
  return contents.value;
}
