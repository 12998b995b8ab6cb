import { isObject } from '../../input/objects';
import { canonical, withoutPort } from '../addresses';

/** A line that is longer is not one of an access log that this program's requests made. */
export const LONGEST_LINE = 64 * 1024;

/** Names under which access logs hold the client's address: in lower case, with letters alone. */
const CLIENT_NAMES = new Set([
  'remoteaddr',
  'remoteaddress',
  'remoteip',
  'client',
  'clientip',
  'clientaddr',
  'clientaddress',
  'sourceip',
  'srcip',
  'ip',
]);

/** Names of what the client wrote, of the peer, of Kong itself and of the upstream: never of the believed client. */
const NOT_THE_CLIENT =
  /header|http|forward|real|peer|upstream|server|host|balancer|proxy|local|tries|dest|node|pod|target/;

/**
 * The address that Kong believed, by a line of its access log: nginx's combined format and Kong's own (the first
 * column), JSON (the field that holds an address), or `name=value` pairs. Undefined where the line does not tell, and
 * for lines of the error log.
 */
export function addressIn(line: string): string | undefined {
  if (line.length > LONGEST_LINE) return undefined;
  const text = withoutPrefix(line.trim());
  if (isErrorLine(text)) return undefined;
  const object = objectIn(text);
  const inner = object?.stream === undefined ? undefined : object.log;
  if (typeof inner === 'string') return addressIn(inner);
  if (object) return addressInFields(fieldsOf(object));
  return firstColumn(text) ?? addressInFields(pairsIn(text)) ?? onlyAddressBefore(text);
}

/** What `kubectl logs --prefix --timestamps`, stern and container runtimes write before a line. */
function withoutPrefix(line: string): string {
  return line
    .replace(/^\[pod\/[^\]]*\] /, '')
    .replace(/^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d) +/, '')
    .replace(/^(stdout|stderr) [FP] /, '')
    .replace(/^[a-z0-9.-]+ (proxy|kong) (?=\S)/, '');
}

/** nginx's error log names a client, too, as it was before the address was replaced. */
function isErrorLine(text: string): boolean {
  return /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[\w+\]/.test(text);
}

function firstColumn(text: string): string | undefined {
  return withoutPort(/^\S+/.exec(text)?.[0] ?? '');
}

/** The JSON object that the line is, or ends with. */
function objectIn(text: string): Record<string, unknown> | undefined {
  const start = text.indexOf('{');
  if (start < 0 || !text.endsWith('}') || firstColumn(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text.slice(start));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A field by the names around it, such as `request.headers.x-real-ip`. */
type Field = readonly [path: readonly string[], value: string];

const DEEPEST = 4;

function fieldsOf(object: Record<string, unknown>, path: readonly string[] = []): Field[] {
  if (path.length > DEEPEST) return [];
  return Object.entries(object).flatMap(([name, value]): Field[] => {
    const inner = [...path, name.toLowerCase()];
    if (typeof value === 'string') return [[inner, value]];
    return isObject(value) ? fieldsOf(value, inner) : [];
  });
}

function pairsIn(text: string): Field[] {
  return [...text.matchAll(/(?:^|[\s,;])([A-Za-z_][\w.-]*)=(?:"([^"]*)"|([^\s,;"]+))/g)].map(
    ([, name, quoted, bare]): Field => [[name.toLowerCase()], quoted ?? bare],
  );
}

/** The field that is named after the client; else the only one with an address. Fields that differ tell nothing. */
function addressInFields(fields: readonly Field[]): string | undefined {
  const found = fields.flatMap(([path, value]) => {
    const address = path.slice(0, -1).some((name) => NOT_THE_CLIENT.test(name)) ? undefined : withoutPort(value);
    return address ? [{ name: path[path.length - 1].replace(/[^a-z]/g, ''), address }] : [];
  });
  const named = found.filter(({ name }) => CLIENT_NAMES.has(name));
  const others = found.filter(({ name }) => !NOT_THE_CLIENT.test(name));
  return only((named.length > 0 ? named : others).map(({ address }) => address));
}

/** In a format of the user's own: before the quoted request there is no text of the client's. */
function onlyAddressBefore(text: string): string | undefined {
  const words = text.split('"')[0].split(/[\s,;|[\]()]+/);
  return only(words.flatMap((word) => canonical(word) ?? []));
}

function only(addresses: readonly string[]): string | undefined {
  const distinct = new Set(addresses);
  return distinct.size === 1 ? addresses[0] : undefined;
}
