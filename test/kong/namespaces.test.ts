import { directivesIn, effectOf } from '../../src/kong/directives';
import { startKong } from '../../src/kong/kong';
import { linesOf } from '../../src/kong/pasted';
import { couldMatter, matters } from '../../src/kong/unknowns';
import { refusal } from '../../src/plan/ownership';

const unknowns = (environment: Record<string, string>) => {
  const start = startKong(environment);
  return 'kong' in start ? start.kong.configuration.unknowns : ['does not start'];
};

const NAMESPACES = [
  'MAIN',
  'EVENTS',
  'HTTP',
  'PROXY',
  'LOCATION',
  'STREAM',
  'SPROXY',
  'UPSTREAM',
  'SUPSTREAM',
  'STATUS',
  'ADMIN',
  'WASM_SHM',
];

describe.each(NAMESPACES)('directives of %s', (namespace) => {
  test.each(['KONG_NGINX_', 'KONG_VAULT_NGINX_', 'KONG_PLUGINSERVER_X_NGINX_', 'kong_nginx_'])(
    'in names that begin with %s',
    (prefix) => {
      const name = `${prefix}${namespace}_INCLUDE`;
      expect(refusal('X', name, '/x')).toBeDefined();
      expect(refusal('X', name, undefined)).toBeDefined();
      expect(matters(name)).toBe(true);
      if (namespace !== 'WASM_SHM') {
        expect(refusal('X', `${prefix}${namespace}_CLIENT_MAX_BODY_SIZE`, '8m')).toBeUndefined();
      }
      expect(refusal('X', `${prefix}${namespace}_CLIENT_MAX_BODY_SIZE`, '8m; x')).toBeDefined();
      expect(refusal('X', `${prefix}${namespace}_CLIENT_MAX_BODY_SIZE`, undefined)).toBeDefined();
      expect(refusal('X', `${prefix}${namespace}_CLIENT_MAX_BODY_SIZE_FILE`, '/x')).toBeDefined();
      expect(couldMatter(name)).toBe(true);
    },
  );
});

test('a name in which Kong finds two directives is free only if both are', () => {
  expect(refusal('X', 'KONG_NGINX_HTTP_GZIP_NGINX_PROXY_INCLUDE', '/x')).toBeDefined();
});

test('a name that Kong drops is none of its directives', () => {
  expect(directivesIn('KONG_FOO_NGINX_PROXY_INCLUDE')).toEqual([]);
  expect(directivesIn('NGINX_PROXY_INCLUDE')).toEqual([]);
  expect(directivesIn('KONG_NGINX_HTTP_NGINX_PROXY_INCLUDE').map(({ name, place }) => [name, place])).toEqual([
    ['nginx_proxy_include', 'http'],
    ['include', 'proxy'],
  ]);
});

describe('what directives do', () => {
  test.each([
    ['http', 'include'],
    ['proxy', 'include'],
    ['location', 'include'],
    ['main', 'include'],
    ['stream', 'include'],
    ['http', 'access_by_lua_file'],
    ['proxy', 'rewrite_by_lua_block'],
    ['location', 'proxy_set_header'],
    ['location', 'grpc_set_header'],
    ['proxy', 'more_set_input_headers'],
    ['http', 'server'],
    ['proxy', 'listen'],
    ['proxy', 'location'],
    ['proxy', 'if'],
    ['location', 'if'],
    ['proxy', 'return'],
    ['location', 'rewrite'],
    ['proxy', 'proxy_pass'],
    ['location', 'grpc_pass'],
    ['main', 'load_module'],
    ['http', 'js_import'],
    ['http', 'init_by_lua'],
    ['proxy', 'anything_new'],
    ['location', 'try_files'],
    ['proxy', 'error_page'],
  ] as const)('in %s %s is not known', (place, name) => {
    expect(effectOf(name, place).effect).toBe('unknown');
  });

  test.each([
    ['http', 'map'],
    ['proxy', 'proxy_set_header'],
    ['http', 'more_set_input_headers'],
    ['location', 'more_clear_input_headers'],
    ['elsewhere', 'include'],
    ['proxy', 'access_log'],
    ['proxy', 'ssl_verify_client'],
    ['location', 'proxy_buffering'],
    ['main', 'worker_processes'],
    ['proxy', 'set'],
    ['http', 'limit_req_zone'],
  ] as const)('in %s %s does nothing to the address', (place, name) => {
    expect(effectOf(name, place).effect).toBe('none');
  });

  test.each([
    ['http', 'set_real_ip_from'],
    ['stream', 'set_real_ip_from'],
    ['location', 'real_ip_header'],
    ['proxy', 'more_clear_input_headers'],
  ] as const)('in %s %s is read', (place, name) => {
    expect(effectOf(name, place).effect).toBe('read');
  });

  test('a file for a directive is hidden, unless the directive itself is of that name', () => {
    expect(linesOf('KONG_NGINX_PROXY_AUTH_BASIC_USER_FILE')).toHaveLength(1);
    expect(unknowns({ KONG_NGINX_PROXY_AUTH_BASIC_USER_FILE: '/x' })).toEqual([]);
    expect(unknowns({ KONG_NGINX_PROXY_CLIENT_MAX_BODY_SIZE_FILE: '/x' })).toEqual([
      'KONG_NGINX_PROXY_CLIENT_MAX_BODY_SIZE_FILE names a file from which the image takes the value',
    ]);
  });
});
