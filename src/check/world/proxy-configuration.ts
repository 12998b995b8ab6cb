import { byUrl, Sending } from './sending';

const HOST = String.raw`((?:\w+:\/\/)?[a-zA-Z0-9][\w.-]*(?::\d+)?)(?=[\s;/?"'{}]|$)`;
/** nginx; and Caddy, which may have a matcher before the address. */
const PASSES = new RegExp(
  String.raw`\b(?:proxy_pass|grpc_pass|reverse_proxy(?:[ \t]+[/*@]\S*)?)[ \t]+["']?${HOST}`,
  'g',
);
/** A server of an upstream of nginx. */
const SERVERS = new RegExp(String.raw`(?<=^|[{};])[ \t]*server[ \t]+${HOST}[^\n;{}]*;`, 'gm');
/** A server of HAProxy, which has a name before its address. */
const NAMED_SERVERS = /^[ \t]*server[ \t]+[\w.-]+[ \t]+([a-zA-Z0-9][\w.-]*:\d+)(?=\s|$)/gm;
const READ = [PASSES, SERVERS, NAMED_SERVERS];
/** Where nginx and Caddy name a host that they do not dial. */
const NAMES_ONLY = /\b(?:server_name|proxy_set_header|header_up)\b[^;\n]*/g;
const REMARK = /^[ \t]*[#;].*$/gm;

/**
 * Words by which configurations of nginx, HAProxy, Caddy, Envoy, Traefik, Apache and frp tell where to send requests.
 * They stand in quoted and escaped text as well.
 */
const SENDS = new RegExp(
  [
    'proxy_pass',
    'grpc_pass',
    'reverse_proxy',
    String.raw`(?:^|[{};]|\\n)\s*server\s`,
    'socket_address',
    'loadBalancer',
    'ProxyPass',
    String.raw`local_?(?:IP|ip|Addr|addr)\W`,
    String.raw`"dial\\?"`,
    // A snippet of Caddy with its arguments, and no import of a program.
    String.raw`^[ \t]*import[ \t]+(?!static\b|qualified\b)[\w./*-]+(?:[ \t]+(?!as\b|from\b)[a-z\d/][\w.:/-]*)+[ \t]*$`,
  ].join('|'),
  'm',
);

/** Whether a text may be the configuration of a proxy. */
export function mayBeProxyConfiguration(text: string): boolean {
  return SENDS.test(text);
}

/** The hosts that the configurations of nginx, HAProxy and Caddy send to, of which some are Services. */
export function sendingsIn(configuration: string): Sending[] {
  const text = configuration.replace(REMARK, '');
  return READ.flatMap((pattern) => [...text.matchAll(pattern)]).flatMap(([, url]) => byUrl(url, false));
}

/** What `sendingsIn` did not understand of a configuration, and that may name hosts that are dialled. */
export function restOf(configuration: string): string {
  return [REMARK, ...READ, NAMES_ONLY].reduce((rest, read) => rest.replace(read, ''), configuration);
}
