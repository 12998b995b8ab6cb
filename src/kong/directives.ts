import { Place } from './settings';
import { Environment } from './traffic';

/** What a directive does to the client's address. */
export type Effect =
  /** Nothing, in any block: users may set it. */
  | 'free'
  /** Nothing that this model answers. */
  | 'none'
  /** What this model reads. */
  | 'read'
  /** What this model does not know. */
  | 'unknown';

interface Row {
  readonly names: RegExp;
  /** Where that is so. @default - everywhere */
  readonly places?: readonly Place[];
  readonly effect: Effect;
  /** What it does, behind the variable's name. */
  readonly does?: string;
}

const row = (effect: Effect, names: readonly string[], places?: readonly Place[], does?: string): Row => ({
  names: new RegExp(`^(${names.join('|')})$`),
  effect,
  places,
  does,
});

/** Every directive that is known, the first row that fits counts. What is in no row could do anything. */
const DIRECTIVES: readonly Row[] = [
  row('free', [
    'client_(body_buffer_size|body_timeout|header_buffer_size|header_timeout|max_body_size)',
    'large_client_header_buffers',
    'keepalive_(requests|time|timeout)',
    'lingering_(close|time|timeout)',
    'send_timeout',
    'reset_timedout_connection',
    'limit_rate(_after)?',
    'gzip(_.+)?',
    'output_buffers',
    'tcp_(nodelay|nopush)',
    'http2_(max_concurrent_streams|chunk_size)',
    'server_tokens',
    'log_format',
    'proxy_(buffer_size|buffers|busy_buffers_size|connect_timeout|read_timeout|send_timeout|max_temp_file_size|ssl_.+)',
    'grpc_(buffer_size|connect_timeout|read_timeout|send_timeout|ssl_.+)',
    'resolver(_timeout)?',
    'lua_(shared_dict|socket_.+|ssl_.+)',
    'ssl_(buffer_size|ciphers|conf_command|dhparam|ecdh_curve|prefer_server_ciphers|protocols|session_.+|stapling.*)',
    'add_header|more_(set|clear)_headers',
    '(server_names|variables|types)_hash_(bucket|max)_size',
    'worker_(connections|cpu_affinity|priority|rlimit_nofile|shutdown_timeout|aio_requests)',
    'multi_accept',
    'accept_mutex(_delay)?',
    'keepalive',
  ]),
  row('read', ['set_real_ip_from'], ['http', 'proxy', 'location', 'stream']),
  row('read', ['real_ip_header', 'real_ip_recursive'], ['http', 'proxy', 'location']),
  row('read', ['more_clear_input_headers'], ['proxy']),
  row(
    'unknown',
    ['include'],
    ['main', 'http', 'proxy', 'location', 'stream'],
    'reads a file of nginx configuration, which may change which senders nginx trusts',
  ),
  row('unknown', ['load_module', 'js_.+', 'perl.*', '\\w+_by_lua\\w*'], undefined, 'runs its own code on each request'),
  row(
    'unknown',
    ['proxy_set_header', 'grpc_set_header'],
    ['location'],
    'sends the upstream one more header line, beside the one that Kong writes',
  ),
  row('unknown', ['more_set_input_headers'], ['proxy'], 'changes the headers of each request before Kong reads them'),
  row(
    'unknown',
    ['server', 'listen', 'location', 'if', 'return', 'rewrite', 'try_files', 'error_page', '(proxy|grpc)_pass'],
    ['http', 'proxy', 'location', 'stream'],
    'answers requests beside Kong',
  ),
  // Seen on a running Kong: these reach neither the address nor what is cleared.
  row(
    'none',
    ['more_(set|clear)_input_headers', '(proxy|grpc)_set_header', 'set', 'proxy_pass_request_headers'],
    ['http', 'proxy', 'location'],
  ),
  row(
    'none',
    [
      'access_log',
      'error_log',
      'client_.+',
      'keepalive_.+',
      'lingering_.+',
      'proxy_(?!pass$|set_header$|protocol$).+',
      'grpc_(?!pass$|set_header$).+',
      'ssl_.+',
      'http2(_.+)?',
      'lua_(?!package_).+',
      'limit_.+',
      'send_.+',
      'sendfile.*',
      'aio.*',
      'directio.*',
      'open_.+',
      'gunzip.*',
      'brotli.*',
      'underscores_in_headers',
      'ignore_invalid_headers',
      'chunked_transfer_encoding',
      'charset.*',
      'default_type',
      'types',
      'expires',
      'etag',
      'max_ranges',
      'merge_slashes',
      'absolute_redirect',
      'port_in_redirect',
      'server_name_in_redirect',
      'allow',
      'deny',
      'auth_basic.*',
      '(map|server_names|variables)_hash_.+',
      'map',
      'geo',
      'split_clients',
      'uninitialized_variable_warn',
      'log_.+',
      'postpone_output',
      'upstream',
      'worker_.+',
      'pcre_jit',
      'use',
      'user',
      'pid',
      'daemon',
      'env',
      'thread_pool',
      'timer_resolution',
      'debug_.+',
      'opente\\w+',
      'zone',
    ],
    ['main', 'http', 'proxy', 'location', 'stream'],
  ),
  row('none', ['.+'], ['elsewhere']),
];

/** What a directive does in a place. */
export function effectOf(directive: string, place: Place): { readonly effect: Effect; readonly does: string } {
  const found = DIRECTIVES.find(({ names, places }) => names.test(directive) && places?.includes(place) !== false);
  return {
    effect: found?.effect ?? 'unknown',
    does: found?.does ?? `is a directive of nginx, ${directive}, which may change which senders nginx trusts`,
  };
}

/** Where Kong pastes the directives of each namespace. */
const NAMESPACES: Readonly<Record<string, Place>> = {
  MAIN: 'main',
  EVENTS: 'main',
  HTTP: 'http',
  PROXY: 'proxy',
  LOCATION: 'location',
  STREAM: 'stream',
  SPROXY: 'stream',
  UPSTREAM: 'elsewhere',
  SUPSTREAM: 'elsewhere',
  STATUS: 'elsewhere',
  ADMIN: 'elsewhere',
  'WASM\\w*?': 'elsewhere',
};

const PATTERNS = Object.entries(NAMESPACES).map(([namespace, place]) => ({
  namespace,
  place,
  pattern: new RegExp(`NGINX_${namespace}_(.+)$`),
}));

/** How the names begin that Kong keeps although it does not know them. */
const KEPT = new RegExp(`^KONG_(NGINX_(${Object.keys(NAMESPACES).join('|')})|VAULT|PLUGINSERVER)_.`);

/** A directive that a variable sets. */
export interface Directive {
  readonly name: string;
  readonly namespace: string;
  readonly place: Place;
}

/**
 * The directives that Kong makes of a variable's name, in upper case. It looks for `nginx_proxy_` and its like
 * anywhere in the name, so `KONG_VAULT_NGINX_PROXY_INCLUDE` is `include`.
 */
export function directivesIn(variable: string): Directive[] {
  if (!KEPT.test(variable)) return [];
  return PATTERNS.flatMap(({ namespace, place, pattern }) => {
    const [, name] = pattern.exec(variable) ?? [];
    return name === undefined ? [] : [{ name: name.toLowerCase(), namespace, place }];
  });
}

/** The directives that variables put into a namespace, sorted as Kong sorts them; none for an empty value or `NONE`. */
export function nginxDirectives(environment: Environment, namespace: string): ReadonlyMap<string, string> {
  const directives = Object.entries(environment)
    .filter(([variable]) => variable === variable.toUpperCase())
    .flatMap(([variable, value]) =>
      directivesIn(variable)
        .filter((one) => one.namespace === namespace)
        .map(({ name }) => [name, value.trim()] as const),
    )
    .filter(([, value]) => value !== '' && value !== 'NONE');
  return new Map(directives.sort(([a], [b]) => (a < b ? -1 : 1)));
}
