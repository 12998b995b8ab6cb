import { parseBlock, parseStrict } from './address';
import { Configuration } from './configuration';
import { words } from './directives';
import { has, Listener } from './listeners';

/** What nginx's own test of the configuration says, in the order in which it reads; undefined when it says nothing. */
export function nginxRefusal(configuration: Configuration, httpDirectives: ReadonlyMap<string, string>): string | undefined {
  const { proxy, proxyDirectives, trustedIps, admin, status, adminGui } = configuration;
  const listening = new Map<string, Listener>();
  return first([
    () => httpDirectives.has('underscores_in_headers') ? '[emerg] "underscores_in_headers" directive is duplicate' : undefined,
    () => first([...httpDirectives].map(([name, value]) => () => directiveRefusal(name, value))),
    () => listenRefusal(proxy, listening),
    ...proxy.length === 0 ? [] : [
      () => first([...proxyDirectives].map(([name, value]) => () => directiveRefusal(name, value))),
      () => first(trustedIps.map((entry) => () => directiveRefusal('set_real_ip_from', entry))),
    ],
    () => listenRefusal(admin, listening),
    () => listenRefusal(status, listening),
    () => listenRefusal(adminGui, listening),
  ]);
}

function first(tests: readonly (() => string | undefined)[]): string | undefined {
  for (const test of tests) {
    const refusal = test();
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function directiveRefusal(name: string, value: string): string | undefined {
  const args = words(value);
  const takesOne = ['real_ip_header', 'real_ip_recursive', 'set_real_ip_from'].includes(name);
  if (takesOne && args.length !== 1) return `[emerg] invalid number of arguments in "${name}" directive`;
  if (name === 'real_ip_recursive' && !['on', 'off'].includes(value.toLowerCase())) {
    return `[emerg] invalid value "${args[0]}" in "real_ip_recursive" directive, it must be "on" or "off"`;
  }
  if (name === 'set_real_ip_from' && isNowhere(args[0])) return `[emerg] host not found in set_real_ip_from "${args[0]}"`;
  if (name === 'more_clear_input_headers') return args.map(clearRefusal).find((refusal) => refusal !== undefined);
  return undefined;
}

function clearRefusal(arg: string): string | undefined {
  if (arg.startsWith('-') && arg !== '-t' && arg !== '-r') return `[error] more_clear_input_headers: invalid option name: "${arg}"`;
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
    if (listener.port < 1 || listener.port > 65535) return `[emerg] invalid port in "${place}" of the "listen" directive`;
    if (!/^(\[[^\]]*\]|[^\s/?]+)$/.test(listener.host)) return `[emerg] host not found in "${listener.host.split(/\s/)[0]}" of the "listen" directive`;
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
  return ['deferred', 'bind', 'reuseport'].some((flag) => has(listener, flag)) || listener.flags.some((flag) => flag.includes('='));
}
