import { Claim, headerLies, isLie, LIES, proxyHeaderOf, proxyLies } from './claims';
import { addressIn, clientsOf, networkOf, peersFrom, sameAddress, Trust } from './networks';
import { Passage } from './passage';
import { admission, cdnOfHeader, cdnOfNetworks, CDNS, isOf, Provider, PROVIDERS } from './providers';
import { isChain, SeveralLines, throughBalancer, throughCdn } from './rewriting';
import { Balancer, HttpRules } from '../../controllers/balancer';
import { Kong } from '../../kong/kong';
import { Answer, Header, ProxyHeader } from '../../kong/traffic';
import { Cidr, contains, parseAddress, parseCidr } from '../../net/cidr';
import { isPrivate } from '../../net/cidr-set';
import { Verdict, worst } from '../verdict';
import { expectsProxy, familiesOf, readsHttp, speaksHttp2, speaksTls, understandsHttp2 } from '../world/ways';

/** The networks that the user names. */
export interface KnownNetworks {
  readonly nodes: readonly Cidr[];
  readonly pods: readonly Cidr[];
  readonly balancer: readonly Cidr[];
}

/** What was sent over one way, and whom Kong took it from. */
export interface Sent {
  readonly claim: Claim;
  readonly client: string;
  readonly cdn?: string;
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

/** What came of sending an honest client and every liar over one way. */
export interface Trial {
  readonly verdict: Verdict;
  /** The honest client that fared worst. */
  readonly honest: Sent;
  /** A lie that was believed. */
  readonly forged?: Sent;
  /** What decides, or was supposed, about who is in front: a question. */
  readonly asks?: string;
  /** Whether a client's own X-Forwarded-Proto is believed. */
  readonly protoForged: boolean;
  /** Whether the upstream reads an X-Forwarded-For that a client wrote. */
  readonly textKept: boolean;
}

/** How small a network of the balancer's own addresses is. */
const SMALL = { 4: 24, 6: 64 } as const;

/** Where a balancer writes its own address into the header. */
const OWN_ADDRESS = { 4: '203.0.113.250', 6: '2001:db8:250::250' } as const;

/** Sends an honest client and every liar over a way. What comes of it depends on nothing but the arguments. */
export function tryWay(way: Passage, kong: Kong, trust: Trust, known: KnownNetworks): Trial {
  const trial = tryFamilies(way, kong, trust, known);
  const certain = otherNodes(way, trust, known).every(
    (nodes) => tryFamilies(way, kong, trust, { ...known, nodes }).verdict === trial.verdict,
  );
  return certain ? trial : { ...trial, verdict: 'unknown' };
}

/** Networks that the nodes may have instead of those that are supposed, where the user names none. */
function otherNodes(way: Passage, trust: Trust, known: KnownNetworks): (readonly Cidr[])[] {
  const { peer } = way.balancer;
  if (peer.role !== 'node' || known.nodes.length > 0) return [];
  return [
    // Nodes with public addresses are rare, and not excluded.
    ...(trust.publicOnly.length > 0 && !readsHttp(way) ? [trust.publicOnly] : []),
    // What is trusted may be the subnet of the balancer instead.
    ...(peer.ownSubnet ? [trust.strangers] : []),
  ];
}

function tryFamilies(way: Passage, kong: Kong, trust: Trust, known: KnownNetworks): Trial {
  const trials = familiesOf(way).map((family) => new WayTrial(way, kong, trust, known, family).run());
  const verdict = worst(trials.map((trial) => trial.verdict));
  return trials.find((trial) => trial.verdict === verdict)!;
}

class WayTrial {
  private readonly cdn?: Provider;
  private readonly cdnOnly: boolean;
  /** What decides whether somebody else than the CDN may connect, where the input does not tell. */
  private readonly doubt?: string;
  private readonly isDoubtful: boolean;
  private readonly clients: readonly string[];
  /** A CDN takes clients of both families, whichever it speaks to the balancer. */
  private readonly clientsOfCdn: readonly string[];
  private readonly http?: HttpRules;

  constructor(
    private readonly way: Passage,
    private readonly kong: Kong,
    private readonly trust: Trust,
    private readonly known: KnownNetworks,
    private readonly family: 4 | 6,
  ) {
    const admitted = way.balancer.admits?.flatMap(cidr);
    const byNetworks = admitted && cdnOfNetworks(admitted);
    const byHeader = this.isWritten()
      ? undefined
      : (stated(way.balancer.before, this.header) ?? cdnOfHeader(this.header));
    this.cdn =
      byHeader ??
      byNetworks ??
      CDNS.find((cdn) => !trust.everybody && trust.networks.some((network) => isOf(cdn, network)));
    const inFront = byHeader ?? byNetworks;
    const who = inFront && admission(admitted, inFront);
    this.cdnOnly = who === 'cdn' || who === 'chosen';
    this.isDoubtful = who === 'doubtful';
    this.doubt = who === 'doubtful' || who === 'chosen' ? mayOthersWrite(this.header, inFront!) : undefined;
    this.clients = clientsOf(family, way.balancer.internal === true, trust);
    this.clientsOfCdn = this.cdn
      ? ([4, 6] as const).flatMap((version) => clientsOf(version, false, trust).slice(0, 1))
      : [];
    this.http = readsHttp(way) ? way.balancer.http : undefined;
  }

  public run(): Trial {
    const isCdns = this.cdn?.header?.name.toLowerCase() === this.header.toLowerCase() && !this.writes(this.header);
    const direct = !this.cdnOnly && !this.isDoubtful && !isCdns;
    const honest = this.sendAll({ headers: [] }, direct, this.cdn !== undefined);
    const refused = honest.find(({ believed }) => believed === undefined);
    const lost = honest.find(({ believed, client }) => believed !== undefined && !sameAddress(believed, client));
    const lies = this.lies().map((claim) => this.sendAll(claim, !this.cdnOnly, this.cdn !== undefined));
    const forged = lies.flat().find((sent) => this.isLie(sent.believed));
    const intended = this.way.balancer.unintended !== true;
    const verdicts: Verdict[] = [
      forged ? this.howSure(lies.flat()) : 'kept',
      refused && intended ? 'broken' : 'kept',
      lost && intended ? 'lost' : 'kept',
    ];
    return {
      verdict: worst(verdicts),
      honest: refused ?? lost ?? honest[0],
      forged,
      asks: forged?.depends ?? this.doubt,
      ...this.probe(),
    };
  }

  private get header(): string {
    return this.kong.configuration.realIp[0].header;
  }

  /**
   * Whether this balancer writes the header that Kong reads, or that of another entrance: no CDN is then supposed
   * before this one.
   */
  private isWritten(): boolean {
    return this.writes(this.header) || this.way.entrance.writtenElsewhere?.includes(this.header.toLowerCase()) === true;
  }

  /** Whether the balancer itself overwrites a header. */
  private writes(header: string): boolean {
    const written = readsHttp(this.way) ? Object.keys(this.way.balancer.http!.overwrites) : [];
    return written.some((name) => name.toLowerCase() === header.toLowerCase());
  }

  /** A claim from every client, direct and through the CDN, from every address that may dial Kong. */
  private sendAll(claim: Claim, direct: boolean, byCdn: boolean): Sent[] {
    const ways: [string, Provider | undefined][] = [
      ...(direct || !byCdn ? this.clients.map((client): [string, undefined] => [client, undefined]) : []),
      ...(byCdn ? this.clientsOfCdn.map((client): [string, Provider | undefined] => [client, this.cdn]) : []),
    ];
    return ways.flatMap(([client, cdn]) => {
      const source = cdn ? this.edgeOf(cdn) : client;
      return requestsOf(cdn, claim, client).flatMap(({ headers, depends }) =>
        this.sendOne({ claim, client, cdn: cdn?.name, source, depends: cdn ? depends : this.doubt }, headers),
      );
    });
  }

  /** One request from every address that may dial Kong, treated in each way that it may be. */
  private sendOne(
    one: Pick<Sent, 'claim' | 'client' | 'cdn' | 'source' | 'depends'>,
    headers: readonly Header[],
  ): Sent[] {
    const treatments = this.http && headers.filter(isChain).length > 1 ? (['joined', 'last'] as const) : [undefined];
    return this.peers(one.source).flatMap((peer) =>
      treatments.map((lines) => this.send({ ...one, peer, lines }, headers)),
    );
  }

  private send(
    one: Pick<Sent, 'claim' | 'client' | 'cdn' | 'source' | 'peer' | 'lines' | 'depends'>,
    written: readonly Header[],
  ): Sent {
    const { way, kong } = this;
    const { claim, source, peer, lines } = one;
    const headers = !this.http
      ? written
      : throughBalancer(this.http, written, { source, frontend: way.frontend, ownAddress: this.ownAddress(), lines });
    const proxyHeader = way.frontend.proxyProtocol
      ? proxyHeaderOf(way.frontend.proxyProtocol, source)
      : claim.proxyHeader;
    const sent = { ...one, headers, proxyHeader, peerTrusted: this.trust.holds(peer) };
    if (this.isShutOut(source)) return { ...sent, believed: undefined };
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
    return this.way.balancer.denies?.flatMap(cidr).some((network) => contains(network, address)) ?? false;
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
        : (peer.networks?.flatMap(cidr) ?? this.known.balancer);
    return peersFrom(peer.role, networks, this.family, this.trust);
  }

  /** An edge of the CDN: one that is trusted, if any is. A CDN may have more networks than are known here. */
  private edgeOf(cdn: Provider): string {
    const trusted = this.trust.networks.filter(({ version }) => version === this.family);
    const network =
      trusted.find((one) => isOf(cdn, one)) ??
      trusted.find(
        (one) => !this.trust.everybody && !isPrivate(one) && !PROVIDERS.some((provider) => isOf(provider, one)),
      ) ??
      this.way.balancer.admits?.flatMap(cidr).find((one) => one.version === this.family) ??
      cdn.networks.find((one) => one.version === this.family);
    return network ? addressIn(network, 99) : '192.0.2.199';
  }

  /** The balancer's address as the author may have listed it: a trusted address that is nobody else's. */
  private ownAddress(): string {
    const peers = this.trust.ofPeers(this.family);
    const listed =
      peers.find((network) => network.prefix >= SMALL[this.family] && !isPrivate(network)) ??
      (this.way.balancer.internal ? peers[0] : undefined);
    return listed ? addressIn(listed) : OWN_ADDRESS[this.family];
  }

  private lies(): Claim[] {
    const proxied = this.http || this.way.frontend.proxyProtocol ? [] : proxyLies(this.family);
    if (this.way.target === 'stream') {
      return proxied;
    }
    const [trusted] = this.trust.networks.filter(({ version }) => version === this.family);
    const names = ['X-Forwarded-For', 'X-Real-IP', ...(this.header === 'proxy_protocol' ? [] : [this.header])];
    return [...headerLies(names, this.family, trusted && addressIn(trusted)), ...proxied];
  }

  private isLie(address: string | undefined): boolean {
    return isLie(address, this.family);
  }

  /**
   * It is not said whether balancers join several lines of a header: what only one of the two lets through is not
   * certain.
   */
  private howSure(sent: readonly Sent[]): Verdict {
    const believed = sent.filter((one) => this.isLie(one.believed));
    const certain = believed.some(
      (one) =>
        (!one.depends && !one.lines) ||
        (!one.depends && believed.some((other) => other.claim === one.claim && other.lines !== one.lines)),
    );
    return certain ? 'forgeable' : 'unknown';
  }

  /** What else of a client's text is believed or passed on. */
  private probe(): Pick<Trial, 'protoForged' | 'textKept'> {
    if (this.way.target === 'stream') {
      return { protoForged: false, textKept: false };
    }
    const [lie] = LIES[this.family];
    const claim = {
      headers: [
        ['X-Forwarded-For', lie],
        ['X-Forwarded-Proto', 'https'],
      ] as Header[],
    };
    const sent = this.sendAll(claim, !this.cdnOnly, this.cdn !== undefined);
    const chains = sent
      .flatMap(({ answer }) => answer?.served?.upstream ?? [])
      .filter(([name]) => name === 'X-Forwarded-For');
    return {
      protoForged: !speaksTls(this.way) && !this.http && sent.some(({ answer }) => answer?.httpsOnlyStatus === 200),
      textKept: chains.some(([, value]) => value.includes(lie)),
    };
  }
}

/** The proxies in front whose header the object states, if Kong reads that one. */
function stated(before: Balancer['before'], header: string): Provider | undefined {
  if (before?.header?.toLowerCase() !== header.toLowerCase()) {
    return undefined;
  }
  return {
    name: 'CDN',
    networks: before.networks.flatMap(cidr),
    complete: true,
    header: { name: header, overwrites: 'always', writes: 'address' },
    appendsTo: 'every request',
  };
}

function mayOthersWrite(header: string, { name }: Provider): string {
  return `Do the networks that may connect belong to ${name} alone? Anybody else could write ${header}.`;
}

/** What a CDN may make of a claim: of its header, and of plain http where it treats that otherwise. */
function requestsOf(
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
          depends: `Does ${name} redirect plain http itself? X-Forwarded-For of such a request passes as the client sent it.`,
        },
      ];
}

/** A network as text; nothing for what is not one. */
function cidr(text: string): Cidr[] {
  const network = networkOf(text);
  return network ? [parseCidr(network.text)] : [];
}
