import { BALANCER, seen, served, TRUSTING } from './asking';
import { Environment, Header } from '../../src/kong/traffic';

const RECURSIVE: Environment = { ...TRUSTING, KONG_REAL_IP_RECURSIVE: 'on' };

test.each<[string, Environment, Header[], string]>([
  ['trust nobody', { KONG_REAL_IP_HEADER: 'X-Forwarded-For' }, [['X-Forwarded-For', '203.0.113.7']], BALANCER],
  [
    'the last line counts',
    TRUSTING,
    [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', '203.0.113.7'],
    ],
    '203.0.113.7',
  ],
  [
    'another spelling of the setting: the first line counts',
    { ...TRUSTING, KONG_REAL_IP_HEADER: 'x-forwarded-for' },
    [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', '203.0.113.7'],
    ],
    '6.6.6.6',
  ],
  ['spaces separate', TRUSTING, [['X-Forwarded-For', '6.6.6.6 203.0.113.7 ']], '203.0.113.7'],
  ['a space and a comma behind are nothing', TRUSTING, [['X-Forwarded-For', '203.0.113.7 ,']], '203.0.113.7'],
  ['a comma in front belongs to the first element', TRUSTING, [['X-Forwarded-For', ',203.0.113.7']], BALANCER],
  ['a comma and a space in front do not', TRUSTING, [['X-Forwarded-For', ', 203.0.113.7']], '203.0.113.7'],
  [
    'recursion goes on in the line before',
    RECURSIVE,
    [
      ['X-Forwarded-For', '6.6.6.6, 203.0.113.7'],
      ['X-Forwarded-For', '10.0.0.8, 10.0.0.9'],
    ],
    '203.0.113.7',
  ],
  [
    'recursion stops at what it cannot read',
    RECURSIVE,
    [['X-Forwarded-For', '6.6.6.6, unknown, 10.0.0.9']],
    '10.0.0.9',
  ],
  [
    'recursion does not go past a line that it cannot read',
    RECURSIVE,
    [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', 'unknown'],
    ],
    BALANCER,
  ],
  [
    'nor past one that it can read in part',
    RECURSIVE,
    [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', 'unknown, 10.0.0.9'],
    ],
    '10.0.0.9',
  ],
  [
    'recursion stops in the last line at whom nobody trusts',
    RECURSIVE,
    [
      ['X-Forwarded-For', '6.6.6.6'],
      ['X-Forwarded-For', '203.0.113.7'],
    ],
    '203.0.113.7',
  ],
  [
    'a directive wins, even when it is empty',
    { ...TRUSTING, KONG_NGINX_PROXY_REAL_IP_HEADER: '' },
    [
      ['X-Forwarded-For', '203.0.113.7'],
      ['X-Real-IP', '6.6.6.6'],
    ],
    '6.6.6.6',
  ],
  [
    'trust by a directive moves the address',
    { KONG_REAL_IP_HEADER: 'X-Forwarded-For', KONG_NGINX_PROXY_SET_REAL_IP_FROM: '10.0.0.0/8' },
    [['X-Forwarded-For', '203.0.113.7']],
    '203.0.113.7',
  ],
  [
    'trust around the server counts where the server has none',
    { KONG_NGINX_HTTP_SET_REAL_IP_FROM: '0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'trust around the server does not count where the server has its own',
    { KONG_TRUSTED_IPS: '192.0.2.1', KONG_NGINX_HTTP_SET_REAL_IP_FROM: '0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    BALANCER,
  ],
  [
    'trust in the location counts when the request is routed',
    { KONG_NGINX_LOCATION_SET_REAL_IP_FROM: '0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    "a header around the server does not count, since the server has Kong's own",
    { KONG_TRUSTED_IPS: '10.0.0.0/8', KONG_NGINX_HTTP_REAL_IP_HEADER: 'X-Forwarded-For' },
    [['X-Forwarded-For', '203.0.113.7']],
    BALANCER,
  ],
  [
    'what stands behind a certain ; is read, too',
    { KONG_NGINX_PROXY_CLIENT_MAX_BODY_SIZE: '1m; set_real_ip_from 0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'and in a log',
    { KONG_PROXY_ACCESS_LOG: '/dev/stdout; set_real_ip_from 0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'around the servers',
    { KONG_MEM_CACHE_SIZE: '10m; set_real_ip_from 0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'in a header',
    { KONG_REAL_IP_HEADER: 'X-Real-IP; set_real_ip_from 0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'where a size follows a colon',
    { KONG_SSL_SESSION_CACHE_SIZE: '10m; set_real_ip_from 0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'behind the quote around a path',
    { KONG_LUA_PACKAGE_PATH: "/x/?.lua;;'; set_real_ip_from 0.0.0.0/0; add_header X-A '" },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'by a name in which Kong finds a directive',
    { KONG_VAULT_NGINX_PROXY_SET_REAL_IP_FROM: '0.0.0.0/0' },
    [['X-Real-IP', '6.6.6.6']],
    '6.6.6.6',
  ],
  [
    'quotes are not a part of the value',
    { ...TRUSTING, KONG_REAL_IP_HEADER: '"X-Forwarded-For"' },
    [['X-Forwarded-For', '203.0.113.7']],
    '203.0.113.7',
  ],
  [
    'nor is a line break at the end',
    { ...TRUSTING, KONG_NGINX_PROXY_SET_REAL_IP_FROM: '0.0.0.0/0\n' },
    [['X-Forwarded-For', '203.0.113.7']],
    '203.0.113.7',
  ],
])('%s', (_, environment, headers, client) => {
  const answer = served(environment, headers);
  expect(answer.client).toBe(client);
  expect(seen(answer, 'X-Real-IP')).toEqual([client]);
});
