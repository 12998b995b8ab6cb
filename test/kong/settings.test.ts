import { startKong } from '../../src/kong/kong';
import { decidesAddress, Decides, defaultOf, Setting, SETTINGS } from '../../src/kong/settings';
import { couldMatter, matters } from '../../src/kong/unknowns';
import { Pods, refusal } from '../../src/plan/ownership';

/** Whose pods may not have a setting, by what it decides. */
const OWNED: Readonly<Record<Decides, 'all' | 'own' | 'none'>> = {
  trust: 'all',
  header: 'all',
  recursion: 'all',
  listen: 'all',
  clear: 'all',
  files: 'all',
  status: 'all',
  streams: 'all',
  mode: 'own',
  prefix: 'own',
  admin: 'own',
  configuration: 'own',
  certificate: 'own',
  nothing: 'none',
};

/** Nobody must lose this by removing a row. */
const NEVER_WITHOUT: Readonly<Record<string, Decides>> = {
  TRUSTED_IPS: 'trust',
  REAL_IP_HEADER: 'header',
  REAL_IP_RECURSIVE: 'recursion',
  PROXY_LISTEN: 'listen',
  PORT_MAPS: 'listen',
  STREAM_LISTEN: 'streams',
  REQUEST_DEBUG: 'clear',
  LUA_MAX_REQ_HEADERS: 'clear',
  STATUS_LISTEN: 'status',
  STATUS_SSL_CERT: 'status',
  STATUS_SSL_CERT_KEY: 'status',
  ROLE: 'mode',
  NGINX_CONF: 'files',
  CONF: 'files',
  PREFIX: 'prefix',
  ADMIN_LISTEN: 'admin',
  ADMIN_GUI_LISTEN: 'admin',
  DATABASE: 'configuration',
  DECLARATIVE_CONFIG: 'configuration',
  DECLARATIVE_CONFIG_STRING: 'configuration',
  KONNECT_MODE: 'configuration',
  CLUSTER_LISTEN: 'configuration',
  CLUSTER_TELEMETRY_LISTEN: 'configuration',
  CLUSTER_CONTROL_PLANE: 'configuration',
  CLUSTER_TELEMETRY_ENDPOINT: 'configuration',
  CLUSTER_SERVER_NAME: 'configuration',
  CLUSTER_MTLS: 'configuration',
  CLUSTER_CERT: 'configuration',
  CLUSTER_CERT_KEY: 'configuration',
  CLUSTER_CA_CERT: 'configuration',
  SSL_CERT: 'certificate',
  SSL_CERT_KEY: 'certificate',
};

/** What Kong's template pastes without a look at it. */
const PASTED = [
  'REAL_IP_HEADER',
  'REAL_IP_RECURSIVE',
  'LUA_PACKAGE_PATH',
  'LUA_PACKAGE_CPATH',
  'MEM_CACHE_SIZE',
  'RESOLVER_MEM_CACHE_SIZE',
  'LUA_SOCKET_POOL_SIZE',
  'LUA_SSL_PROTOCOLS',
  'LUA_SSL_VERIFY_DEPTH',
  'SSL_CIPHERS',
  'SSL_PROTOCOLS',
  'SSL_PREFER_SERVER_CIPHERS',
  'SSL_DHPARAM',
  'SSL_SESSION_TICKETS',
  'SSL_SESSION_TIMEOUT',
  'SSL_SESSION_CACHE_SIZE',
  'PROXY_ACCESS_LOG',
  'PROXY_ERROR_LOG',
  'PROXY_STREAM_ACCESS_LOG',
  'PROXY_STREAM_ERROR_LOG',
  'ADMIN_ACCESS_LOG',
  'ADMIN_ERROR_LOG',
  'ADMIN_GUI_ACCESS_LOG',
  'ADMIN_GUI_ERROR_LOG',
  'STATUS_ACCESS_LOG',
  'STATUS_ERROR_LOG',
  'NGINX_WORKER_PROCESSES',
  'NGINX_DAEMON',
  'NGINX_USER',
].map((name) => `KONG_${name}`);

test('no row is lost, and none is there twice', () => {
  const names = SETTINGS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(
    SETTINGS.filter(({ decides }) => decides !== 'nothing')
      .map(({ name, decides }) => [name.slice('KONG_'.length), decides])
      .sort(),
  ).toEqual(expect.arrayContaining(Object.entries(NEVER_WITHOUT).sort()));
  expect(SETTINGS.filter(({ text }) => text).map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'KONG_LICENSE_DATA',
      'KONG_DECLARATIVE_CONFIG_STRING',
      'KONG_PG_PASSWORD',
      'KONG_PG_RO_PASSWORD',
    ]),
  );
  expect(SETTINGS.filter(({ accepts }) => accepts).map(({ name }) => name)).toEqual(
    expect.arrayContaining(['KONG_ROLE', 'KONG_DATABASE', 'KONG_LOG_LEVEL', 'KONG_SSL_CIPHER_SUITE']),
  );
  // Known, so that it is not taken for a misspelt KONG_LUA_MAX_REQ_HEADERS.
  expect(names).toContain('KONG_LUA_MAX_RESP_HEADERS');
  expect(SETTINGS.filter(({ pasted }) => pasted).map(({ name }) => name)).toEqual(expect.arrayContaining(PASTED));
});

test.each<[string, string, string | undefined]>([
  ['KONG_DNS_RESOLVER', '10.0.0.10, 10.0.0.11:53, [fd00::10]:53, fd00::11', undefined],
  ['KONG_DNS_RESOLVER', '10.0.0.10,kube-dns', 'dns_resolver must be a comma separated list'],
  ['KONG_RESOLVER_ADDRESS', 'kube-dns.kube-system:53', 'resolver_address must be a comma separated list'],
  ['KONG_ROUTER_FLAVOR', 'expressions', undefined],
  ['KONG_ROUTER_FLAVOR', 'fast', 'router_flavor has an invalid value'],
])('%s=%s', (name, value, message) => {
  const start = startKong({ [name]: value });
  const output = 'refusal' in start ? start.refusal.output : undefined;
  expect(output).toEqual(message === undefined ? undefined : expect.stringContaining(message));
});

const unknowns = (environment: Record<string, string>) => {
  const start = startKong(environment);
  return 'kong' in start ? start.kong.configuration.unknowns : ['does not start'];
};

/** A value with which Kong starts. */
const valueOf = ({ name, accepts, addresses }: Setting) =>
  accepts?.[0] ?? (defaultOf(name) || (addresses ? '10.0.0.10' : '1'));

describe.each(SETTINGS.map((setting) => [setting.name, setting] as const))('%s', (name, setting) => {
  const owned = OWNED[setting.decides];

  test('is refused where it is owned, by its name and as a file', () => {
    for (const pods of [Pods.OWN, Pods.OF_OTHERS]) {
      const belongs = owned === 'all' || (owned === 'own' && pods === Pods.OWN);
      const expected = belongs ? expect.stringContaining('belongs to X; ') : undefined;
      expect(refusal('X', name, valueOf(setting), pods)).toEqual(expected);
      expect(refusal('X', name.toLowerCase(), valueOf(setting), pods)).toEqual(
        belongs ? expect.stringContaining('belongs to X; ') : undefined,
      );
      if (belongs) expect(refusal('X', `${name}_FILE`, '/x', pods)).toContain('belongs to X; ');
    }
  });

  const open = decidesAddress(setting) || setting.pasted !== undefined;

  test(`hidden, by a file, from a vault or another setting, it ${open ? 'leaves' : 'does not leave'} the answer open`, () => {
    expect(matters(name)).toBe(open);
    expect(matters(`${name}_FILE`)).toBe(open);
    expect(unknowns({ [`${name}_FILE`]: '/x' }).length > 0).toBe(open);
    expect(unknowns({ [name]: '{vault://env/x}' }).length > 0).toBe(open);
    if (open) expect(couldMatter(name)).toBe(true);
    if (setting.pasted) expect(unknowns({ [name]: '${{OTHER}}' }).length > 0).toBe(true);
  });

  test('another setting is never put into it', () => {
    expect(refusal('X', name, 'a${{OTHER}}', Pods.OF_OTHERS)).toBeDefined();
  });

  if (setting.pasted) {
    test('is pasted, so it must be seen, and be one value', () => {
      const refused = (value: string | undefined, key = name) => refusal('X', key, value, Pods.OF_OTHERS);
      expect(refused(undefined)).toBeDefined();
      expect(refused('/x', `${name}_FILE`)).toBeDefined();
      expect(refused('{vault://env/x}')).toBeDefined();
      for (const value of ["a'; include /x; b '", 'a\\', 'a\n', '$(OTHER)']) expect(refused(value)).toBeDefined();
      const quoted = setting.pasted!.line.includes("'");
      for (const value of ['a; include /x', 'a # b', '{']) expect(refused(value) === undefined).toBe(quoted);
    });

    test('what it adds to nginx is seen', () => {
      const start = `${valueOf(setting)}'; `.replace("'", setting.pasted!.line.includes("'") ? "'" : '');
      const end = setting.pasted!.line.includes("'") ? "; add_header X '" : '';
      const elsewhere = setting.pasted!.place === 'elsewhere';
      if (name === 'KONG_REAL_IP_RECURSIVE') return;
      expect(unknowns({ [name]: `${start}include /x${end}` }).length > 0).toBe(!elsewhere);
      expect(unknowns({ [name]: `${start}} server {${end}` }).length).toBeGreaterThan(0);
    });
  }

  test('Kong refuses what it does not accept', () => {
    if (setting.accepts) {
      expect(startKong({ [name]: 'whatever' })).toEqual({
        refusal: { exitCode: 1, output: expect.stringContaining("has an invalid value: 'whatever'") },
      });
    }
    for (const value of setting.accepts ?? []) expect('kong' in startKong({ [name]: value })).toBe(true);
  });

  if (setting.text) {
    test('may be any text', () => {
      expect(refusal('X', name, 'a;{"b"} # c', Pods.OF_OTHERS)).toBeUndefined();
    });
  }
});

test.each<[string, boolean]>([
  ['', true],
  ['K', true],
  ['KONG_', true],
  ['KONG_NGINX_', true],
  ['KONG_NGINX_PROXY_', true],
  ['KONG_TRUSTED', true],
  ['kong_trusted', true],
  ['KONG_VAULT_', true],
  ['KONG_PG_', false],
  ['APP_', false],
  ['KONGA_', false],
])('names behind the prefix %j could decide: %s', (prefix, could) => {
  expect(couldMatter(prefix)).toBe(could);
});
