import { ForwardedHeaderPolicy } from '../gateways/kong-props';

/** Kong's environment variables that the constructs own, with what to use instead. */
const OWNED: [RegExp, string][] = [
  [/^KONG_TRUSTED_IPS$|_SET_REAL_IP_FROM$/, 'whom Kong believes is the prop trustedProxies of ProxyProtocolKong and HeaderForwardedKong'],
  [/REAL_IP_HEADER$/, 'choose the construct that fits the load balancer, and the prop header of HeaderForwardedKong'],
  [/REAL_IP_RECURSIVE$/, 'use the prop recursive of HeaderForwardedKong'],
  [/^KONG_PROXY_LISTEN$|^KONG_PORT_MAPS$|^KONG_NGINX_.+_LISTEN$/, 'the listeners follow from the load balancer, ipFamilies and exposeInCluster()'],
  [/^KONG_REQUEST_DEBUG$|_MORE_(CLEAR|SET)_INPUT_HEADERS$/, 'use the prop forwardedHeaderPolicy'],
  [/^KONG_STATUS_(LISTEN|SSL.*)$/, 'the probes and the balancers\' health checks need it as it is'],
  [/^KONG_ADMIN_(GUI_)?LISTEN$/, 'a DB-less gateway is changed by its configuration, not by the Admin API'],
  [/^KONG_(DATABASE|DECLARATIVE_CONFIG(_STRING)?)$/, 'use the prop configuration'],
  [/^KONG_SSL_CERT(_KEY)?$/, 'use the prop tlsSecret'],
  [/^KONG_PREFIX$/, 'it is the one directory that Kong can write'],
];

/** The kernel refuses to start a process with a longer variable (MAX_ARG_STRLEN, which counts the final NUL). */
const LONGEST_VARIABLE = 128 * 1024 - 1;

/** What is wrong with setting a variable, or undefined. */
export function refusal(owner: string, key: string, value: string): string | undefined {
  if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key)) {
    return `"${key}" is not a name of an environment variable; write one such as KONG_LOG_LEVEL`;
  }
  if (/^KONG_KONG_/i.test(key)) {
    return `${key} has KONG_ twice, and Kong would ignore it; write ${key.slice('KONG_'.length)}`;
  }
  const remedy = OWNED.find(([pattern]) => pattern.test(key.toUpperCase()))?.[1];
  return remedy ? `${key} belongs to ${owner}; ${remedy}` : tooLong(key, value);
}

/** What is wrong with a variable's size, or undefined. */
export function tooLong(key: string, value: string): string | undefined {
  const bytes = Buffer.byteLength(`${key}=${value}`);
  return bytes > LONGEST_VARIABLE ? `${key} has ${bytes} bytes, and no process starts with more than ${LONGEST_VARIABLE} in a variable; make it shorter` : undefined;
}

/** What every gateway sets, in whichever way it learns the client's address. Users may override none of it but the workers and the logs. */
export const BASE_ENVIRONMENT: { [key: string]: string } = {
  KONG_DATABASE: 'off',
  KONG_PREFIX: '/kong_prefix',
  KONG_ADMIN_LISTEN: 'off',
  KONG_ADMIN_GUI_LISTEN: 'off',
  KONG_NGINX_WORKER_PROCESSES: '2',
  KONG_PROXY_ACCESS_LOG: '/dev/stdout',
  KONG_PROXY_ERROR_LOG: '/dev/stderr',
  KONG_STATUS_ACCESS_LOG: 'off',
  KONG_STATUS_ERROR_LOG: '/dev/stderr',
};

/** The forwarded headers that an L7 balancer may overwrite, and that Kong then passes on. */
export const OVERWRITABLE_HEADERS = ['X-Forwarded-Host', 'X-Forwarded-Path', 'X-Forwarded-Prefix', 'X-Forwarded-Port', 'X-Forwarded-Proto'];

/**
 * Removes the forwarded headers that a client must not write, before Kong reads them.
 *
 * With request debug on (Kong's default), Kong caches the headers before nginx clears them: both settings are needed.
 * The names with underscores are there since Kong takes `_` for `-` when it looks a header up.
 *
 * @param kept the headers that an L7 balancer overwrites; undefined when no L7 balancer stands before Kong
 */
export function headerEnvironment(policy: ForwardedHeaderPolicy | undefined, kept?: string[]): { [key: string]: string } {
  if (policy === ForwardedHeaderPolicy.APPEND) {
    return {};
  }
  const names = kept
    ? ['X-Forwarded-For', ...OVERWRITABLE_HEADERS.filter((name) => !kept.includes(name)), 'X-Forwarded_*']
    : ['X-Forwarded*'];
  return {
    KONG_REQUEST_DEBUG: 'off',
    KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: [...names, 'X_Forwarded*', 'Forwarded', 'X_Real*', 'X-Real_IP'].join(' '),
  };
}
