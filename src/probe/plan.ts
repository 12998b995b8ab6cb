import { Endpoint, Family, ProbeRequest } from './exchange';
import { LIES, proxyHeaderOf } from '../check/trial/claims';
import { Header } from '../kong/traffic';

/** No port of a host gets more requests than this, over all families and versions of HTTP. */
export const MOST_REQUESTS = 40;

/** Headers with one address in them, each of which some proxy, CDN or configuration takes for the client's. */
export const SINGLE_HEADERS = [
  'X-Real-IP',
  'True-Client-IP',
  'CF-Connecting-IP',
  'Fastly-Client-IP',
  'X-Client-IP',
  'X-Azure-ClientIP',
  'X-Azure-SocketIP',
  'X-Cluster-Client-IP',
  'X-Original-Forwarded-For',
  'X-Envoy-External-Address',
  'Incap-Client-IP',
] as const;

/** Further ones, which are tried together. */
const RARE_HEADERS = [
  'CF-Connecting-IPv6',
  'Client-IP',
  'Fly-Client-IP',
  'X-ProxyUser-Ip',
  'X-Appengine-User-Ip',
  'X-Remote-IP',
  'X-Remote-Addr',
  'X-Originating-IP',
  'X-Forwarded',
  'Forwarded-For',
  'X-Forward-For',
  'WL-Proxy-Client-IP',
  'Proxy-Client-IP',
  'DO-Connecting-IP',
];

/** More than the 100 header lines that Lua reads in Kong by default. */
const MANY_HEADERS: readonly Header[] = Array.from({ length: 120 }, (_, index) => [`X-Probe-${index}`, 'x']);

export const HONEST: ProbeRequest = { name: 'honest', headers: [], lies: [] };
export const HONEST_WITH_MANY_HEADERS: ProbeRequest = {
  ...HONEST,
  name: 'honest, with 120 further headers',
  headers: MANY_HEADERS,
};
export const FORGED_SCHEME = 'X-Forwarded-Proto, -Host, -Port';

/** What is asked of an endpoint: of the first family of a port everything, of the second what holds the rest. */
export function requestsFor({ target: { scheme, echo }, family, version }: Endpoint, first: boolean): ProbeRequest[] {
  const [lie, other] = LIES[family];
  const chain = lying('X-Forwarded-For', family, [['X-Forwarded-For', lie]]);
  const lines = lying('X-Forwarded-For in two lines', family, [
    ['X-Forwarded-For', other],
    ['X-Forwarded-For', lie],
  ]);
  const realIp = single('X-Real-IP', family);
  const others = [...SINGLE_HEADERS.slice(1), ...RARE_HEADERS];
  const all = lying(
    'all other headers at once',
    family,
    others.map((name) => [name, lie]),
  );
  const proxied = version === 'HTTP/1.1' ? proxyRequests(family) : [];
  if (version === 'HTTP/2') return first ? [HONEST, chain, lines, realIp, all] : [HONEST, chain];
  if (!first) return [HONEST, chain, realIp, all, ...proxied];
  const upstream = echo ? [forgedScheme(scheme, family), HONEST_WITH_MANY_HEADERS] : [];
  return [
    HONEST,
    chain,
    lines,
    lying('X-Forwarded-For with a port', family, [['X-Forwarded-For', withPort(lie)]]),
    lying('X_Forwarded_For', family, [['X_Forwarded_For', lie]]),
    realIp,
    lying('X_Real_IP', family, [['X_Real_IP', lie]]),
    lying('Forwarded', family, [['Forwarded', `for=${lie.includes(':') ? `"[${lie}]"` : lie}`]]),
    ...SINGLE_HEADERS.slice(1).map((name) => single(name, family)),
    lying('CloudFront-Viewer-Address', family, [['CloudFront-Viewer-Address', `${lie}:4711`]]),
    lying(
      'rarer headers',
      family,
      RARE_HEADERS.map((name) => [name, lie]),
    ),
    ...proxied,
    ...upstream,
    HONEST,
  ];
}

function single(name: string, family: Family): ProbeRequest {
  return lying(name, family, [[name, LIES[family][0]]]);
}

function lying(name: string, family: Family, headers: readonly Header[]): ProbeRequest {
  return { name, headers, lies: LIES[family] };
}

/** A client's own PROXY header, before whatever else it sends. */
function proxyRequests(family: Family): ProbeRequest[] {
  return ([1, 2] as const).map((version) => {
    const proxyHeader = proxyHeaderOf(version, LIES[family][0]);
    return { name: `PROXY header v${version}`, headers: [], proxyHeader, lies: LIES[family] };
  });
}

/** What would open a route that takes https only, or send a redirect elsewhere. */
function forgedScheme(scheme: 'http' | 'https', family: Family): ProbeRequest {
  const other = scheme === 'http' ? 'https' : 'http';
  return lying(FORGED_SCHEME, family, [
    ['X-Forwarded-Proto', other],
    ['X-Forwarded-Host', 'forged.invalid'],
    ['X-Forwarded-Port', '4711'],
  ]);
}

function withPort(address: string): string {
  return address.includes(':') ? `[${address}]:4711` : `${address}:4711`;
}
