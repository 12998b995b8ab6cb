import { reason } from './vectors';
import { startKong } from '../../src/kong/kong';
import { Environment } from '../../src/kong/traffic';

/** The one line that says why Kong does not start; undefined when it does. */
const refusal = (environment: Environment) => {
  const start = startKong(environment);
  return 'refusal' in start ? reason(start.refusal.output) : undefined;
};

const TRUST =
  "Error: trusted_ips must be a comma separated list in the form of IPv4 or IPv6 address or CIDR block or 'unix:', got";
const LISTEN = /^Error: (\w+) must be of form: \[off\] \| <ip>:<port> \[/;

test.each([
  ['foo', 'foo'],
  ['elb.example.com', 'elb.example.com'],
  ['*', '*'],
  ['10.0.0.0/33', '10.0.0.0/33'],
  ['::/129', '::/129'],
  ['256.0.0.0/8', '256.0.0.0/8'],
  ['10.0.0.0/64', '10.0.0.0/64'],
  ['10.0.0.0/08', '10.0.0.0/08'],
  ['10.0.0.0/255.0.0.0', '10.0.0.0/255.0.0.0'],
  ['10/8', '10/8'],
  ['010.0.0.0/8', '010.0.0.0/8'],
  ['unix:/path', 'unix:/path'],
  ['10.0.0.0/8 192.168.0.0/16', '10.0.0.0/8 192.168.0.0/16'],
  ['10.0.0.0/8,', ''],
  [',10.0.0.0/8', ''],
  ['10.0.0.0/8, foo, bar', 'foo'],
  ['10.0.0.0/8 # ours', '10.0.0.0/8 # ours'],
  ['NONE', 'NONE'],
  ['fe80::1%eth0', 'fe80::1%eth0'],
])('trusted_ips=%s is refused', (value, entry) => {
  expect(refusal({ KONG_TRUSTED_IPS: value })).toBe(`${TRUST} '${entry}'`);
});

test.each([
  '',
  ' ',
  '10.0.0.1',
  '10.0.0.0/8, ::1',
  '10.0.0.0/8,10.0.0.0/8',
  '127.0.0.2/8',
  '::ffff:127.0.0.0/104',
  'unix:',
  '0.0.0.0/0,::/0',
  '255.255.255.255',
])('trusted_ips=%s is accepted', (value) => {
  expect(refusal({ KONG_TRUSTED_IPS: value })).toBeUndefined();
});

test.each<[Environment, string]>([
  [{ KONG_TRUSTED_IPS: '[::1]/128' }, 'nginx: [emerg] host not found in set_real_ip_from "[::1]/128"'],
  [
    { KONG_NGINX_PROXY_SET_REAL_IP_FROM: '10.0.0.0/8,172.16.0.0/12' },
    'nginx: [emerg] host not found in set_real_ip_from "10.0.0.0/8,172.16.0.0/12"',
  ],
  [
    { KONG_NGINX_PROXY_SET_REAL_IP_FROM: '10.0.0.0/8 172.16.0.0/12' },
    'nginx: [emerg] invalid number of arguments in "set_real_ip_from" directive',
  ],
  [
    { KONG_REAL_IP_HEADER: 'X-Forwarded-For X-Real-IP' },
    'nginx: [emerg] invalid number of arguments in "real_ip_header" directive',
  ],
  [
    { KONG_REAL_IP_RECURSIVE: 'true' },
    'nginx: [emerg] invalid value "true" in "real_ip_recursive" directive, it must be "on" or "off"',
  ],
  [
    { KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'Forwarded *' },
    'nginx: [error] more_clear_input_headers: wildcard key too short: *',
  ],
  [
    { KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: '-x Forwarded' },
    'nginx: [error] more_clear_input_headers: invalid option name: "-x"',
  ],
  [{ KONG_NGINX_HTTP_UNDERSCORES_IN_HEADERS: 'off' }, 'nginx: [emerg] "underscores_in_headers" directive is duplicate'],
  [
    { KONG_PROXY_LISTEN: '127.0.0.1:8000 proxy_protocol, 127.0.0.1:8000' },
    'nginx: [emerg] a duplicate listen 127.0.0.1:8000',
  ],
  [{ KONG_PROXY_LISTEN: '[::]:8000, [0:0::0]:8000 ssl' }, 'nginx: [emerg] a duplicate listen [::]:8000'],
  [{ KONG_STATUS_LISTEN: '0.0.0.0:8000 bind' }, 'nginx: [emerg] duplicate listen options for 0.0.0.0:8000'],
  [{ KONG_PROXY_LISTEN: '0.0.0.0:0' }, 'nginx: [emerg] invalid port in "0.0.0.0:0" of the "listen" directive'],
  [{ KONG_PROXY_LISTEN: '0.0.0.0:8000 backlog=0' }, 'nginx: [emerg] invalid backlog "backlog=0"'],
  [{ KONG_PROXY_LISTEN: '0.0.0.0:8000 so_keepalive=::' }, 'nginx: [emerg] invalid so_keepalive value: "::"'],
  [{ KONG_PORT_MAPS: '80' }, 'Error: invalid port mapping (`port_maps`): 80'],
  [{ KONG_PORT_MAPS: '80:8000, 0:8443' }, 'Error: invalid port mapping (`port_maps`): 0:8443'],
  [{ KONG_PORT_MAPS: '80:8000:1' }, 'Error: invalid port mapping (`port_maps`): 80:8000:1'],
  [{ KONG_PORT_MAPS: '80:8000,' }, 'Error: invalid port mapping (`port_maps`): '],
  [{ KONG_LUA_MAX_REQ_HEADERS: '1001' }, 'Error: lua_max_req_headers must be an integer between 1 and 1000'],
  [{ KONG_ROLE: 'proxy' }, "Error: role has an invalid value: 'proxy' (data_plane, control_plane, traditional)"],
  [{ KONG_nginx_proxy_set_real_ip_from: '10.0.0.0/8' }, "Error: nginx_proxy_set_real_ip_from is not a string: 'true'"],
])('%j is refused', (environment, expected) => {
  expect(refusal(environment)).toBe(expected);
});

test.each([
  '',
  '0.0.0.0',
  '8000',
  ':8000',
  '0.0.0.0:8000 transparent',
  '0.0.0.0:8000 default_server',
  '0.0.0.0:8000 quic',
  '0.0.0.0:8000 PROXY_PROTOCOL',
  '0.0.0.0:8000 proxy-protocol',
  '0.0.0.0:8000 ssl ssl',
  '0.0.0.0:8000 backlog=-1',
  '0.0.0.0:8000,',
  '0.0.0.0:8000, off',
  '0.0.0.0:70000',
  '256.0.0.1:8000',
  '::1:8000',
  '[::1]',
  '[::ffff:1.2.3.4]:8000',
  'unix:/run/kong.sock',
  '0.0.0.0:8000 udp',
])('proxy_listen=%s is refused', (value) => {
  expect(LISTEN.exec(refusal({ KONG_PROXY_LISTEN: value }) ?? '')?.[1]).toBe('proxy_listen');
});

test.each([
  'off',
  '*:8000',
  '0.0.0.0:8000 ssl http2 proxy_protocol deferred bind reuseport backlog=16384 so_keepalive=30m::10',
  'ssl 0.0.0.0:8443',
  '0.0.0.0:8443 ssl bind ssl',
  '[::]:8000 ipv6only=off',
  '0.0.0.0:8000, [::]:8000',
  ' 0.0.0.0:8000 ,0.0.0.0:8443 ssl ',
])('proxy_listen=%s is accepted', (value) => {
  expect(refusal({ KONG_PROXY_LISTEN: value })).toBeUndefined();
});

test('the same rules hold for every listener, and Kong names the first that it reads', () => {
  expect(refusal({ KONG_STATUS_LISTEN: '0.0.0.0' })).toMatch(/^Error: status_listen must be of form/);
  expect(refusal({ KONG_STREAM_LISTEN: '0.0.0.0:9000 http2', KONG_STATUS_LISTEN: '0.0.0.0' })).toMatch(
    /^Error: stream_listen must be .*\[udp\]/,
  );
  expect(refusal({ KONG_TRUSTED_IPS: 'foo', KONG_PORT_MAPS: '80', KONG_PROXY_LISTEN: '8000' })).toMatch(/port_maps/);
});

test.each<[Environment, string[]]>([
  [
    {
      KONG_NGINX_PROXY_CLIENT_BODY_TIMEOUT: '60s',
      KONG_LUA_PACKAGE_PATH: '/opt/?.lua;;',
      KONG_SSL_CERT: '-----BEGIN\nx',
    },
    [],
  ],
  [{ KONG_NGINX_PROXY_INCLUDE: '/etc/nginx/trust.conf' }, ['KONG_NGINX_PROXY_INCLUDE']],
  [{ KONG_NGINX_LOCATION_INCLUDE: '/x' }, ['KONG_NGINX_LOCATION_INCLUDE']],
  [{ KONG_NGINX_MAIN_INCLUDE: '/x' }, ['KONG_NGINX_MAIN_INCLUDE']],
  [{ KONG_NGINX_STATUS_INCLUDE: '/etc/nginx/trust.conf' }, []],
  [{ KONG_NGINX_PROXY_CLIENT_BODY_TIMEOUT: '60s; set_real_ip_from 0.0.0.0/0' }, []],
  [{ KONG_NGINX_PROXY_CLIENT_BODY_TIMEOUT: '60s; include /x' }, ['KONG_NGINX_PROXY_CLIENT_BODY_TIMEOUT']],
  [{ KONG_PROXY_ACCESS_LOG: '/dev/stdout kong_log_format; set_real_ip_from 0.0.0.0/0' }, []],
  [{ KONG_PROXY_ACCESS_LOG: '/dev/stdout kong_log_format; location /x { }' }, ['KONG_PROXY_ACCESS_LOG']],
  [{ KONG_NGINX_PROXY_GZIP_TYPES: 'text/plain # no images' }, ['KONG_NGINX_PROXY_GZIP_TYPES']],
  [{ KONG_NGINX_PROXY_GZIP_TYPES: 'text/plain \\' }, ['KONG_NGINX_PROXY_GZIP_TYPES']],
  [{ KONG_NGINX_HTTP_LOG_FORMAT: 'json escape=json \'{"client":"$remote_addr";}\'' }, []],
  [{ KONG_NGINX_HTTP_LOG_FORMAT: "x '${{VAULT_EVIL}}'" }, ['KONG_NGINX_HTTP_LOG_FORMAT']],
  [{ KONG_NGINX_HTTP_LOG_FORMAT: "x '\ntrusted_ips = 0.0.0.0/0'" }, ['KONG_NGINX_HTTP_LOG_FORMAT']],
  [{ KONG_NGINX_HTTP_LOG_FORMAT: "x\n'$remote_addr'\n" }, []],
  [{ KONG_VAULT_NGINX_PROXY_INCLUDE: '/x' }, ['KONG_VAULT_NGINX_PROXY_INCLUDE']],
  [{ KONG_NGINX_PROXY_WHATEVER: 'x' }, ['KONG_NGINX_PROXY_WHATEVER']],
  [{ KONG_MEM_CACHE_SIZE_FILE: '/x' }, ['KONG_MEM_CACHE_SIZE_FILE']],
  [{ KONG_MEM_CACHE_SIZE: '{vault://env/evil}' }, ['KONG_MEM_CACHE_SIZE']],
  [{ KONG_LUA_PACKAGE_PATH: "/x/?.lua;;'; include /x; add_header X-A '" }, ['KONG_LUA_PACKAGE_PATH']],
  [{ KONG_NGINX_HTTP_RESOLVER: '10.0.0.1\nset_real_ip_from 0.0.0.0/0' }, ['KONG_NGINX_HTTP_RESOLVER']],
  [
    { KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: '-t text/plain Forwarded' },
    ['KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS'],
  ],
  [
    { KONG_NGINX_LOCATION_PROXY_SET_HEADER: 'X-Real-IP $http_true_client_ip' },
    ['KONG_NGINX_LOCATION_PROXY_SET_HEADER'],
  ],
  [{ KONG_NGINX_PROXY_ACCESS_BY_LUA_FILE: '/x.lua' }, ['KONG_NGINX_PROXY_ACCESS_BY_LUA_FILE']],
  [{ KONG_TRUSTED_IPS_FILE: '/run/secrets/ips', KONG_PG_PASSWORD_FILE: '/run/secrets/pg' }, ['KONG_TRUSTED_IPS_FILE']],
  [{ KONG_REAL_IP_HEADER: '{vault://env/header}' }, ['KONG_REAL_IP_HEADER']],
  [{ KONG_NGINX_PROXY_SET_REAL_IP_FROM: 'proxy.example.com' }, ['KONG_NGINX_PROXY_SET_REAL_IP_FROM']],
  [{ KONG_PROXY_LISTEN: 'localhost:8000' }, ['KONG_PROXY_LISTEN']],
])('of %j the model says what it does not know', (environment, names) => {
  const start = startKong(environment);
  expect('kong' in start && start.kong.configuration.unknowns.map((text) => text.split(' ')[0])).toEqual(names);
});

test('a file that nginx includes is read, if it is a list of whole directives that are known', () => {
  const trusted = (text: string) => {
    const start = startKong({ KONG_NGINX_PROXY_INCLUDE: '/x' }, new Map([['/x', text]]));
    if (!('kong' in start)) return start.refusal.output;
    const { realIp, unknowns } = start.kong.configuration;
    return unknowns.length > 0 ? 'unknown' : realIp[0].trusted.length;
  };
  expect(trusted('set_real_ip_from 10.0.0.0/8;\nset_real_ip_from 192.168.0.0/16;')).toBe(2);
  expect(trusted('gzip on;')).toBe(0);
  expect(trusted('geo $a { default 1; }')).toBe(0);
  for (const text of [
    'set_real_ip_from 10.0.0.0/8',
    'upstream x { server 10.0.0.1; }',
    'location /a { }',
    'access_by_lua_file /a;',
    'gzip on; }',
    'include /x;',
    'geo $a { default 1; } if ($a) { return 200; }',
  ]) {
    expect(trusted(text)).toBe('unknown');
  }
});

test.each([
  [{ KONG_STREAM_LISTEN: '0.0.0.0:8000' }, /Address already in use/],
  [{ KONG_STREAM_LISTEN: '127.0.0.1:8443 ssl' }, /Address already in use/],
  [{ KONG_STREAM_LISTEN: '0.0.0.0:8007' }, /Address already in use/],
  [{ KONG_MEM_CACHE_SIZE: '1' }, /invalid lua shared dict size "1"/],
  [{ KONG_NGINX_WORKER_PROCESSES: 'abc' }, /worker_processes/],
  [{ KONG_NGINX_PROXY_PROXY_PROTOCOL: 'on' }, /unknown directive "proxy_protocol"/],
  [{ KONG_NGINX_PROXY_CLIENT_MAX_BODY_SIZE: '1m; real_ip_header X-A' }, /"real_ip_header" directive is duplicate/],
])('%j is refused at the start', (environment, expected) => {
  const start = startKong(environment as Environment);
  expect('refusal' in start && start.refusal.output).toMatch(expected);
});

test.each<Environment>([
  { KONG_STREAM_LISTEN: '0.0.0.0:9000' },
  { KONG_STREAM_LISTEN: '0.0.0.0:8000 udp' },
  { KONG_STREAM_LISTEN: '[::]:8000' },
  { KONG_MEM_CACHE_SIZE: '10m' },
  { KONG_MEM_CACHE_SIZE: '8192' },
  { KONG_NGINX_WORKER_PROCESSES: 'auto' },
  { KONG_NGINX_WORKER_PROCESSES: '4' },
])('%j is not', (environment) => {
  expect('kong' in startKong(environment)).toBe(true);
});
