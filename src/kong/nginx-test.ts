import { isWildcard, parseBlock, parseStrict } from './address';
import { Configuration } from './configuration';
import { Statement } from './lexer';
import { has, Listener } from './listeners';

/** What nginx's own test of the configuration says, in the order in which it reads; undefined when it says nothing. */
export function nginxRefusal(configuration: Configuration): string | undefined {
  const { proxy, proxyStatements, httpStatements, trustedIps, admin, status, adminGui, stream } = configuration;
  const listening = new Map<string, Listener>();
  return first([
    () =>
      httpStatements.some(({ name }) => name === 'underscores_in_headers')
        ? duplicate('underscores_in_headers')
        : undefined,
    () => statementsRefusal(httpStatements),
    () => listenRefusal(proxy, listening),
    ...(proxy.length === 0
      ? []
      : [
          () => statementsRefusal(proxyStatements),
          () => first(trustedIps.map((entry) => () => statementRefusal({ name: 'set_real_ip_from', args: [entry] }))),
        ]),
    () => listenRefusal(admin, listening),
    () => listenRefusal(status, listening),
    () => listenRefusal(adminGui, listening),
    () => bindRefusal(stream, [...proxy, ...admin, ...status, ...adminGui]),
  ]);
}

function first(tests: readonly (() => string | undefined)[]): string | undefined {
  for (const test of tests) {
    const refusal = test();
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function duplicate(name: string): string {
  return `[emerg] "${name}" directive is duplicate`;
}

/** nginx takes these once in a place. */
const ONCE = ['real_ip_header', 'real_ip_recursive'];
/** The least that a shared dictionary of Lua may have. */
const LEAST_BYTES = 8191;
const UNITS: Readonly<Record<string, number>> = { k: 1024, m: 1024 * 1024, g: 1024 * 1024 * 1024 };

function statementsRefusal(statements: readonly Statement[]): string | undefined {
  return first(
    statements.map((statement, index) => () => {
      const again =
        ONCE.includes(statement.name) && statements.findIndex(({ name }) => name === statement.name) < index;
      return again ? duplicate(statement.name) : statementRefusal(statement);
    }),
  );
}

function statementRefusal({ name, args }: Statement): string | undefined {
  const takesOne = ['real_ip_header', 'real_ip_recursive', 'set_real_ip_from', 'worker_processes'].includes(name);
  if (takesOne && args.length !== 1) return `[emerg] invalid number of arguments in "${name}" directive`;
  switch (name) {
    case 'real_ip_recursive':
      return ['on', 'off'].includes(args[0].toLowerCase())
        ? undefined
        : `[emerg] invalid value "${args[0]}" in "real_ip_recursive" directive, it must be "on" or "off"`;
    case 'set_real_ip_from':
      return isNowhere(args[0]) ? `[emerg] host not found in set_real_ip_from "${args[0]}"` : undefined;
    case 'more_clear_input_headers':
      return args.map(clearRefusal).find((refusal) => refusal !== undefined);
    case 'worker_processes':
      return /^(auto|0*[1-9]\d*)$/.test(args[0]) ? undefined : '[emerg] "worker_processes" directive invalid value';
    case 'lua_shared_dict':
      return args.length !== 2 || bytesOf(args[1]) > LEAST_BYTES
        ? undefined
        : `[emerg] invalid lua shared dict size "${args[1]}"`;
    // A directive for streams alone.
    case 'proxy_protocol':
      return '[emerg] unknown directive "proxy_protocol"';
    default:
      return undefined;
  }
}

/** A size as nginx reads it, or 0. */
function bytesOf(size: string): number {
  const [, digits, unit = ''] = /^(\d+)([kKmMgG]?)$/.exec(size) ?? [];
  return digits === undefined ? 0 : Number(digits) * (UNITS[unit.toLowerCase()] ?? 1);
}

function clearRefusal(arg: string): string | undefined {
  if (arg.startsWith('-') && arg !== '-t' && arg !== '-r') {
    return `[error] more_clear_input_headers: invalid option name: "${arg}"`;
  }
  return /^\*([:\s]|$)/.test(arg) ? `[error] more_clear_input_headers: wildcard key too short: ${arg}` : undefined;
}

/** Neither an address nor a block, and not a name that could be looked up. */
function isNowhere(source: string): boolean {
  return source !== 'unix:' && !parseBlock(source) && !parseStrict(source) && !/^[\w.-]+$/.test(source);
}

/** One server may listen on an address once; several may, if at most one of them sets options of the socket. */
function listenRefusal(server: readonly Listener[], listening: Map<string, Listener>): string | undefined {
  const own = new Set<string>();
  for (const listener of server) {
    const place = `${listener.host}:${listener.port}`.replace('*', '0.0.0.0');
    if (listener.port < 1 || listener.port > 65535) {
      return `[emerg] invalid port in "${place}" of the "listen" directive`;
    }
    if (!/^(\[[^\]]*\]|[^\s/?]+)$/.test(listener.host)) {
      return `[emerg] host not found in "${listener.host.split(/\s/)[0]}" of the "listen" directive`;
    }
    const wrong = listener.flags.map(flagRefusal).find((refusal) => refusal !== undefined);
    if (wrong) return wrong;
    if (own.has(place)) return `[emerg] a duplicate listen ${place}`;
    own.add(place);
    const other = listening.get(place);
    if (other && setsOptions(other) && setsOptions(listener)) return `[emerg] duplicate listen options for ${place}`;
    if (!other || setsOptions(listener)) listening.set(place, listener);
  }
  return undefined;
}

function flagRefusal(flag: string): string | undefined {
  if (/^backlog=0+$/.test(flag)) return `[emerg] invalid backlog "${flag}"`;
  const [, keepalive] = /^so_keepalive=(.*:.*:.*)$/.exec(flag) ?? [];
  if (keepalive === undefined) return undefined;
  const [idle, interval, count] = keepalive.split(':');
  const times = [idle, interval].every((time) => time === '' || /^(\d+(ms|[smhdwMy])?)+$/.test(time));
  const anything = [idle, interval, count].some((part) => /[1-9]/.test(part));
  return times && anything ? undefined : `[emerg] invalid so_keepalive value: "${keepalive}"`;
}

function setsOptions(listener: Listener): boolean {
  return (
    ['deferred', 'bind', 'reuseport'].some((flag) => has(listener, flag)) ||
    listener.flags.some((flag) => flag.includes('='))
  );
}

/** The sockets of streams are others than those of requests: both cannot have one address. */
function bindRefusal(stream: readonly Listener[], others: readonly Listener[]): string | undefined {
  const taken = stream.find((listener) => !has(listener, 'udp') && others.some((other) => overlap(listener, other)));
  return taken && `[emerg] bind() to ${taken.host}:${taken.port} failed (98: Address already in use)`;
}

function overlap(one: Listener, other: Listener): boolean {
  if (one.port !== other.port || !one.address || one.address.length !== other.address?.length) return false;
  return isWildcard(one.address) || isWildcard(other.address) || one.host === other.host;
}
