import { withoutPort } from './addresses';
import { Echo } from './exchange';

/**
 * The headers about the client in the answer of an upstream that tells what it got: JSON with a map of headers somewhere, a JSON list of
 * names and values, or lines of `Name: value`. Undefined if there is no X-Real-IP, which Kong sends with every request.
 */
export function echoIn(body: string): Echo | undefined {
  const headers = headersIn(body);
  const one = (name: string) => {
    const values = headers.filter(([other]) => other.toLowerCase() === name).map(([, value]) => value);
    return values.length === 0 ? undefined : values.join(', ');
  };
  const realIp = one('x-real-ip');
  const address = realIp === undefined ? undefined : withoutPort(realIp);
  return address === undefined ? undefined
    : { realIp: address, forwardedFor: one('x-forwarded-for'), forwardedProto: one('x-forwarded-proto') };
}

type Line = readonly [name: string, value: string];

function headersIn(body: string): Line[] {
  try {
    return linesOf(JSON.parse(body));
  } catch {
    return [...body.matchAll(/^[ \t]*([A-Za-z][\w-]*)[ \t]*[:=][ \t]*(.*?)[ \t]*\r?$/gm)].map(([, name, value]) => [name, value]);
  }
}

const DEEPEST = 6;

/** Every name with a text, or a list of texts, wherever it stands. */
function linesOf(value: unknown, depth = 0): Line[] {
  if (typeof value !== 'object' || value === null || depth > DEEPEST) return [];
  if (Array.isArray(value)) {
    if (!value.every((item) => typeof item === 'string')) return value.flatMap((item) => linesOf(item, depth + 1));
    return value.flatMap((name, index): Line[] => index % 2 === 0 && index + 1 < value.length ? [[name, value[index + 1]]] : []);
  }
  return Object.entries(value).flatMap(([name, inner]): Line[] => {
    if (typeof inner === 'string') return [[name, inner]];
    if (Array.isArray(inner) && inner.every((item) => typeof item === 'string')) return inner.map((item): Line => [name, item]);
    return linesOf(inner, depth + 1);
  });
}
