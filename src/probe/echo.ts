import { withoutPort } from './addresses';
import { Echo } from './exchange';

/**
 * The headers about the client in the answer of an upstream that tells what it got: JSON with a map of headers
 * somewhere, a JSON list of names and values, or lines of `Name: value`. Undefined if there is no X-Real-IP, which
 * Kong sends with every request.
 */
export function echoIn(body: string): Echo | undefined {
  const headers = headersIn(body);
  const one = (name: string) => {
    const values = headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  };
  const realIp = one('x-real-ip');
  const address = realIp === undefined ? undefined : withoutPort(realIp);
  return address === undefined
    ? undefined
    : { realIp: address, forwardedFor: one('x-forwarded-for'), forwardedProto: one('x-forwarded-proto') };
}

type Line = readonly [name: string, value: string];

function headersIn(body: string): Line[] {
  try {
    return linesOf(JSON.parse(body));
  } catch {
    const lines = body.matchAll(/^[ \t]*([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*?)[ \t]*\r?$/gm);
    return [...lines].map(([, name, value]) => [name, value]);
  }
}

const DEEPEST = 6;

/** Every name with a text, or a list of texts, at any depth. */
function linesOf(value: unknown, depth = 0): Line[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) {
    return isTexts(value) ? pairsOf(value) : value.flatMap((item) => linesOf(item, depth + 1));
  }
  return Object.entries(value).flatMap(([name, inner]): Line[] => {
    if (typeof inner === 'string') return [[name, inner]];
    if (isTexts(inner)) return inner.map((item): Line => [name, item]);
    return linesOf(inner, depth + 1);
  });
}

/** Names and values by turns, as Node.js has raw headers. */
function pairsOf(flat: readonly string[]): Line[] {
  const lines: Line[] = [];
  for (let index = 0; index + 1 < flat.length; index += 2) lines.push([flat[index], flat[index + 1]]);
  return lines;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
