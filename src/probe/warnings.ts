import { Exchange, isHonest } from './exchange';
import { cdnBefore } from './front';
import { FORGED_SCHEME, HONEST_WITH_MANY_HEADERS } from './plan';
import { printable } from './printable';

/** What is wrong nearby, or to know, and decides nothing about the address that Kong believes. */
export function warningsOf(
  exchanges: readonly Exchange[],
  gatewayOf: (seenBy: string) => string | undefined,
): string[] {
  const origins = [...new Set(exchanges.map(({ endpoint }) => endpoint.target.origin))];
  const found = origins.flatMap((origin) => {
    const own = exchanges.filter(({ endpoint }) => endpoint.target.origin === origin);
    // One request of many shows what the upstream reads.
    const [keeping] = own.flatMap((exchange) => keepsText(exchange) ?? []);
    return [
      keeping,
      severalAnswer(origin, own, gatewayOf),
      ...own.flatMap((exchange) => [changesScheme(exchange, own), edgeAnswers(exchange)]),
    ];
  });
  return [...new Set(found.flatMap((warning) => warning ?? []))];
}

function keepsText({ request, upstream, endpoint: { target } }: Exchange): string | undefined {
  const chain = upstream?.forwardedFor;
  if (chain === undefined || !request.lies.some((lie) => chain.includes(lie))) return undefined;
  return (
    `${target.origin}: the upstream reads X-Forwarded-For: ${printable(chain)}, which begins with the client's own ` +
    'text. Upstreams must read X-Real-IP, or Kong must remove the header (ForwardedHeaderPolicy.REPLACE)'
  );
}

/** Each of several gateways behind one name got a part of the requests, and may believe what the others were asked. */
function severalAnswer(
  origin: string,
  own: readonly Exchange[],
  gatewayOf: (seenBy: string) => string | undefined,
): string | undefined {
  const gateways = new Set(own.flatMap(({ seenBy }) => seenBy.flatMap((name) => gatewayOf(name) ?? [])));
  if (gateways.size < 2) return undefined;
  return (
    `${origin}: ${gateways.size} gateways answer (${[...gateways].sort().join(', ')}), and each got a part of the ` +
    'requests. Name an address that leads to one of them'
  );
}

/** A request at which the upstream reads another scheme than that of an honest one. */
function changesScheme({ request, upstream, endpoint }: Exchange, all: readonly Exchange[]): string | undefined {
  const honest = all.find((other) => other.endpoint === endpoint && isHonest(other.request))?.upstream?.forwardedProto;
  const proto = upstream?.forwardedProto;
  if (proto === undefined || honest === undefined || proto === honest) return undefined;
  const { origin } = endpoint.target;
  const turns = `turns ${printable(honest)} into ${printable(proto)}`;
  switch (request.name) {
    case FORGED_SCHEME:
      return (
        `${origin}: a client that sends X-Forwarded-Proto ${turns}. Routes that accept https only ` +
        'are then open over http. Kong must remove the header: KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS, with ' +
        'KONG_REQUEST_DEBUG=off'
      );
    case HONEST_WITH_MANY_HEADERS.name:
      return `${origin}: a request with more than 100 header lines ${turns}; set ` + 'KONG_LUA_MAX_REQ_HEADERS=1000';
    default:
      return undefined;
  }
}

function edgeAnswers({ answer, endpoint: { target } }: Exchange): string | undefined {
  const cdn = answer.kind === 'answered' ? cdnBefore(answer.headers) : undefined;
  if (cdn === undefined) return undefined;
  return (
    `${target.host}: an edge of ${cdn} answers, and overwrites some headers. Clients that go past it are not ` +
    "judged: name the balancer's own address, too"
  );
}
