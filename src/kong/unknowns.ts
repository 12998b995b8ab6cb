import { parseBlock } from './address';
import { words } from './directives';
import { list } from './listeners';
import { Environment } from './traffic';

/** The settings from which this model draws its answers. */
const READ = ['ROLE', 'PROXY_LISTEN', 'STREAM_LISTEN', 'ADMIN_LISTEN', 'ADMIN_GUI_LISTEN', 'STATUS_LISTEN', 'TRUSTED_IPS', 'PORT_MAPS',
  'REQUEST_DEBUG', 'LUA_MAX_REQ_HEADERS', 'REAL_IP_HEADER', 'REAL_IP_RECURSIVE', 'PROXY_ACCESS_LOG',
  'NGINX_PROXY_REAL_IP_HEADER', 'NGINX_PROXY_REAL_IP_RECURSIVE'].map((name) => `KONG_${name}`);

/** Directives that could do anything, and what they do. */
const FOREIGN: readonly (readonly [name: RegExp, does: string])[] = [
  [/^KONG_NGINX_(MAIN|EVENTS|HTTP|PROXY|LOCATION)_INCLUDE$/, 'reads a file of nginx configuration, which may change whom nginx trusts'],
  [/^KONG_NGINX_(HTTP|PROXY|LOCATION)_\w*_BY_LUA/, 'runs code of its own on each request'],
  [/^KONG_NGINX_LOCATION_(PROXY|GRPC)_SET_HEADER$/, 'sends the upstream one more header line, beside the one that Kong writes'],
  [/^KONG_NGINX_PROXY_MORE_SET_INPUT_HEADERS$/, 'changes the headers of each request before Kong reads them'],
  [/^KONG_NGINX_(HTTP_SERVER|PROXY_LISTEN|PROXY_LOCATION|(PROXY|LOCATION)_(IF|RETURN|REWRITE))$/, 'answers requests beside Kong'],
];

/** Values that are pasted into nginx's configuration as they are. */
const PASTED = /^KONG_(NGINX_\w+|PROXY_(STREAM_)?ACCESS_LOG|MEM_CACHE_SIZE|SSL_SESSION_CACHE_SIZE|SSL_CIPHERS)$/;

/** What in an environment may change the answers of Kong in a way that this model does not know. */
export function unknownsOf(environment: Environment): string[] {
  return Object.entries(environment).flatMap(([name, value]) => {
    const foreign = FOREIGN.find(([pattern]) => pattern.test(name));
    if (foreign) return [`${name} ${foreign[1]}`];
    if (name === 'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS' && words(value).includes('-t')) {
      return [`${name} clears nothing but requests of some content types`];
    }
    if (!isInVault(value) && PASTED.test(name) && /[;{}\n\r#\\"']/.test(value)) {
      return [`${name} holds more than one value: what stands behind a ';' or a line break is configuration of its own`];
    }
    if (READ.includes(name) && isInVault(value)) return [`${name} takes its value from a vault`];
    if (READ.some((read) => name === `${read}_FILE`)) return [`${name} names a file from which the image takes the value`];
    return hostNames(name, value);
  });
}

/** Whether Kong looks a value, or an item of it, up in a vault. */
export function isInVault(value: string): boolean {
  return value.includes('{vault://');
}

/** Names where addresses could stand. */
function hostNames(name: string, value: string): string[] {
  const hosts = /^KONG_NGINX_\w+_SET_REAL_IP_FROM$/.test(name) ? words(value)
    : /^KONG_(PROXY|STATUS|STREAM|ADMIN|ADMIN_GUI)_LISTEN$/.test(name)
      ? list(value).flatMap((entry) => /(?:^|\s)([\w.-]+):\d+(?:\s|$)/.exec(entry)?.slice(1) ?? [])
      : [];
  return hosts.filter((host) => /^[\w.-]+$/.test(host) && !parseBlock(host))
    .map((host) => `${name} names ${host}, which is looked up when Kong starts`);
}
