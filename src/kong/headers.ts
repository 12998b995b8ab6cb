import { Header } from './traffic';

/** A header line as nginx keeps it: without the spaces around its value; tabs stay. */
export interface HeaderLine {
  readonly name: string;
  /** The name in lower case. */
  readonly key: string;
  readonly value: string;
}

/** nginx reads the header into one buffer of 1 kB and four of 8 kB, and no line may be split over two. */
const FIRST_BUFFER = 1024;
const LARGE_BUFFER = 8192;
const LARGE_BUFFERS = 4;
const MAX_LINES = 1000;

/** What nginx keeps of the header of a request, until it finds it wrong. */
export interface HeaderReading {
  readonly lines: readonly HeaderLine[];
  readonly wrong?: { readonly body: string; readonly log: string };
}

const BAD_REQUEST = 'Bad request';
const TOO_LARGE = 'Request header or cookie too large';

export function readHeader(requestLine: string, headers: readonly Header[]): HeaderReading {
  const lines: HeaderLine[] = [];
  const fits = buffers(requestLine);
  for (const [name, text] of headers) {
    const wrong = (body: string, log: string) => ({ lines, wrong: { body, log } });
    const value = text.replace(/^ +| +$/g, '');
    if (!fits(`${name}: ${text}`)) return wrong(TOO_LARGE, `client sent too long header line: "${name}: ${value}..."`);
    if (/[\0- \x7f]/.test(name) || name === '' || name.startsWith(':') || text.includes('\0')) {
      return wrong(BAD_REQUEST, `client sent invalid header line: "${name}..."`);
    }
    if (/[^A-Za-z0-9_-]/.test(name)) continue;
    if (lines.length === MAX_LINES) return wrong(TOO_LARGE, 'client sent too many header lines');
    const key = name.toLowerCase();
    if (key === 'host' && lines.some((line) => line.key === key)) {
      return wrong(
        BAD_REQUEST,
        `client sent duplicate host header: "${name}: ${value}", previous value: ` +
          `"${lines.find((line) => line.key === key)!.value}"`,
      );
    }
    lines.push({ name, key, value });
  }
  return { lines };
}

function buffers(requestLine: string): (line: string) => boolean {
  let room = FIRST_BUFFER;
  let large = 0;
  const fits = (line: string) => {
    const bytes = Buffer.byteLength(line) + 2;
    while (room < bytes && large < LARGE_BUFFERS && bytes <= LARGE_BUFFER) {
      room = LARGE_BUFFER;
      large += 1;
    }
    room -= bytes;
    return room >= 0;
  };
  fits(requestLine);
  return fits;
}

/** What is left after more_clear_input_headers: a star is a wildcard only at the end of a name. */
export function clear(lines: readonly HeaderLine[], cleared: readonly string[]): HeaderLine[] {
  const names = cleared.map((name) => name.toLowerCase());
  return lines.filter(
    ({ key }) => !names.some((name) => (name.endsWith('*') ? key.startsWith(name.slice(0, -1)) : key === name)),
  );
}

/**
 * A lookup in Lua's table of the first `limit` lines, which gives the first line of a name. A name with underscores
 * also finds the one with hyphens, but one really spelt so comes first.
 */
export function luaTable(lines: readonly HeaderLine[], limit: number): (name: string) => string | undefined {
  const seen = lines.slice(0, limit);
  const first = (key: string) => seen.find((line) => line.key === key)?.value;
  return (name) => first(name) ?? first(name.toLowerCase().replaceAll('_', '-'));
}

/** The PDK's get_header: nginx's variable, in which hyphen and underscore are one; of a list, what Lua's table has. */
export function pdkHeader(lines: readonly HeaderLine[], name: string, limit: number): string | undefined {
  const variable = name.toLowerCase().replaceAll('-', '_');
  const values = lines.filter(({ key }) => key.replaceAll('-', '_') === variable).map(({ value }) => value);
  const joined = values.length === 0 ? undefined : values.join(', ');
  return joined?.includes(', ') ? luaTable(lines, limit)(name) : joined;
}
