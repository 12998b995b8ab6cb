/*
 * How the AWS Load Balancer Controller reads lists and maps, of which it is tolerant in its own way.
 */
import { trimSpace } from './go';

/**
 * `a,b`: items are trimmed, and empty ones left out.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/annotations/parser.go
 * splitCommaSeparatedString
 */
export function stringSlice(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(trimSpace)
    .filter((item) => item !== '');
}

/**
 * `key=value,key=value`: `\x` means `x`; a comma with nothing but blanks behind it belongs to the value; keys
 * and values are trimmed. Undefined where the controller refuses the text: an item without `=`, or without a key.
 *
 * @see https://github.com/kubernetes-sigs/aws-load-balancer-controller/blob/main/pkg/annotations/parser.go
 * ParseStringMapAnnotation
 */
export function stringMap(text: string): Readonly<Record<string, string>> | undefined {
  const found = new Map<string, string>();
  for (const pair of pairs(text)) {
    const [key, ...rest] = pair.split('=');
    if (rest.length === 0 || trimSpace(key) === '') return undefined;
    found.set(trimSpace(key), trimSpace(rest.join('=')));
  }
  return Object.fromEntries(found);
}

/** Whether a pair, written as `key=value` in the midst of others, is read back as it is. */
export function isPlainPair(key: string, value: string): boolean {
  const pair = `${key}=${value}`;
  const [first, ...others] = pairs(`${pair},=`);
  return first === pair && others.join() === '=' && stringMap(pair)?.[key] === value;
}

/** Headers in which Kong, or an upstream, reads the client's address. */
const CLIENT_HEADER = /forwarded|real.?ip|client.?ip|connecting.?ip/i;

/**
 * A header in which the client's address is read, and into which attributes of a listener write what they know of the
 * client's certificate; undefined where they do no such thing.
 */
export function clientHeaderIn(attributes: string): string | undefined {
  return Object.entries(stringMap(attributes) ?? {}).find(
    ([key, value]) => /header_name$/i.test(key) && CLIENT_HEADER.test(value),
  )?.[1];
}

/** The pairs, unescaped, each trimmed. */
function pairs(text: string): string[] {
  const found: string[] = [];
  let current = '';
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\' && at + 1 < text.length) {
      current += text[at + 1];
      at++;
      continue;
    }
    const rest = text[at] === ',' ? trimSpace(text.slice(at + 1)) : '';
    if (rest === '') {
      current += text[at];
      continue;
    }
    found.push(trimSpace(current));
    if (!rest.includes('=')) return [...found, rest];
    current = '';
  }
  return current === '' ? found : [...found, trimSpace(current)];
}
