import * as fc from 'fast-check';
import { ForwardedHeaderPolicy } from '../../src';
import { headerEnvironment, OVERWRITABLE_HEADERS, refusal, tooLong } from '../../src/ways/environment';

const owned: [string, string[]][] = [
  ['whom Kong believes is the prop trustedProxies of ProxyProtocolKong and HeaderForwardedKong', [
    'KONG_TRUSTED_IPS', 'KONG_NGINX_PROXY_SET_REAL_IP_FROM', 'KONG_NGINX_HTTP_SET_REAL_IP_FROM', 'kong_trusted_ips', 'Kong_Trusted_IPs',
  ]],
  ['choose the construct that fits the load balancer, and the prop header of HeaderForwardedKong', [
    'KONG_REAL_IP_HEADER', 'KONG_NGINX_PROXY_REAL_IP_HEADER', 'KONG_NGINX_HTTP_REAL_IP_HEADER', 'kong_real_ip_header',
  ]],
  ['use the prop recursive of HeaderForwardedKong', ['KONG_REAL_IP_RECURSIVE', 'KONG_NGINX_PROXY_REAL_IP_RECURSIVE', 'KONG_NGINX_HTTP_REAL_IP_RECURSIVE']],
  ['the listeners follow from the load balancer, ipFamilies and exposeInCluster()', ['KONG_PROXY_LISTEN', 'KONG_PORT_MAPS', 'kong_proxy_listen', 'KONG_NGINX_PROXY_LISTEN']],
  ['use the prop forwardedHeaderPolicy', [
    'KONG_REQUEST_DEBUG', 'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS', 'KONG_NGINX_HTTP_MORE_CLEAR_INPUT_HEADERS',
    'KONG_NGINX_PROXY_MORE_SET_INPUT_HEADERS', 'KONG_NGINX_LOCATION_MORE_SET_INPUT_HEADERS',
  ]],
  ['the probes and the balancers\' health checks need it as it is', ['KONG_STATUS_LISTEN', 'KONG_STATUS_SSL_CERT']],
  ['a DB-less gateway is changed by its configuration, not by the Admin API', ['KONG_ADMIN_LISTEN', 'KONG_ADMIN_GUI_LISTEN']],
  ['use the prop configuration', ['KONG_DATABASE', 'KONG_DECLARATIVE_CONFIG', 'KONG_DECLARATIVE_CONFIG_STRING']],
  ['use the prop tlsSecret', ['KONG_SSL_CERT', 'KONG_SSL_CERT_KEY']],
  ['it is the one directory that Kong can write', ['KONG_PREFIX']],
];

describe('an owned variable is refused, with what to use instead', () => {
  test.each(owned.flatMap(([remedy, keys]) => keys.map((key) => [key, remedy])))('%s: %s', (key, remedy) => {
    expect(refusal('LocalTrafficKong', key, 'on')).toBe(`${key} belongs to LocalTrafficKong; ${remedy}`);
  });
});

describe('any other variable is the user\'s', () => {
  test.each([
    'KONG_LOG_LEVEL', 'KONG_NGINX_WORKER_PROCESSES', 'KONG_PLUGINS', 'KONG_HEADERS', 'KONG_PROXY_ACCESS_LOG', 'KONG_STREAM_LISTEN', 'KONG_UPSTREAM_KEEPALIVE_POOL_SIZE',
    'KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE', 'KONG_NGINX_PROXY_MORE_CLEAR_HEADERS', 'KONG_SSL_CIPHERS', 'KONG_SSL_CERT_DEFAULT_ECDSA', 'TZ', 'JAVA_REAL_IP',
  ])('%s', (key) => {
    expect(refusal('LocalTrafficKong', key, 'on')).toBeUndefined();
  });
});

test.each([['KONG_KONG_LOG_LEVEL', 'KONG_LOG_LEVEL'], ['KONG_KONG_TRUSTED_IPS', 'KONG_TRUSTED_IPS']])('%s is a slip of the pen', (key, meant) => {
  expect(refusal('LocalTrafficKong', key, '')).toBe(`${key} has KONG_ twice, and Kong would ignore it; write ${meant}`);
});

test.each(['', '1KONG', 'KONG LOG', 'KONG=LOG', 'KONG\n'])('%j is not a name of a variable', (key) => {
  expect(refusal('LocalTrafficKong', key, '')).toBe(`"${key}" is not a name of an environment variable; write one such as KONG_LOG_LEVEL`);
});

test('a variable is as long as the kernel allows, and no byte longer', () => {
  fc.assert(fc.property(fc.constantFrom('a', 'ä', '€'), (character) => {
    const most = 128 * 1024 - 'KEY='.length - 1;
    const fits = character.repeat(Math.floor(most / Buffer.byteLength(character)));
    expect(tooLong('KEY', fits)).toBeUndefined();
    expect(tooLong('KEY', fits + character)).toBe(
      `KEY has ${Buffer.byteLength(`KEY=${fits}${character}`)} bytes, and no process starts with more than 131071 in a variable; make it shorter`);
  }));
});

describe('the forwarded headers that a client sent', () => {
  test('are all removed where no L7 balancer stands before Kong', () => {
    expect(headerEnvironment(undefined)).toEqual({
      KONG_REQUEST_DEBUG: 'off',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X_Real* X-Real_IP',
    });
  });

  test('are removed but for those that the balancer overwrites', () => {
    expect(headerEnvironment(ForwardedHeaderPolicy.REPLACE, ['X-Forwarded-Proto', 'X-Forwarded-Port'])).toEqual({
      KONG_REQUEST_DEBUG: 'off',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS:
        'X-Forwarded-For X-Forwarded-Host X-Forwarded-Path X-Forwarded-Prefix X-Forwarded_* X_Forwarded* Forwarded X_Real* X-Real_IP',
    });
  });

  test('are removed one by one, whichever the balancer overwrites', () => {
    fc.assert(fc.property(fc.subarray(OVERWRITABLE_HEADERS), (kept) => {
      const cleared = headerEnvironment(undefined, kept).KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS.split(' ');
      expect(OVERWRITABLE_HEADERS.filter((name) => !cleared.includes(name))).toEqual(kept);
      expect(cleared).toEqual(expect.arrayContaining(['X-Forwarded-For', 'X-Forwarded_*', 'X_Forwarded*', 'Forwarded', 'X_Real*', 'X-Real_IP']));
      expect(cleared).not.toContain('X-Real-IP');
    }));
  });

  test.each([undefined, ['X-Forwarded-Proto']])('are Kong\'s own affair with APPEND', (kept) => {
    expect(headerEnvironment(ForwardedHeaderPolicy.APPEND, kept)).toEqual({});
  });
});
