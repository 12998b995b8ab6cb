import * as fc from 'fast-check';
import { couldBeKongs } from '../../src/kong/settings';
import { refusal, tooLong } from '../../src/plan/ownership';

const owned: [string, string[]][] = [
  [
    'what Kong trusts is the prop trustedProxies of the ways through PROXY protocol or a header',
    [
      'KONG_TRUSTED_IPS',
      'KONG_NGINX_PROXY_SET_REAL_IP_FROM',
      'KONG_NGINX_HTTP_SET_REAL_IP_FROM',
      'KONG_NGINX_SPROXY_SET_REAL_IP_FROM',
      'kong_trusted_ips',
      'Kong_Trusted_IPs',
      'KONG_TRUSTED_IPS_FILE',
    ],
  ],
  [
    'choose the way that fits the load balancer, and the prop header for another header',
    [
      'KONG_REAL_IP_HEADER',
      'KONG_NGINX_PROXY_REAL_IP_HEADER',
      'KONG_NGINX_HTTP_REAL_IP_HEADER',
      'kong_real_ip_header',
      'KONG_REAL_IP_HEADER_FILE',
    ],
  ],
  [
    'use the prop recursive of the way through a header',
    ['KONG_REAL_IP_RECURSIVE', 'KONG_NGINX_PROXY_REAL_IP_RECURSIVE', 'KONG_NGINX_HTTP_REAL_IP_RECURSIVE'],
  ],
  [
    'the listeners follow from the load balancer, ipFamilies, ports and exposeInCluster()',
    [
      'KONG_PROXY_LISTEN',
      'KONG_STREAM_LISTEN',
      'KONG_PORT_MAPS',
      'kong_proxy_listen',
      'KONG_NGINX_PROXY_LISTEN',
      'KONG_PROXY_LISTEN_FILE',
    ],
  ],
  [
    'use the prop forwardedHeaderPolicy',
    [
      'KONG_REQUEST_DEBUG',
      'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS',
      'KONG_NGINX_HTTP_MORE_CLEAR_INPUT_HEADERS',
      'KONG_NGINX_PROXY_MORE_SET_INPUT_HEADERS',
      'KONG_NGINX_LOCATION_MORE_SET_INPUT_HEADERS',
      'KONG_LUA_MAX_REQ_HEADERS',
    ],
  ],
  [
    "the probes and the balancers' health checks need it as it is",
    ['KONG_STATUS_LISTEN', 'KONG_STATUS_SSL_CERT', 'KONG_STATUS_SSL_ENABLED'],
  ],
  [
    'a gateway is changed by its configuration, not by its own Admin API',
    ['KONG_ADMIN_LISTEN', 'KONG_ADMIN_GUI_LISTEN', 'KONG_ADMIN_SSL_CERT', 'KONG_ADMIN_API_URI'],
  ],
  [
    'use the prop configuration',
    [
      'KONG_DATABASE',
      'KONG_DECLARATIVE_CONFIG',
      'KONG_DECLARATIVE_CONFIG_STRING',
      'KONG_ROLE',
      'KONG_CLUSTER_CERT',
      'KONG_CLUSTER_CERT_KEY',
      'KONG_CLUSTER_CONTROL_PLANE',
      'KONG_CLUSTER_LISTEN',
      'KONG_KONNECT_MODE',
    ],
  ],
  ['use the prop tlsSecret', ['KONG_SSL_CERT', 'KONG_SSL_CERT_KEY']],
  ['which files Kong reads and writes follows from the props', ['KONG_PREFIX', 'KONG_NGINX_CONF', 'KONG_CONF']],
];

describe('an owned variable is refused, with what to use instead', () => {
  test.each(owned.flatMap(([remedy, keys]) => keys.map((key) => [key, remedy])))('%s: %s', (key, remedy) => {
    expect(refusal('LocalTrafficKong', key, 'on')).toBe(`${key} belongs to LocalTrafficKong; ${remedy}`);
  });
});

describe("any other variable is the user's", () => {
  test.each([
    'KONG_LOG_LEVEL',
    'KONG_NGINX_WORKER_PROCESSES',
    'KONG_PLUGINS',
    'KONG_HEADERS',
    'KONG_PROXY_ACCESS_LOG',
    'KONG_UPSTREAM_KEEPALIVE_POOL_SIZE',
    'KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE',
    'KONG_NGINX_PROXY_MORE_CLEAR_HEADERS',
    'KONG_SSL_CIPHERS',
    'KONG_SSL_CERT_DEFAULT_ECDSA',
    'TZ',
    'JAVA_REAL_IP',
    'KONG_CLUSTER_DP_LABELS',
    'KONG_CLUSTER_USE_PROXY',
    'KONG_CLUSTER_MAX_PAYLOAD',
  ])('%s', (key) => {
    expect(refusal('LocalTrafficKong', key, 'on')).toBeUndefined();
  });
});

test.each([
  ['KONG_KONG_LOG_LEVEL', 'KONG_LOG_LEVEL'],
  ['KONG_KONG_TRUSTED_IPS', 'KONG_TRUSTED_IPS'],
])('%s is a slip of the pen', (key, meant) => {
  expect(refusal('LocalTrafficKong', key, '')).toBe(`${key} has KONG_ twice, and Kong would ignore it; write ${meant}`);
});

test.each(['', '1KONG', 'KONG LOG', 'KONG=LOG', 'KONG\n'])('%j is not a name of a variable', (key) => {
  expect(refusal('LocalTrafficKong', key, '')).toBe(
    `"${key}" is not a name of an environment variable; write one such as KONG_LOG_LEVEL`,
  );
});

test('a variable is as long as the kernel allows, and no byte longer', () => {
  fc.assert(
    fc.property(fc.constantFrom('a', 'ä', '€'), (character) => {
      const most = 128 * 1024 - 'KEY='.length - 1;
      const fits = character.repeat(Math.floor(most / Buffer.byteLength(character)));
      expect(tooLong('KEY', fits)).toBeUndefined();
      expect(tooLong('KEY', fits + character)).toBe(
        `KEY has ${Buffer.byteLength(`KEY=${fits}${character}`)} bytes, and no process starts with more than 131071 in a variable; make it shorter`,
      );
    }),
  );
});

describe("a directive of nginx that could touch the client's address is refused", () => {
  test.each([
    'KONG_NGINX_PROXY_INCLUDE',
    'KONG_NGINX_HTTP_INCLUDE',
    'KONG_NGINX_LOCATION_INCLUDE',
    'KONG_NGINX_PROXY_PROXY_SET_HEADER',
    'KONG_NGINX_LOCATION_PROXY_SET_HEADER',
    'KONG_NGINX_LOCATION_GRPC_SET_HEADER',
    'KONG_NGINX_PROXY_REWRITE_BY_LUA_BLOCK',
    'KONG_NGINX_LOCATION_ACCESS_BY_LUA_BLOCK',
    'KONG_NGINX_HTTP_SERVER',
    'KONG_NGINX_PROXY_LOCATION',
    'KONG_NGINX_PROXY_IF',
    'KONG_NGINX_PROXY_SET',
    'KONG_NGINX_HTTP_MAP',
    'KONG_NGINX_HTTP_UNDERSCORES_IN_HEADERS',
    'KONG_NGINX_SPROXY_PROXY_PROTOCOL',
    'KONG_NGINX_PROXY_INCLUDE_FILE',
  ])('%s', (key) => {
    expect(refusal('LocalTrafficKong', key, 'x')).toMatch(
      /^KONG_NGINX_\w+ belongs to LocalTrafficKong, since this directive of nginx could change which address Kong believes; limits, .* can be set/,
    );
  });

  test.each([
    'KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE',
    'KONG_NGINX_PROXY_PROXY_BUFFERS',
    'KONG_NGINX_EVENTS_WORKER_CONNECTIONS',
    'KONG_NGINX_HTTP_GZIP_TYPES',
    'KONG_NGINX_HTTP_MORE_CLEAR_HEADERS',
  ])('%s is not', (key) => {
    expect(refusal('LocalTrafficKong', key, 'x')).toBeUndefined();
  });
});

describe('a value that would begin another directive is refused', () => {
  test.each([
    '8m; set_real_ip_from 0.0.0.0/0',
    '8m\nset_real_ip_from 0.0.0.0/0',
    '8m\rset_real_ip_from ::/0',
    '8m }',
    '{ server { } }',
    "a'; set_real_ip_from 0.0.0.0/0; 'b",
    "'a';x",
    '"a',
  ])('%j', (value) => {
    expect(refusal('LocalTrafficKong', 'KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE', value)).toMatch(
      /would end its directive of nginx and begin another/,
    );
    expect(refusal('LocalTrafficKong', 'KONG_PROXY_ACCESS_LOG', value)).toBeDefined();
    expect(refusal('LocalTrafficKong', 'KONG_MEM_CACHE_SIZE', value)).toBeDefined();
  });

  test.each([
    ['KONG_NGINX_HTTP_LOG_FORMAT', 'json escape=json \'{"client":"$remote_addr";}\''],
    ['KONG_LUA_PACKAGE_PATH', '/opt/?.lua;/opt/?/init.lua;;'],
    ['KONG_LICENSE_DATA', '{"license":{}}'],
    ['KONG_VAULT_HCV_TOKEN', '{vault://env/token}'],
    ['APP_TEXT', 'anything; goes'],
  ])('%s may be %s', (key, value) => {
    expect(refusal('LocalTrafficKong', key, value)).toBeUndefined();
  });

  test('and so is one that no process can start with', () => {
    expect(refusal('LocalTrafficKong', 'TZ', 'a\0b')).toBe(
      'TZ has a NUL character, with which no process starts; leave it out',
    );
  });
});

describe('a value of which another variable is a part', () => {
  test.each(['$(OTHER)', '8m$(OTHER)', '$$$(OTHER)'])("%j is refused where it becomes nginx's", (value) => {
    expect(refusal('LocalTrafficKong', 'KONG_MEM_CACHE_SIZE', value)).toMatch(
      /^KONG_MEM_CACHE_SIZE: Kubernetes puts another variable in the place of \$\(…\)/,
    );
    expect(refusal('LocalTrafficKong', 'KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE', value)).toBeDefined();
  });

  test.each([
    ['KONG_MEM_CACHE_SIZE', '$$(OTHER)'],
    ['KONG_NGINX_HTTP_LOG_FORMAT', 'short $remote_addr'],
    ['KONG_PG_HOST', '$(DATABASE_HOST)'],
  ])('%s may be %s', (key, value) => {
    expect(refusal('LocalTrafficKong', key, value)).toBeUndefined();
  });
});

test('a value that only ends in a reference to a vault is no reference', () => {
  expect(refusal('LocalTrafficKong', 'KONG_VAULT_HCV_TOKEN', '{vault://env/token}')).toBeUndefined();
  expect(
    refusal('LocalTrafficKong', 'KONG_VAULT_HCV_TOKEN', 'a; set_real_ip_from 0.0.0.0/0 {vault://env/token}'),
  ).toBeDefined();
});

test.each([
  ['KONG_MEM_CACHE_SIZE', true],
  ['KONG_SSL_CIPHERS', true],
  ['KONG_CLIENT_SSL_CERT', false],
  ['KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE', true],
  ['KONG_PROXY_ACCESS_LOG', true],
  ['KONG_LICENSE_DATA', false],
  ['PASSWORD', false],
])('%s from a Secret is refused: %s', (key, refused) => {
  expect(refusal('LocalTrafficKong', key, undefined) !== undefined).toBe(refused);
});

test.each<[string, boolean]>([
  ['', true],
  ['K', true],
  ['kong', true],
  ['KONG_', true],
  ['KONG_NGINX_', true],
  ['kong_trusted', true],
  ['APP_', false],
  ['KONGA_', false],
])("names behind the prefix %j could be Kong's: %s", (prefix, could) => {
  expect(couldBeKongs(prefix)).toBe(could);
});
