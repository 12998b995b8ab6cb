import { Claim } from './claims';
import { addressIn, cidrsOf, Trust } from './networks';
import { Passage } from './passage';
import { admission, cdnOfHeader, cdnOfNetworks, CDNS, isOf, Provider, PROVIDERS } from './providers';
import { throughCdn } from './rewriting';
import { Before } from '../../binding/statements';
import { Balancer } from '../../controllers/balancer';
import { Header } from '../../kong/traffic';
import { BITS, Cidr, parseCidr } from '../../net/cidr';
import { isPrivate } from '../../net/cidr-set';
import { expectsProxy, readsHttp } from '../world/ways';

/** Who is in front of a balancer, as far as the input tells. */
export interface InFront {
  readonly cdn?: Provider;
  /** How it reports the client. */
  readonly tells: 'by headers' | 'by PROXY protocol';
  /** Whether no other client may connect. */
  readonly only: boolean;
  /** Whether an honest client may come to the balancer without the CDN. */
  readonly direct: boolean;
  /** What decides whether others than the CDN may connect, where the input does not tell. */
  readonly doubt?: string;
}

/** Who is in front of the balancer of a way, to a Kong that reads the header. */
export function inFrontOf(way: Passage, header: string, trust: Trust): InFront {
  return edgesInFront(way, header, trust) ?? cdnInFront(way, header, trust);
}

/**
 * Proxies that send PROXY protocol through a balancer that passes TCP on: those that the object states, or a CDN that
 * has some, where Kong trusts it alone or nobody else may connect. Whoever comes past them is refused.
 */
function edgesInFront(way: Passage, header: string, trust: Trust): InFront | undefined {
  const { balancer, frontend } = way;
  if (balancer.http || frontend.proxyProtocol || frontend.speaks === 'udp') return undefined;
  const admitted = balancer.admits?.flatMap(cidrsOf);
  const supposed = header === 'proxy_protocol' && expectsProxy(way) ? [admitted ?? [], trust.networks] : [];
  const edges = statedEdges(balancer.before) ?? supposed.map(cdnOfNetworks).find((cdn) => cdn?.sendsProxyProtocol);
  if (!edges) return undefined;
  const who = admission(admitted, edges);
  return {
    cdn: edges,
    tells: 'by PROXY protocol',
    only: who === 'cdn' || who === 'chosen',
    direct: false,
    doubt: who === 'doubtful' || who === 'chosen' ? mayOthersSend(edges) : undefined,
  };
}

function cdnInFront(way: Passage, header: string, trust: Trust): InFront {
  const admitted = way.balancer.admits?.flatMap(cidrsOf);
  const byNetworks = admitted && cdnOfNetworks(admitted);
  const byHeader = isWritten(way, header) ? undefined : (stated(way.balancer.before, header) ?? cdnOfHeader(header));
  const told = byHeader ?? byNetworks;
  const cdn = told ?? trustedCdn(trust);
  const closed = byHeader?.stated === true && way.balancer.before?.only === true;
  const who = closed ? 'cdn' : told && admission(admitted, told);
  const only = who === 'cdn' || who === 'chosen';
  const isCdns = cdn?.header?.name.toLowerCase() === header.toLowerCase() && !writes(way, header);
  return {
    cdn,
    tells: 'by headers',
    only,
    direct: !only && who !== 'doubtful' && !isCdns,
    doubt: who === 'doubtful' || who === 'chosen' ? mayOthersWrite(header, told!) : undefined,
  };
}

function trustedCdn(trust: Trust): Provider | undefined {
  if (trust.everybody) return undefined;
  return CDNS.find((cdn) => trust.networks.some((network) => isOf(cdn, network)));
}

/**
 * Whether this balancer writes the header that Kong reads, or that of another entrance: no CDN is then supposed
 * before this one.
 */
function isWritten(way: Passage, header: string): boolean {
  return writes(way, header) || way.entrance.writtenElsewhere?.includes(header.toLowerCase()) === true;
}

/** Whether the balancer itself overwrites a header. */
function writes(way: Passage, header: string): boolean {
  const written = readsHttp(way) ? Object.keys(way.balancer.http!.overwrites) : [];
  return written.some((name) => name.toLowerCase() === header.toLowerCase());
}

/**
 * An edge of the CDN: one that is trusted, if any is. A CDN may have more networks than are known here. Of edges that
 * are stated it is one that is not trusted, if there is any.
 */
export function edgeOf(cdn: Provider, { balancer }: Passage, trust: Trust, family: 4 | 6): string {
  if (cdn.stated) return addressIn(statedNetwork(cdn, trust, family), 99);
  const trusted = trust.networks.filter(({ version }) => version === family);
  const network =
    trusted.find((one) => isOf(cdn, one)) ??
    trusted.find((one) => !trust.everybody && !isPrivate(one) && !PROVIDERS.some((provider) => isOf(provider, one))) ??
    balancer.admits?.flatMap(cidrsOf).find((one) => one.version === family) ??
    cdn.networks.find((one) => one.version === family);
  return network ? addressIn(network, 99) : EDGE[family];
}

function statedNetwork({ networks }: Provider, trust: Trust, family: 4 | 6): Cidr {
  const own = networks.filter(({ version }) => version === family);
  return own.find((network) => trust.of(network) !== 'all') ?? own[0] ?? parseCidr(`${EDGE[family]}/${BITS[family]}`);
}

/** An edge of a CDN whose networks are not known. */
const EDGE = { 4: '192.0.2.199', 6: '2001:db8:199::199' } as const;

/** The proxies in front whose header the object states, if Kong reads that one. */
function stated(before: Balancer['before'], header: string): Provider | undefined {
  return before?.header?.toLowerCase() === header.toLowerCase()
    ? { ...ofStatement(before, 'CDN'), header: { name: header, overwrites: 'always', writes: 'address' } }
    : undefined;
}

function statedEdges(before: Balancer['before']): Provider | undefined {
  return before?.proxyProtocol ? ofStatement(before, 'proxy in front') : undefined;
}

function ofStatement({ networks }: Before, name: string): Provider {
  return { name, networks: networks.flatMap(cidrsOf), complete: true, stated: true, appendsTo: 'every request' };
}

function mayOthersSend({ name }: Provider): string {
  return `Do the networks that may connect belong to ${name} alone? Anybody else could send a PROXY header.`;
}

function mayOthersWrite(header: string, { name }: Provider): string {
  return `Do the networks that may connect belong to ${name} alone? Anybody else could write ${header}.`;
}

/** What a CDN may make of a claim: of its header, and of plain http where it treats that otherwise. */
export function requestsOf(
  cdn: Provider | undefined,
  claim: Claim,
  client: string,
): { headers: readonly Header[]; depends?: string }[] {
  if (!cdn) {
    return [{ headers: claim.headers }];
  }
  const { name, header, appendsTo } = cdn;
  const own =
    header?.overwrites === 'never' &&
    claim.headers.some(([written]) => written.toLowerCase() === header.name.toLowerCase());
  const byDefault = {
    headers: throughCdn(cdn, claim.headers, client),
    depends: own ? `Does ${name} overwrite ${header.name} by its configuration?` : undefined,
  };
  return appendsTo === 'every request' || claim.headers.length === 0
    ? [byDefault]
    : [
        byDefault,
        {
          headers: throughCdn(cdn, claim.headers, client, false),
          depends:
            `Does ${name} redirect plain http itself? ` +
            'X-Forwarded-For of such a request passes as the client sent it.',
        },
      ];
}
