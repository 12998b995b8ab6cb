/*
 * Whom Kong believes, where it listens, what it clears and which files it reads: variables that decide about these belong
 * to the library. Every way in asks here: props, `addEnv`, the container itself, `envFrom`, Helm values, the operator.
 */

/** Whose pods a variable is set in: the library's own, or those of a Helm chart or the operator, which configure Kong themselves. */
export enum Pods {
  OWN,
  OF_OTHERS,
}

/** Variables by what they decide, with what to use instead. Names in upper case, without the image's suffix `_FILE`. */
const OWNED: [RegExp, string][] = [
  [/^KONG_TRUSTED_IPS$|_SET_REAL_IP_FROM$/, 'whom Kong believes is the prop trustedProxies of the way through PROXY protocol or a header'],
  [/REAL_IP_HEADER$/, 'choose the way that fits the load balancer, and the prop header for a header of its own'],
  [/REAL_IP_RECURSIVE$/, 'use the prop recursive of the way through a header'],
  [/^KONG_(PROXY|STREAM)_LISTEN$|^KONG_PORT_MAPS$|^KONG_NGINX_.+_LISTEN$/, 'the listeners follow from the load balancer, ipFamilies, ports and exposeInCluster()'],
  [/^KONG_REQUEST_DEBUG$|^KONG_LUA_MAX_REQ_HEADERS$|_MORE_(CLEAR|SET)_INPUT_HEADERS$/, 'use the prop forwardedHeaderPolicy'],
  [/^KONG_STATUS_(LISTEN|SSL.*)$/, 'the probes and the balancers\' health checks need it as it is'],
  [/^KONG_(NGINX_CONF|CONF)$/, 'which files Kong reads and writes follows from the props'],
];

/** As `OWNED`, for the library's own pods alone. */
const OWNED_IN_OWN_PODS: [RegExp, string][] = [
  [/^KONG_ADMIN_/, 'a gateway is changed by its configuration, not by an Admin API of its own'],
  [/^KONG_(DATABASE|DECLARATIVE_CONFIG(_STRING)?|ROLE|KONNECT_MODE|CLUSTER_(CONTROL_PLANE|TELEMETRY_ENDPOINT|MTLS|CERT|CERT_KEY|CA_CERT|SERVER_NAME|LISTEN|TELEMETRY_LISTEN))$/, 'use the prop configuration'],
  [/^KONG_SSL_CERT(_KEY)?$/, 'use the prop tlsSecret'],
  [/^KONG_PREFIX$/, 'which files Kong reads and writes follows from the props'],
];

const NGINX_DIRECTIVE = /^KONG_NGINX_(MAIN|EVENTS|HTTP|PROXY|LOCATION|STATUS|ADMIN|UPSTREAM|STREAM|SPROXY|SUPSTREAM|WASM.*?)_(.+)$/;

/** The directives of nginx that cannot touch the client's address: limits, timeouts, buffers, TLS, compression, log formats, response headers. */
const FREE_DIRECTIVE = new RegExp(`^(${[
  'CLIENT_(BODY_BUFFER_SIZE|BODY_TIMEOUT|HEADER_BUFFER_SIZE|HEADER_TIMEOUT|MAX_BODY_SIZE)', 'LARGE_CLIENT_HEADER_BUFFERS',
  'KEEPALIVE_(REQUESTS|TIME|TIMEOUT)', 'LINGERING_(CLOSE|TIME|TIMEOUT)', 'SEND_TIMEOUT', 'RESET_TIMEDOUT_CONNECTION', 'LIMIT_RATE(_AFTER)?',
  'GZIP(_.+)?', 'OUTPUT_BUFFERS', 'TCP_(NODELAY|NOPUSH)', 'HTTP2_(MAX_CONCURRENT_STREAMS|CHUNK_SIZE)', 'SERVER_TOKENS', 'LOG_FORMAT',
  'PROXY_(BUFFER_SIZE|BUFFERS|BUSY_BUFFERS_SIZE|CONNECT_TIMEOUT|READ_TIMEOUT|SEND_TIMEOUT|MAX_TEMP_FILE_SIZE|SSL_.+)',
  'GRPC_(BUFFER_SIZE|CONNECT_TIMEOUT|READ_TIMEOUT|SEND_TIMEOUT|SSL_.+)', 'RESOLVER(_TIMEOUT)?', 'LUA_(SHARED_DICT|SOCKET_.+|SSL_.+)',
  'SSL_(BUFFER_SIZE|CIPHERS|CONF_COMMAND|DHPARAM|ECDH_CURVE|PREFER_SERVER_CIPHERS|PROTOCOLS|SESSION_.+|STAPLING.*)',
  '(ADD_HEADER|MORE_(SET|CLEAR)_HEADERS)', '(SERVER_NAMES|VARIABLES|TYPES)_HASH_(BUCKET|MAX)_SIZE',
  'WORKER_(CONNECTIONS|CPU_AFFINITY|PRIORITY|RLIMIT_NOFILE|SHUTDOWN_TIMEOUT|AIO_REQUESTS)', 'MULTI_ACCEPT', 'ACCEPT_MUTEX(_DELAY)?', 'KEEPALIVE',
].join('|')})$`);

/** Their values have a form of their own, with a `;` or braces, and are not pasted into nginx's configuration as they are. */
const FREE_VALUE = /^KONG_(LUA_PACKAGE_C?PATH|LICENSE_DATA)$/;

/** What Kong pastes into nginx's configuration as it is, without a look at it. */
const PASTED = /^KONG_(NGINX_.+|.*_LOG|(RESOLVER_)?MEM_CACHE_SIZE|(LUA_)?SSL_(CIPHERS|PROTOCOLS|SESSION_.+|PREFER_SERVER_CIPHERS|DHPARAM))$/;

/** The kernel refuses to start a process with a longer variable (MAX_ARG_STRLEN, which counts the final NUL). */
const LONGEST_VARIABLE = 128 * 1024 - 1;

/**
 * What is wrong with setting a variable, or undefined.
 *
 * @param owner whose variables these are, for the message
 * @param value undefined when it comes from a Secret, a ConfigMap or a field of the pod, and cannot be seen
 */
export function refusal(owner: string, key: string, value: string | undefined, pods = Pods.OWN): string | undefined {
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
    return `"${key}" is not a name of an environment variable; write one such as KONG_LOG_LEVEL`;
  }
  const name = key.toUpperCase().replace(/_FILE$/, '');
  if (/^KONG_KONG_/.test(name)) {
    return `${key} has KONG_ twice, and Kong would ignore it; write ${key.slice('KONG_'.length)}`;
  }
  const remedy = [...OWNED, ...pods === Pods.OWN ? OWNED_IN_OWN_PODS : []].find(([pattern]) => pattern.test(name))?.[1];
  if (remedy) {
    return `${key} belongs to ${owner}; ${remedy}`;
  }
  const directive = NGINX_DIRECTIVE.exec(name)?.[2];
  if (directive && !FREE_DIRECTIVE.test(directive)) {
    return `${key} belongs to ${owner}, since this directive of nginx could change whom Kong believes; `
      + 'limits, timeouts, buffers, TLS, compression, log formats and response headers can be set, for anything else write a plugin';
  }
  return value === undefined ? refusalOfHidden(key, name) : refusalOfValue(key, name, value);
}

/** Whether names behind a prefix could be variables of Kong: `envFrom` gives all keys of a Secret or a ConfigMap one prefix. */
export function couldBeKongs(prefix: string): boolean {
  const upper = prefix.toUpperCase();
  return upper.startsWith('KONG_') || 'KONG_'.startsWith(upper);
}

/** What is wrong with a variable's size, or undefined. */
export function tooLong(key: string, value: string): string | undefined {
  const bytes = Buffer.byteLength(`${key}=${value}`);
  return bytes > LONGEST_VARIABLE ? `${key} has ${bytes} bytes, and no process starts with more than ${LONGEST_VARIABLE} in a variable; make it shorter` : undefined;
}

/** Kong pastes these values into nginx's configuration, so somebody has to read them. */
function refusalOfHidden(key: string, name: string): string | undefined {
  return PASTED.test(name) ? `${key} comes from a Secret, a ConfigMap or a field of the pod, but becomes a part of nginx's configuration, which could change whom Kong believes; write its value` : undefined;
}

function refusalOfValue(key: string, name: string, value: string): string | undefined {
  if (value.includes('\0')) {
    return `${key} has a NUL character, with which no process starts; leave it out`;
  }
  if (name.startsWith('KONG_') && !FREE_VALUE.test(name) && endsDirective(value)) {
    return `${key}: ${JSON.stringify(value)} would end its directive of nginx and begin another, which could change whom Kong believes; `
      + 'write no line breaks, and ";", "{" and "}" only within quotes';
  }
  if (PASTED.test(name) && /(?<!\$)(\$\$)*\$\([^)]+\)/.test(value)) {
    return `${key}: Kubernetes puts another variable in the place of $(…) in ${JSON.stringify(value)}, which then becomes a part of nginx's configuration and could change whom Kong believes; write its value`;
  }
  return tooLong(key, value);
}

/** Whether a text that is pasted as the value of a directive could say more than the value. nginx takes quotes only around a whole word. */
function endsDirective(value: string): boolean {
  const unquoted = value.replace(/(^|\s)('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")(?=\s|$)/g, '$1');
  const isReference = /^\{vault:\/\/[^{}\s]+\}$/.test(value);
  return /[\r\n]/.test(value) || (!isReference && /[;{}'"]/.test(unquoted));
}
