import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from './addresses';
import { selfSignedCertificate } from './certificate';
import { speaksHttp2 } from './environment';
import { CLAIMED, Gateway, LIMIT, LIMITED, Refusal, TAKEN, Target } from './gateway';
import { httpGet } from './http1';
import { freePorts, run, runDirectory, startProcess } from './process';
import { Configuration, readConfiguration } from '../../src/kong/configuration';
import { formatListener, has, Listener } from '../../src/kong/listeners';
import { Environment } from '../../src/kong/traffic';
import { isTrusted } from '../../src/kong/trust';

const MODULE_DIRECTORY = '/usr/lib/nginx/modules';

/** From Debian package to module file, in the order of loading. */
export const NGINX_MODULES = {
  'libnginx-mod-http-ndk': `${MODULE_DIRECTORY}/ndk_http_module.so`,
  'libnginx-mod-http-headers-more-filter': `${MODULE_DIRECTORY}/ngx_http_headers_more_filter_module.so`,
  'libnginx-mod-http-lua': `${MODULE_DIRECTORY}/ngx_http_lua_module.so`,
};

/** Debian's nginx, configured from the environment in the way Kong configures the nginx inside it. */
export const nginxGateway: Gateway = {
  name: () => `nginx ${/nginx\/(\S+)/.exec(run('nginx', '-v').output)?.[1]} with Kong's rules`,
  differences: [
    "The rules by which Kong writes forwarded headers, chooses a route, counts requests by a header and refuses gRPC without TLS are rewritten in a few lines of Lua (`test/e2e/forwarded-headers.lua`); none of Kong's own code runs, and no plugin.",
    "A plain port of this nginx speaks HTTP/1 or HTTP/2, Kong's speaks both. So each plain listener has a second port, with the same flags, for HTTP/2 in clear.",
    'It takes any number of header lines; Kong refuses a request with more than 1000.',
    'Environment variables are read by the model of Kong in `src/kong/`.',
  ],

  async start(label, environment, statusPort, upstream) {
    const directory = runDirectory(label);
    const configFile = join(directory, 'nginx.conf');
    const logFile = join(directory, 'gateway.log');
    const configuration = read(environment);
    const clearHttp2 = await clearTwins(configuration);
    writeFileSync(configFile, render(configuration, clearHttp2, logFile, upstream));
    const args = ['-p', directory, '-c', configFile, '-e', logFile];
    const test = run('nginx', '-t', '-q', ...args);
    if (test.exitCode !== 0) throw new Refusal(test.exitCode, test.output);
    const isReady = async () => (await httpGet(GATEWAY, GATEWAY, statusPort, '/status/ready')) === 200;
    return { ...(await startProcess('nginx', args, logFile, isReady)), clearHttp2 };
  },
};

/** What Kong itself refuses is refused here by its model; what nginx refuses, by nginx. */
function read(environment: Environment): Configuration {
  const foreign = Object.keys(environment).find((key) =>
    /^KONG_NGINX_(HTTP|LOCATION|UPSTREAM|STATUS|MAIN|EVENTS)_/.test(key),
  );
  if (foreign) throw new Error(`${foreign} is not rendered by this gateway`);
  try {
    return readConfiguration(environment);
  } catch (error) {
    throw new Refusal(1, `Error: ${(error as Error).message}`);
  }
}

/**
 * Before 1.25 a plain port of nginx speaks HTTP/2 or HTTP/1, while Kong's speaks both: so each has a twin for HTTP/2.
 */
async function clearTwins(configuration: Configuration): Promise<Map<number, number>> {
  if (!speaksHttp2(configuration)) return new Map();
  const plain = [...new Set(configuration.proxy.filter((listener) => !has(listener, 'ssl')).map(({ port }) => port))];
  const twins = await freePorts(plain.length);
  return new Map(plain.map((port, index) => [port, twins[index]]));
}

function render(
  configuration: Configuration,
  clearHttp2: ReadonlyMap<number, number>,
  logFile: string,
  upstream: Target,
): string {
  const {
    maxRequestHeaders,
    portMaps: outer,
    proxy,
    proxyDirectives,
    requestDebug,
    status,
    trustedIps,
  } = configuration;
  const tls = selfSignedCertificate();
  const withHttp2 = (entry: Listener, on: boolean) => ({
    ...entry,
    flags: [...entry.flags.filter((flag) => flag !== 'http2'), ...(on ? ['http2'] : [])],
  });
  const twins = proxy.flatMap((entry) =>
    has(entry, 'ssl') || !clearHttp2.has(entry.port)
      ? []
      : [withHttp2({ ...entry, port: clearHttp2.get(entry.port)! }, true)],
  );
  const listen = (entries: readonly Listener[]) =>
    entries.map(
      (entry) => `listen ${formatListener(withHttp2(entry, has(entry, 'ssl') && speaksHttp2({ proxy: entries })))};`,
    );
  const ofTwins = [...clearHttp2].map(([port, twin]): [string, number] => [
    String(twin),
    outer.get(String(port)) ?? port,
  ]);
  const portMaps = [...outer, ...ofTwins].map(([inner, outside]) => `["${inner}"]=${outside}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  const prepare = (
    prefix: string,
    httpsOnly: boolean,
    first = '',
  ) => `${FORWARDED.map((name) => `set $${variable(name)} '';`).join(' ')}
      access_by_lua_block { ${first}require("forwarded-headers").set(${prefix}, ${httpsOnly}, {${portMaps.join(', ')}}, ${maxRequestHeaders}) }`;
  const location = (path: string, prefix: string, httpsOnly: boolean, first?: string) => `
    location ${path} {
      ${prepare(prefix, httpsOnly, first)}
      ${FORWARDED.map((name) => `proxy_set_header ${name} $${variable(name)};`).join('\n      ')}
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header Connection $upstream_connection;
      proxy_set_header Upgrade $upstream_upgrade;
      proxy_http_version 1.1;
      proxy_pass http://${upstream.host}:${upstream.port};
    }`;
  const grpcLocation = (path: string, httpsOnly: boolean) => `
    location ${path} {
      ${prepare('nil', httpsOnly)}
      ${FORWARDED.map((name) => `grpc_set_header ${name} $${variable(name)};`).join('\n      ')}
      grpc_set_header X-Real-IP $remote_addr;
      grpc_pass grpc://${upstream.host}:${upstream.grpcPort};
    }`;
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log ${logFile} info;
${Object.values(NGINX_MODULES)
  .map((file) => `load_module ${file};`)
  .join('\n')}
events { worker_connections 256; }
http {
  ${temporary.join('\n  ')}
  lua_shared_dict limits 1m;
  lua_package_path "${__dirname}/?.lua;;";
  underscores_in_headers on;
  rewrite_by_lua_no_postpone on;
  log_format kong '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
                  '"$http_referer" "$http_user_agent" kong_request_id: "$request_id"';
  access_log ${logFile} kong;
  server {
    server_name kong;
    ${[...listen(proxy), ...twins.map((entry) => `listen ${formatListener(entry)};`)].join('\n    ')}
    ssl_certificate ${tls.certificate};
    ssl_certificate_key ${tls.key};
    ${[...proxyDirectives].map(([name, value]) => `${name} ${value};`).join('\n    ')}
    ${trustedIps.map((entry) => `set_real_ip_from ${entry};`).join('\n    ')}
    error_page 400 /bad_request;
    location = /bad_request {
      internal;
      default_type text/plain;
      return 400 "Bad request\\nrequest_id: $request_id\\n";
    }
    ${requestDebug ? `rewrite_by_lua_block { require("forwarded-headers").read(${maxRequestHeaders}) }` : ''}
    ${location('/', 'nil', false)}
    ${location('/secure', '"/secure"', true)}
    ${location('/by-address', 'nil', false, routedBy(`"${CLAIMED}", ${TAKEN}, ${maxRequestHeaders}`))}
    ${location('/limited', '"/limited"', false, limitedBy(`${LIMIT}, ${LIMITED}`))}
    ${grpcLocation('/e2e.Open', false)}
    ${grpcLocation('/e2e.Secure', true)}
  }
  map $http_upgrade $upstream_upgrade {
    default '';
    ~*^websocket$ websocket;
  }
  map $upstream_upgrade $upstream_connection {
    default keep-alive;
    websocket 'keep-alive, Upgrade';
  }
  # An IPv4 peer on an IPv6 socket is an IPv6 address to Kong, and an IPv4 address to nginx.
  geo $realip_remote_addr $peer_in_trusted_block {
    ${trustedIps
      .filter((entry) => entry !== 'unix:')
      .map((block) => `${block} 1;`)
      .join('\n    ')}
  }
  map $realip_remote_addr $peer_is_trusted {
    default $peer_in_trusted_block;
    ~^::ffff: ${isTrusted(trustedIps, '::ffff:127.0.0.1') ? 1 : 0};
  }
  server {
    server_name kong_status;
    ${listen(status).join('\n    ')}
    access_log off;
    location /status { return 200; }
  }
}
`;
}

const FORWARDED = ['For', 'Proto', 'Host', 'Port', 'Path', 'Prefix'].map((name) => `X-Forwarded-${name}`);

function routedBy(args: string): string {
  return `require("forwarded-headers").route(${args}) `;
}

function limitedBy(args: string): string {
  return `require("forwarded-headers").limit(${args}) `;
}

function variable(header: string): string {
  return header.toLowerCase().replaceAll('-', '_');
}
