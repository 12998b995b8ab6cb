/*
 * Kong's settings that matter for the client's address, a row each, and what nginx's directives do. Who owns a
 * variable, which hidden one leaves the verdict open, which value is pasted into nginx's configuration and how: all
 * of that is read from here.
 *
 * @see https://github.com/Kong/kong/blob/3.9.3/kong/templates/kong_defaults.lua
 * @see https://github.com/Kong/kong/blob/3.9.3/kong/templates/nginx_kong.lua
 */

/** About what a setting decides. Those of the second line do not touch the client's address by themselves. */
export type Decides =
  | 'trust'
  | 'header'
  | 'recursion'
  | 'listen'
  | 'clear'
  | 'files'
  | 'mode'
  | 'status'
  | 'streams'
  | 'prefix'
  | 'admin'
  | 'configuration'
  | 'certificate'
  | 'nothing';

/**
 * Where in nginx's configuration a text is pasted: at the top, around the servers, in the server that takes requests,
 * in its location, for streams, or where no request for an upstream passes.
 */
export type Place = 'main' | 'http' | 'proxy' | 'location' | 'stream' | 'elsewhere';

/** A line of Kong's template. `@` is where the value goes. */
export interface Paste {
  readonly line: string;
  readonly place: Place;
}

export interface Setting {
  /** The variable's name. */
  readonly name: string;
  readonly decides: Decides;
  /** The value in Kong 3.9, where this model reads it. */
  readonly default?: string;
  readonly pasted?: Paste;
  /** The release from which on it has this default, and the value that it had before. */
  readonly since?: { readonly release: readonly [major: number, minor: number]; readonly before: string };
  /** The values that it may have, where Kong refuses to start with any other. */
  readonly accepts?: readonly string[];
  /** Whether it is a list of addresses, with or without a port, and Kong refuses to start with names. */
  readonly addresses?: boolean;
  /** Whether its value is text that Kong neither pastes nor takes apart: anything may stand in it. */
  readonly text?: boolean;
}

const bare = (directive: string, place: Place): Paste => ({ line: `${directive} @`, place });

/** Every setting that matters here. Of a setting that is not in this table nothing depends. */
export const SETTINGS: readonly Setting[] = [
  { name: 'KONG_TRUSTED_IPS', decides: 'trust', default: '' },
  { name: 'KONG_REAL_IP_HEADER', decides: 'header', default: 'X-Real-IP', pasted: bare('real_ip_header', 'proxy') },
  { name: 'KONG_REAL_IP_RECURSIVE', decides: 'recursion', default: 'off', pasted: bare('real_ip_recursive', 'proxy') },
  {
    name: 'KONG_PROXY_LISTEN',
    decides: 'listen',
    default: '0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384',
  },
  { name: 'KONG_PORT_MAPS', decides: 'listen', default: '' },
  { name: 'KONG_STREAM_LISTEN', decides: 'streams', default: 'off' },
  { name: 'KONG_REQUEST_DEBUG', decides: 'clear', default: 'on' },
  { name: 'KONG_LUA_MAX_REQ_HEADERS', decides: 'clear', default: '100' },
  { name: 'KONG_LUA_MAX_RESP_HEADERS', decides: 'nothing' },
  {
    name: 'KONG_STATUS_LISTEN',
    decides: 'status',
    default: '127.0.0.1:8007 reuseport backlog=16384',
    since: { release: [3, 6], before: 'off' },
  },
  { name: 'KONG_STATUS_SSL_CERT', decides: 'status' },
  { name: 'KONG_STATUS_SSL_CERT_KEY', decides: 'status' },
  {
    name: 'KONG_ROLE',
    decides: 'mode',
    default: 'traditional',
    accepts: ['data_plane', 'control_plane', 'traditional'],
  },
  { name: 'KONG_NGINX_CONF', decides: 'files' },
  { name: 'KONG_CONF', decides: 'files' },
  { name: 'KONG_PREFIX', decides: 'prefix' },
  { name: 'KONG_LUA_PACKAGE_PATH', decides: 'nothing', pasted: { line: "lua_package_path '@;;'", place: 'http' } },
  { name: 'KONG_LUA_PACKAGE_CPATH', decides: 'nothing', pasted: { line: "lua_package_cpath '@;;'", place: 'http' } },
  { name: 'KONG_MEM_CACHE_SIZE', decides: 'nothing', pasted: bare('lua_shared_dict kong_db_cache', 'http') },
  { name: 'KONG_RESOLVER_MEM_CACHE_SIZE', decides: 'nothing', pasted: bare('lua_shared_dict kong_dns_cache', 'http') },
  { name: 'KONG_LUA_SOCKET_POOL_SIZE', decides: 'nothing', pasted: bare('lua_socket_pool_size', 'http') },
  { name: 'KONG_LUA_SSL_PROTOCOLS', decides: 'nothing', pasted: bare('lua_ssl_protocols', 'http') },
  { name: 'KONG_LUA_SSL_VERIFY_DEPTH', decides: 'nothing', pasted: bare('lua_ssl_verify_depth', 'http') },
  { name: 'KONG_SSL_CIPHERS', decides: 'nothing', pasted: bare('ssl_ciphers', 'http') },
  { name: 'KONG_SSL_PROTOCOLS', decides: 'nothing', pasted: bare('ssl_protocols', 'http') },
  { name: 'KONG_SSL_PREFER_SERVER_CIPHERS', decides: 'nothing', pasted: bare('ssl_prefer_server_ciphers', 'http') },
  { name: 'KONG_SSL_DHPARAM', decides: 'nothing', pasted: bare('ssl_dhparam', 'http') },
  { name: 'KONG_SSL_SESSION_TICKETS', decides: 'nothing', pasted: bare('ssl_session_tickets', 'http') },
  { name: 'KONG_SSL_SESSION_TIMEOUT', decides: 'nothing', pasted: bare('ssl_session_timeout', 'http') },
  {
    name: 'KONG_SSL_SESSION_CACHE_SIZE',
    decides: 'nothing',
    pasted: { line: 'ssl_session_cache shared:SSL:@', place: 'proxy' },
  },
  {
    name: 'KONG_PROXY_ACCESS_LOG',
    decides: 'nothing',
    default: 'logs/access.log',
    pasted: bare('access_log', 'proxy'),
  },
  { name: 'KONG_PROXY_ERROR_LOG', decides: 'nothing', pasted: { line: 'error_log @ notice', place: 'proxy' } },
  { name: 'KONG_PROXY_STREAM_ACCESS_LOG', decides: 'nothing', pasted: bare('access_log', 'stream') },
  { name: 'KONG_PROXY_STREAM_ERROR_LOG', decides: 'nothing', pasted: { line: 'error_log @ notice', place: 'stream' } },
  { name: 'KONG_ADMIN_ACCESS_LOG', decides: 'nothing', pasted: bare('access_log', 'elsewhere') },
  { name: 'KONG_ADMIN_ERROR_LOG', decides: 'nothing', pasted: { line: 'error_log @ notice', place: 'elsewhere' } },
  { name: 'KONG_ADMIN_GUI_ACCESS_LOG', decides: 'nothing', pasted: bare('access_log', 'elsewhere') },
  { name: 'KONG_ADMIN_GUI_ERROR_LOG', decides: 'nothing', pasted: { line: 'error_log @ notice', place: 'elsewhere' } },
  { name: 'KONG_STATUS_ACCESS_LOG', decides: 'nothing', pasted: bare('access_log', 'elsewhere') },
  { name: 'KONG_STATUS_ERROR_LOG', decides: 'nothing', pasted: { line: 'error_log @ notice', place: 'elsewhere' } },
  { name: 'KONG_NGINX_WORKER_PROCESSES', decides: 'nothing', pasted: bare('worker_processes', 'main') },
  { name: 'KONG_NGINX_DAEMON', decides: 'nothing', pasted: bare('daemon', 'main') },
  { name: 'KONG_NGINX_USER', decides: 'nothing', pasted: bare('user', 'main') },
  {
    name: 'KONG_ADMIN_LISTEN',
    decides: 'admin',
    default: '127.0.0.1:8001 reuseport backlog=16384, 127.0.0.1:8444 http2 ssl reuseport backlog=16384',
  },
  { name: 'KONG_ADMIN_GUI_LISTEN', decides: 'admin', default: '0.0.0.0:8002, 0.0.0.0:8445 ssl' },
  { name: 'KONG_CLUSTER_LISTEN', decides: 'configuration', default: '0.0.0.0:8005' },
  { name: 'KONG_CLUSTER_TELEMETRY_LISTEN', decides: 'configuration' },
  { name: 'KONG_CLUSTER_CONTROL_PLANE', decides: 'configuration' },
  { name: 'KONG_CLUSTER_TELEMETRY_ENDPOINT', decides: 'configuration' },
  { name: 'KONG_CLUSTER_SERVER_NAME', decides: 'configuration' },
  { name: 'KONG_CLUSTER_MTLS', decides: 'configuration' },
  { name: 'KONG_CLUSTER_CERT', decides: 'configuration' },
  { name: 'KONG_CLUSTER_CERT_KEY', decides: 'configuration' },
  { name: 'KONG_CLUSTER_CA_CERT', decides: 'configuration' },
  { name: 'KONG_DATABASE', decides: 'configuration', accepts: ['postgres', 'off', 'cassandra'] },
  { name: 'KONG_DECLARATIVE_CONFIG', decides: 'configuration' },
  { name: 'KONG_DECLARATIVE_CONFIG_STRING', decides: 'configuration', text: true },
  { name: 'KONG_KONNECT_MODE', decides: 'configuration' },
  { name: 'KONG_SSL_CERT', decides: 'certificate' },
  { name: 'KONG_SSL_CERT_KEY', decides: 'certificate' },
  { name: 'KONG_LICENSE_DATA', decides: 'nothing', text: true },
  { name: 'KONG_PG_PASSWORD', decides: 'nothing', text: true },
  { name: 'KONG_PG_RO_PASSWORD', decides: 'nothing', text: true },
  {
    name: 'KONG_LOG_LEVEL',
    decides: 'nothing',
    accepts: ['debug', 'info', 'notice', 'warn', 'error', 'crit', 'alert', 'emerg'],
  },
  {
    name: 'KONG_ROUTER_FLAVOR',
    decides: 'nothing',
    accepts: ['traditional', 'traditional_compatible', 'expressions'],
  },
  { name: 'KONG_WORKER_CONSISTENCY', decides: 'nothing', accepts: ['strict', 'eventual'] },
  { name: 'KONG_UNTRUSTED_LUA', decides: 'nothing', accepts: ['on', 'off', 'sandbox'] },
  { name: 'KONG_DNS_RESOLVER', decides: 'nothing', addresses: true },
  { name: 'KONG_RESOLVER_ADDRESS', decides: 'nothing', addresses: true },
  { name: 'KONG_SSL_CIPHER_SUITE', decides: 'nothing', accepts: ['modern', 'intermediate', 'old', 'fips', 'custom'] },
];

/** What decides about the client's address: hidden, it leaves the verdict open. */
const DECIDING: readonly Decides[] = [
  'trust',
  'header',
  'recursion',
  'listen',
  'clear',
  'files',
  'mode',
  'status',
  'streams',
];

const BY_NAME: ReadonlyMap<string, Setting> = new Map(SETTINGS.map((setting) => [setting.name, setting]));

export function settingOf(name: string): Setting | undefined {
  return BY_NAME.get(name);
}

/** The names of the settings that decide so. */
export function settingsThat(...decide: Decides[]): string[] {
  return SETTINGS.filter((setting) => decide.includes(setting.decides)).map(({ name }) => name);
}

/** Whether a setting decides about the client's address. */
export function decidesAddress(setting: Setting): boolean {
  return DECIDING.includes(setting.decides);
}

/** The default of a setting that this model reads. */
export function defaultOf(name: string): string {
  return settingOf(name)?.default ?? '';
}

/** The values that settings had in a release, where the model's defaults are newer. */
export function settingsBefore([major, minor]: readonly [number, number]): Readonly<Record<string, string>> {
  const older = SETTINGS.filter(
    ({ since }) => since && (major < since.release[0] || (major === since.release[0] && minor < since.release[1])),
  );
  return Object.fromEntries(older.map(({ name, since }) => [name, since!.before]));
}

/** Whether a value, or a part of it, is looked up in a vault. */
export function isInVault(value: string): boolean {
  return value.includes('{vault://');
}

/** Whether a value is a reference to a vault and nothing else. */
export function isVaultReference(value: string): boolean {
  return /^\{vault:\/\/[^{}\s]+\}$/.test(value);
}

/** Whether Kong puts another setting into this value when it fills in its template a second time. */
export function isReference(value: string): boolean {
  return value.includes('${{');
}

/**
 * Whether names behind a prefix could be variables of Kong: `envFrom` gives all keys of a Secret or a ConfigMap one
 * prefix.
 */
export function couldBeKongs(prefix: string): boolean {
  const upper = prefix.toUpperCase();
  return upper.startsWith('KONG_') || 'KONG_'.startsWith(upper);
}
