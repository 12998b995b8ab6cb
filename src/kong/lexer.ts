/*
 * The text of nginx's configuration, cut as nginx itself cuts it (`ngx_conf_read_token`): quotes only begin at the
 * start of a word, a `#` is a comment only there, and a backslash keeps what follows it.
 *
 * @see https://github.com/nginx/nginx/blob/release-1.25.3/src/core/ngx_conf_file.c
 */

/** A directive with its arguments, without quotes, and with the content of its braces. */
export interface Statement {
  readonly name: string;
  readonly args: readonly string[];
  readonly block?: readonly Statement[];
}

/**
 * How a text ends: after a whole directive, inside of something that swallows what follows it, or where nginx refuses
 * it.
 */
export type Ending = 'whole' | 'open' | 'refused';

export interface NginxText {
  /** What was read before the text ended. */
  readonly statements: readonly Statement[];
  readonly ending: Ending;
}

/** What a text does to the directives around it. */
export function readStatements(text: string): NginxText {
  const tokens = tokensOf(text);
  const last = tokens[tokens.length - 1];
  const ending: Ending = typeof last === 'string' ? last : 'whole';
  const reader = new BlockReader(tokens.filter((token): token is Token => typeof token !== 'string'));
  const statements = reader.readBlock(0);
  return { statements, ending: ending === 'whole' ? reader.ending : ending };
}

/** The words of a value, without quotes, as far as its first directive goes. */
export function words(value: string): readonly string[] {
  return readStatements(`value ${value}\n;`).statements[0]?.args ?? [];
}

type Token = { readonly word: string } | { readonly mark: ';' | '{' | '}' };

const BLANK = /[ \t\r\n]/;
const MARKS = /[;{}]/;
const QUOTES = /["']/;

/** The tokens of a text, with `open` or `refused` behind them where it does not end after one. */
function tokensOf(text: string): (Token | 'open' | 'refused')[] {
  const tokens: (Token | 'open' | 'refused')[] = [];
  let at = 0;
  while (at < text.length) {
    const character = text[at];
    if (BLANK.test(character)) {
      at += 1;
    } else if (character === '#') {
      const end = text.indexOf('\n', at);
      if (end < 0) return [...tokens, 'open'];
      at = end + 1;
    } else if (MARKS.test(character)) {
      tokens.push({ mark: character as ';' | '{' | '}' });
      at += 1;
    } else {
      const end = QUOTES.test(character) ? endOfQuoted(text, at) : endOfWord(text, at);
      if (end > text.length || (end === text.length && !QUOTES.test(character))) return [...tokens, 'open'];
      const inner = QUOTES.test(character) ? text.slice(at + 1, end - 1) : text.slice(at, end);
      tokens.push({ word: unescape(inner) });
      if (QUOTES.test(character) && end < text.length && !/[ \t\r\n;{)]/.test(text[end])) return [...tokens, 'refused'];
      at = end;
    }
  }
  return tokens;
}

/** The place behind the closing quote; behind the text where there is none. */
function endOfQuoted(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === text[start]) return at + 1;
  }
  return text.length + 1;
}

/** The place of the blank, `;` or `{` that ends a word; the braces of `${name}` are a part of it, and so is any `}`. */
function endOfWord(text: string, start: number): number {
  let variable = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (variable && character === '{') continue;
    variable = character === '$';
    if (character === '\\') at += 1;
    else if (BLANK.test(character) || character === ';' || character === '{') return at;
  }
  return text.length;
}

/**
 * Of what follows a backslash, nginx knows quotes, the backslash and three blanks; before anything else it
 * stays.
 */
function unescape(word: string): string {
  const blanks: Readonly<Record<string, string>> = { t: '\t', r: '\r', n: '\n' };
  return word.replace(/\\(["'\\trn])/g, (_, character: string) => blanks[character] ?? character);
}

/** Deeper blocks than anybody writes are not read. */
const DEEPEST = 16;

class BlockReader {
  public ending: Ending = 'whole';
  private at = 0;

  constructor(private readonly tokens: readonly Token[]) {}

  public readBlock(depth: number): Statement[] {
    const statements: Statement[] = [];
    let pending: string[] = [];
    for (; this.at < this.tokens.length && this.ending === 'whole'; this.at += 1) {
      const token = this.tokens[this.at];
      if ('word' in token) {
        pending.push(token.word);
        continue;
      }
      const closes = token.mark === '}';
      if ((closes && (depth === 0 || pending.length > 0)) || (!closes && pending.length === 0)) {
        this.ending = 'refused';
        return statements;
      }
      if (closes) return statements;
      const [name, ...args] = pending;
      pending = [];
      statements.push({ name, args, ...(token.mark === '{' ? { block: this.readInner(name, depth) } : {}) });
    }
    if (pending.length > 0 || depth > 0) this.ending = this.ending === 'whole' ? 'open' : this.ending;
    return statements;
  }

  /** A block of Lua is not nginx's text, so it is not known where it ends. */
  private readInner(name: string, depth: number): Statement[] {
    this.at += 1;
    if (/_by_lua_block$/.test(name) || depth === DEEPEST) this.ending = 'open';
    return this.ending === 'whole' ? this.readBlock(depth + 1) : [];
  }
}
