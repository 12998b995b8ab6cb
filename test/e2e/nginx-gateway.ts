import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GATEWAY } from './addresses';
import { selfSignedCertificate } from './certificate';
import { Gateway, Refusal, Target } from './gateway';
import { run, runDirectory, startProcess } from './process';
import { httpGet } from './request';
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

  async start(label, environment, statusPort, upstream) {
    const directory = runDirectory(label);
    const configFile = join(directory, 'nginx.conf');
    const logFile = join(directory, 'gateway.log');
    writeFileSync(configFile, render(read(environment), logFile, upstream));
    const args = ['-p', directory, '-c', configFile, '-e', logFile];
    const test = run('nginx', '-t', '-q', ...args);
    if (test.exitCode !== 0) throw new Refusal(test.exitCode, test.output);
    const isReady = async () => await httpGet(GATEWAY, GATEWAY, statusPort, '/status/ready') === 200;
    return startProcess('nginx', args, logFile, isReady);
  },
};

/** What Kong itself refuses is refused here by its model; what nginx refuses, by nginx. */
function read(environment: Environment): Configuration {
  const foreign = Object.keys(environment).find((key) => /^KONG_NGINX_(HTTP|LOCATION|UPSTREAM|STATUS|MAIN|EVENTS)_/.test(key));
  if (foreign) throw new Error(`${foreign} is not rendered by this gateway`);
  try {
    return readConfiguration(environment);
  } catch (error) {
    throw new Refusal(1, `Error: ${(error as Error).message}`);
  }
}

function render(configuration: Configuration, logFile: string, upstream: Target): string {
  const { maxRequestHeaders, proxy, proxyDirectives, requestDebug, status, trustedIps } = configuration;
  const tls = selfSignedCertificate();
  // Before 1.25 a plain port of nginx speaks HTTP/2 or HTTP/1, while Kong's speaks both; the balancers and strangers of this run speak HTTP/1.
  const spoken = (entry: Listener) => ({ ...entry, flags: entry.flags.filter((flag) => flag !== 'http2' || has(entry, 'ssl')) });
  const listen = (entries: readonly Listener[]) => entries.map((entry) => `listen ${formatListener(spoken(entry))};`).join('\n    ');
  const portMaps = [...configuration.portMaps].map(([inner, outer]) => `["${inner}"]=${outer}`);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${name};`);
  const location = (path: string, prefix: string, httpsOnly: boolean) => `
    location ${path} {
      ${FORWARDED.map((name) => `set $${variable(name)} '';`).join(' ')}
      access_by_lua_block { require("forwarded-headers").set(${prefix}, ${httpsOnly}, {${portMaps.join(', ')}}, ${maxRequestHeaders}) }
      ${FORWARDED.map((name) => `proxy_set_header ${name} $${variable(name)};`).join('\n      ')}
      proxy_set_header X-Real-IP $remote_addr;
      proxy_set_header Connection keep-alive;
      proxy_http_version 1.1;
      proxy_pass http://${upstream.host}:${upstream.port};
    }`;
  return `
daemon off;
master_process off;
pid nginx.pid;
error_log ${logFile} info;
${Object.values(NGINX_MODULES).map((file) => `load_module ${file};`).join('\n')}
events { worker_connections 256; }
http {
  ${temporary.join('\n  ')}
  lua_package_path "${__dirname}/?.lua;;";
  underscores_in_headers on;
  rewrite_by_lua_no_postpone on;
  log_format kong '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent '
                  '"$http_referer" "$http_user_agent" kong_request_id: "$request_id"';
  access_log ${logFile} kong;
  server {
    server_name kong;
    ${listen(proxy)}
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
  }
  # An IPv4 peer on an IPv6 socket is an IPv6 address to Kong, and an IPv4 address to nginx.
  geo $realip_remote_addr $peer_in_trusted_block {
    ${trustedIps.filter((entry) => entry !== 'unix:').map((block) => `${block} 1;`).join('\n    ')}
  }
  map $realip_remote_addr $peer_is_trusted {
    default $peer_in_trusted_block;
    ~^::ffff: ${isTrusted(trustedIps, '::ffff:127.0.0.1') ? 1 : 0};
  }
  server {
    server_name kong_status;
    ${listen(status)}
    access_log off;
    location /status { return 200; }
  }
}
`;
}

const FORWARDED = ['For', 'Proto', 'Host', 'Port', 'Path', 'Prefix'].map((name) => `X-Forwarded-${name}`);

function variable(header: string): string {
  return header.toLowerCase().replaceAll('-', '_');
}
