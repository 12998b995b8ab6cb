import { Exchange, isHonest } from './exchange';
import { cdnBefore } from './front';
import { FORGED_SCHEME, HONEST_WITH_MANY_HEADERS } from './plan';
import { printable } from './printable';

/** What is wrong nearby, or to know, and decides nothing about the address that Kong believes. */
export function warningsOf(exchanges: readonly Exchange[]): string[] {
  return [...new Set([
    ...exchanges.flatMap(keepsText),
    ...exchanges.flatMap(({ request, upstream, endpoint }) => {
      const honest = exchanges.find((other) => other.endpoint === endpoint && isHonest(other.request) && other.upstream !== undefined);
      const [proto, expected] = [upstream?.forwardedProto, honest?.upstream?.forwardedProto];
      if (proto === undefined || expected === undefined || proto === expected) return [];
      if (request.name === FORGED_SCHEME) return [forgedScheme(endpoint.target.origin, expected, proto)];
      return request.name === HONEST_WITH_MANY_HEADERS.name ? [manyHeaders(endpoint.target.origin, expected, proto)] : [];
    }),
    ...exchanges.flatMap(({ answer, endpoint }) => {
      const cdn = answer.kind === 'answered' ? cdnBefore(answer.headers) : undefined;
      return cdn === undefined ? [] : [edgeAnswers(endpoint.target.host, cdn)];
    }),
  ])];
}

function keepsText({ request, upstream, endpoint }: Exchange): string[] {
  const chain = upstream?.forwardedFor;
  const lie = request.lies.find((one) => chain?.includes(one));
  return chain === undefined || lie === undefined ? [] : [
    `${endpoint.target.origin}: the upstream reads X-Forwarded-For: ${printable(chain)}, in which the client's own text stands. Upstreams must read `
      + 'X-Real-IP, or Kong must remove the header (ForwardedHeaderPolicy.REPLACE)',
  ];
}

function forgedScheme(origin: string, expected: string, proto: string): string {
  return `${origin}: a client that sends X-Forwarded-Proto turns ${printable(expected)} into ${printable(proto)}: routes that accept https only are open to it, or redirect`
    + ' it without end. Kong must remove the header (KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS, with KONG_REQUEST_DEBUG=off)';
}

function manyHeaders(origin: string, expected: string, proto: string): string {
  return `${origin}: a request with more than 100 header lines turns ${printable(expected)} into ${printable(proto)}; set KONG_LUA_MAX_REQ_HEADERS=1000`;
}

function edgeAnswers(host: string, cdn: string): string {
  return `${host}: an edge of ${cdn} answers, and overwrites some headers. Clients that go past it are not judged: name the balancer's own address, too`;
}
