import { Claim, proxyHeaderOf } from './claims';
import { edgeOf, InFront, inFrontOf, requestsOf } from './in-front';
import { addressIn, cidrsOf, clientsOf, peersFrom, Trust } from './networks';
import { Passage } from './passage';
import { Provider } from './providers';
import { isChain, SeveralLines, throughBalancer } from './rewriting';
import { HttpRules } from '../../controllers/balancer';
import { Kong } from '../../kong/kong';
import { Answer, Header, ProxyHeader } from '../../kong/traffic';
import { Cidr, contains, parseAddress } from '../../net/cidr';
import { isPrivate } from '../../net/cidr-set';
import { expectsProxy, readsHttp, speaksHttp2, speaksTls, understandsHttp2 } from '../world/ways';

/** The networks that the user names. */
export interface KnownNetworks {
  readonly nodes: readonly Cidr[];
  readonly pods: readonly Cidr[];
  readonly balancer: readonly Cidr[];
}

/** What was sent over one way, and the client that Kong took it from. */
export interface Sent {
  readonly claim: Claim;
  readonly client: string;
  readonly cdn?: string;
  /** What a proxy in front of a balancer that passes TCP on sends first. */
  readonly edgeHeader?: ProxyHeader;
  /** The address that dials the balancer: the client's, or an edge of the CDN. */
  readonly source: string;
  /** The address that dials Kong. */
  readonly peer: string;
  readonly peerTrusted: boolean;
  /** What Kong reads, after all that is in front of it. */
  readonly headers: readonly Header[];
  readonly proxyHeader?: ProxyHeader;
  /** The address that Kong believes; undefined when it refuses. */
  readonly believed?: string;
  readonly answer?: Answer;
  /** How the balancer is supposed to treat several lines of X-Forwarded-For, where there are several. */
  readonly lines?: SeveralLines;
  /**
   * What decides how the CDN treats the request, or whether anybody else may connect, where that is the user's to
   * set: a question.
   */
  readonly depends?: string;
}

/** How small a network of the balancer's own addresses is. */
const SMALL = { 4: 24, 6: 64 } as const;

/** Where a balancer writes its own address into the header. */
const OWN_ADDRESS = { 4: '203.0.113.250', 6: '2001:db8:250::250' } as const;

/** Sends requests over a way in one family, as clients, a CDN and the balancer do. */
export class Sender {
  public readonly inFront: InFront;
  public readonly http?: HttpRules;
  private readonly clients: readonly string[];
  /** A CDN takes clients of both families, whichever it speaks to the balancer. */
  private readonly clientsOfCdn: readonly string[];

  constructor(
    private readonly way: Passage,
    private readonly kong: Kong,
    private readonly trust: Trust,
    private readonly known: KnownNetworks,
    private readonly family: 4 | 6,
  ) {
    this.inFront = inFrontOf(way, kong.configuration.realIp[0].header, trust);
    this.clients = clientsOf(family, way.balancer.internal === true, trust);
    this.clientsOfCdn = this.inFront.cdn
      ? ([4, 6] as const).flatMap((version) => clientsOf(version, false, trust).slice(0, 1))
      : [];
    this.http = readsHttp(way) ? way.balancer.http : undefined;
  }

  /** A claim from every client, through the CDN and as `direct` has it, from every address that may dial Kong. */
  public send(claim: Claim, direct = !this.inFront.only): Sent[] {
    const { cdn, doubt, tells } = this.inFront;
    const ways: [string, Provider | undefined][] = [
      ...(direct || !cdn ? this.clients.map((client): [string, undefined] => [client, undefined]) : []),
      ...(cdn ? this.clientsOfCdn.map((client): [string, Provider] => [client, cdn]) : []),
    ];
    return ways.flatMap(([client, by]) => {
      const source = by ? edgeOf(by, this.way, this.trust, this.family) : client;
      const edgeHeader = by && tells === 'by PROXY protocol' ? proxyHeaderOf(1, client) : undefined;
      return requestsOf(edgeHeader ? undefined : by, claim, client).flatMap(({ headers, depends }) =>
        this.sendOne({ claim, client, cdn: by?.name, edgeHeader, source, depends: by ? depends : doubt }, headers),
      );
    });
  }

  /** One request from every address that may dial Kong, treated in each way that it may be. */
  private sendOne(
    one: Pick<Sent, 'claim' | 'client' | 'cdn' | 'edgeHeader' | 'source' | 'depends'>,
    headers: readonly Header[],
  ): Sent[] {
    const treatments = this.http && headers.filter(isChain).length > 1 ? (['joined', 'last'] as const) : [undefined];
    return this.peers(one.source).flatMap((peer) =>
      treatments.map((lines) => this.sendTo({ ...one, peer, lines }, headers)),
    );
  }

  private sendTo(
    one: Pick<Sent, 'claim' | 'client' | 'cdn' | 'edgeHeader' | 'source' | 'peer' | 'lines' | 'depends'>,
    written: readonly Header[],
  ): Sent {
    const { way, kong } = this;
    const { claim, source, peer, lines } = one;
    const headers = !this.http
      ? written
      : throughBalancer(this.http, written, { source, frontend: way.frontend, ownAddress: this.ownAddress(), lines });
    const proxyHeader = way.frontend.proxyProtocol
      ? proxyHeaderOf(way.frontend.proxyProtocol, source)
      : (one.edgeHeader ?? claim.proxyHeader);
    const sent = { ...one, headers, proxyHeader, peerTrusted: this.trust.holds(peer) };
    // Behind the header of the proxy in front, one of the client's own is garbage.
    if (this.isShutOut(source) || (one.edgeHeader && claim.proxyHeader)) return { ...sent, believed: undefined };
    if (way.target === 'nothing' || typeof way.port !== 'number' || way.frontend.proxyInsideTls) {
      return { ...sent, believed: undefined };
    }
    if (speaksHttp2(way) && !understandsHttp2(kong.configuration.proxy)) return { ...sent, believed: undefined };
    if (way.target === 'stream') {
      const garbled = proxyHeader !== undefined && !expectsProxy(way) && !claim.proxyHeader;
      return { ...sent, believed: garbled ? undefined : kong.streamClient({ peer, port: way.port, proxyHeader }) };
    }
    const connection = {
      peer,
      port: way.port,
      to: this.family === 6 ? '2001:db8::1' : '192.0.2.1',
      proxyHeader,
      tls: this.tls(),
    };
    const {
      answers: [answer],
    } = kong.answer(connection, [{ host: 'api.example.com', headers }]);
    return { ...sent, answer, believed: answer?.served?.client };
  }

  private isShutOut(source: string): boolean {
    const address = parseAddress(source);
    return this.way.balancer.denies?.flatMap(cidrsOf).some((network) => contains(network, address)) ?? false;
  }

  /**
   * Whether Kong is dialled with TLS. Where the balancer looks into nothing, the client speaks what the listener
   * does.
   */
  private tls(): boolean {
    const { backend, speaks } = this.way.frontend;
    if (backend === 'as-listener') return speaksTls(this.way);
    if (backend === 'tcp') return speaks !== 'tls' && speaksTls(this.way);
    return backend === 'tls' || backend === 'https';
  }

  private peers(source: string): string[] {
    const { peer } = this.way.balancer;
    if (peer.role === 'client') {
      return [source];
    }
    const networks =
      peer.role === 'node'
        ? [...this.known.nodes, ...this.known.pods]
        : (peer.networks?.flatMap(cidrsOf) ?? this.known.balancer);
    return peersFrom(peer.role, networks, this.family, this.trust);
  }

  /** The balancer's address as the author may have listed it: a trusted address that no other hop has. */
  private ownAddress(): string {
    const peers = this.trust.ofPeers(this.family);
    const listed =
      peers.find((network) => network.prefix >= SMALL[this.family] && !isPrivate(network)) ??
      (this.way.balancer.internal ? peers[0] : undefined);
    return listed ? addressIn(listed) : OWN_ADDRESS[this.family];
  }
}
