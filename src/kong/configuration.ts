import { parseBlock, parseStrict } from './address';
import { nginxDirectives } from './directives';
import { Statement } from './lexer';
import { list, Listener, parseListeners } from './listeners';
import { Files, pastedTexts, statementsIn } from './pasted';
import { RealIp } from './realip';
import { defaultOf, isInVault, SETTINGS } from './settings';
import { Environment } from './traffic';
import { isTrustedEntry } from './trust';
import { unknownsOf } from './unknowns';

/** What Kong reads from its environment, as far as it decides who sent a request and what is believed of it. */
export interface Configuration {
  readonly proxy: readonly Listener[];
  readonly admin: readonly Listener[];
  readonly adminGui: readonly Listener[];
  readonly status: readonly Listener[];
  readonly stream: readonly Listener[];
  /** trusted_ips, entry by entry, as written. */
  readonly trustedIps: readonly string[];
  /** The realip module where a request is read, and once more where it is routed, should the first change nothing. */
  readonly realIp: readonly [server: RealIp, location: RealIp];
  /** The realip module of the stream listeners, which reads nothing but PROXY headers. */
  readonly streamRealIp: RealIp;
  /** The directives of the server that takes requests, sorted as Kong sorts them. */
  readonly proxyDirectives: ReadonlyMap<string, string>;
  /** What variables put at the top and around the servers, and in the server that takes requests. */
  readonly httpStatements: readonly Statement[];
  readonly proxyStatements: readonly Statement[];
  /** The names in more_clear_input_headers. */
  readonly clearedHeaders: readonly string[];
  /** port_maps: from the port that Kong listens on, as written, to the port that the outside dials. */
  readonly portMaps: ReadonlyMap<string, number>;
  readonly requestDebug: boolean;
  /** lua_max_req_headers: how many header lines Kong's Lua reads. */
  readonly maxRequestHeaders: number;
  readonly logsAccess: boolean;
  /** What may change the answers and is not in this model, in sentences; the answers hold without it. */
  readonly unknowns: readonly string[];
}

/** Kong finds the names of these in any case, but their values only in upper case. Two have a value of their own. */
const FOUND_IN_ANY_CASE =
  /^kong_nginx_(?:proxy(?!_real_ip_(?:header|recursive)$)|location|upstream|status|sproxy|supstream)_./i;

/** @throws with the sentence of Kong when it does not start */
export function readConfiguration(written: Environment, files: Files = new Map()): Configuration {
  const environment = Object.fromEntries(Object.entries(written).filter(([, value]) => !isInVault(value)));
  const setting: Read = (name) => (environment[`KONG_${name}`] ?? defaultOf(`KONG_${name}`)).trim();
  const misspelt = Object.keys(environment).find(
    (name) => FOUND_IN_ANY_CASE.test(name) && environment[name.toUpperCase()] === undefined,
  );
  if (misspelt !== undefined) {
    throw new Error(`${misspelt.slice('KONG_'.length).toLowerCase()} is not a string: 'true'`);
  }
  const role = setting('ROLE');
  const wrong = SETTINGS.find(({ name, accepts }) => !isAccepted(environment[name], accepts));
  if (wrong) {
    throw new Error(
      `${confName(wrong.name)} has an invalid value: ` +
        `'${environment[wrong.name].trim()}' (${wrong.accepts!.join(', ')})`,
    );
  }
  SETTINGS.filter(({ addresses }) => addresses).forEach(({ name }) => readAddresses(name, environment[name] ?? ''));
  const portMaps = readPortMaps(setting('PORT_MAPS'));
  const trustedIps = list(setting('TRUSTED_IPS'));
  const bad = trustedIps.find((entry) => !isTrustedEntry(entry));
  if (bad !== undefined) {
    throw new Error(
      'trusted_ips must be a comma separated list in the form of IPv4 or IPv6 ' +
        `address or CIDR block or 'unix:', got '${bad}'`,
    );
  }
  const maxRequestHeaders = readMaxRequestHeaders(setting('LUA_MAX_REQ_HEADERS'));
  const texts = pastedTexts(environment, files);
  const [http, proxy, location, stream] = (['http', 'proxy', 'location', 'stream'] as const).map((place) =>
    statementsIn(texts, place),
  );
  const listeners = readListeners(setting);
  const routes = role !== 'control_plane';
  const manages = role !== 'data_plane' && listeners.admin.length > 0;
  return {
    proxy: routes ? listeners.proxy : [],
    stream: listeners.stream,
    admin: manages ? listeners.admin : [],
    adminGui: manages ? listeners.adminGui : [],
    status: listeners.status,
    trustedIps,
    realIp: readRealIp(trustedIps, http, proxy, location),
    streamRealIp: { header: 'proxy_protocol', recursive: false, trusted: blocks([...trustedIps, ...sources(stream)]) },
    proxyDirectives: withAliases(nginxDirectives(environment, 'PROXY'), environment),
    httpStatements: [...statementsIn(texts, 'main'), ...http],
    proxyStatements: proxy,
    clearedHeaders: proxy.filter(({ name }) => name === 'more_clear_input_headers').flatMap(clearedNames),
    portMaps,
    requestDebug: ['on', 'true'].includes(setting('REQUEST_DEBUG')),
    maxRequestHeaders,
    logsAccess: setting('PROXY_ACCESS_LOG') !== 'off',
    unknowns: unknownsOf(written, texts),
  };
}

/** Reads a setting by its name without `KONG_`. */
type Read = (name: string) => string;

function confName(variable: string): string {
  return variable.slice('KONG_'.length).toLowerCase();
}

function isAccepted(value: string | undefined, accepts: readonly string[] | undefined): boolean {
  return value === undefined || value.trim() === '' || accepts?.includes(value.trim()) !== false;
}

function readAddresses(name: string, value: string): void {
  const wrong = list(value).find((entry) => {
    const [, bracketed, ipv4] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/.exec(entry) ?? [];
    return parseStrict(bracketed ?? ipv4 ?? entry) === undefined;
  });
  if (wrong === undefined) return;
  const form = 'a comma separated list in the form of IPv4/6 or IPv4/6:port';
  throw new Error(`${confName(name)} must be ${form}, got '${wrong}'`);
}

function readListeners(setting: Read) {
  const read = (name: string, subsystem: 'http' | 'stream' = 'http') => {
    try {
      return parseListeners(setting(name), subsystem);
    } catch (error) {
      throw new Error(`${name.toLowerCase()} ${(error as Error).message}`);
    }
  };
  return {
    proxy: read('PROXY_LISTEN'),
    stream: read('STREAM_LISTEN', 'stream'),
    admin: read('ADMIN_LISTEN'),
    adminGui: read('ADMIN_GUI_LISTEN'),
    status: read('STATUS_LISTEN'),
    cluster: read('CLUSTER_LISTEN'),
  };
}

/**
 * Kong looks a port up by its text, so a map with a blank or a leading zero before the port is accepted and never
 * found.
 */
export function readPortMaps(value: string): Map<string, number> {
  return new Map(
    list(value).map((entry) => {
      const [, outer, inner] = /^([^:]*):(.*)$/.exec(entry) ?? [];
      if (![outer, inner].every((port) => port !== undefined && Number(port) >= 1 && Number(port) <= 65535)) {
        throw new Error(`invalid port mapping (\`port_maps\`): ${entry}`);
      }
      return [inner, Number(outer)];
    }),
  );
}

function readMaxRequestHeaders(value: string): number {
  const count = value === '' ? NaN : Number(value);
  if (Number.isNaN(count)) throw new Error('attempt to compare nil with number');
  if (!Number.isInteger(count) || count < 1 || count > 1000) {
    throw new Error('lua_max_req_headers must be an integer between 1 and 1000');
  }
  return count;
}

/** real_ip_header and real_ip_recursive count only where the directive of that name is not set, not even to nothing. */
function withAliases(directives: ReadonlyMap<string, string>, environment: Environment): Map<string, string> {
  const all = new Map(directives);
  for (const name of ['real_ip_header', 'real_ip_recursive']) {
    if (environment[`KONG_NGINX_PROXY_${name.toUpperCase()}`] !== undefined) continue;
    const variable = `KONG_${name.toUpperCase()}`;
    const value = (environment[variable] ?? defaultOf(variable)).trim();
    if (value !== '' && value !== 'NONE') all.set(name, value);
  }
  return new Map([...all].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The names in more_clear_input_headers, each as far as its colon; with `-t` it spares requests without a content
 * type.
 */
function clearedNames({ args }: Statement): string[] {
  return args.includes('-t') ? [] : args.filter((arg) => !arg.startsWith('-')).map((arg) => arg.split(/[:\s]/)[0]);
}

type Statements = readonly Statement[];

function readRealIp(
  trustedIps: readonly string[],
  http: Statements,
  proxy: Statements,
  location: Statements,
): [RealIp, RealIp] {
  const inherit = (name: string, ...places: Statements[]) =>
    places.flatMap((place) => place.filter((one) => one.name === name))[0]?.args[0];
  const trust = (...places: string[][]) => blocks(places.find((place) => place.length > 0) ?? []);
  const server = [...sources(proxy), ...trustedIps];
  const realIp = (trusted: ReturnType<typeof blocks>, ...places: Statements[]): RealIp => ({
    trusted,
    header: inherit('real_ip_header', ...places) ?? 'X-Real-IP',
    recursive: inherit('real_ip_recursive', ...places)?.toLowerCase() === 'on',
  });
  return [
    realIp(trust(server, sources(http)), proxy, http),
    realIp(trust(sources(location), server, sources(http)), location, proxy, http),
  ];
}

function sources(statements: Statements): string[] {
  return statements.filter(({ name }) => name === 'set_real_ip_from').flatMap(({ args }) => args);
}

function blocks(entries: readonly string[]) {
  return entries.map(parseBlock).filter((block) => block !== undefined);
}
