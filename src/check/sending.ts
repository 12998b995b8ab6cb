import { addressIn, clientsOf, peersFrom, sameAddress, Trust } from './networks';
import { cdnOfHeader, cdnOfNetworks, CDNS, isOf, Provider, PROVIDERS } from './providers';
import { Verdict, worst } from './verdict';
import { expectsProxy, familiesOf, readsHttp, speaksTls, Way } from './ways';
import { HttpRules } from '../controllers/balancer';
import { Kong } from '../kong/kong';
import { Answer, Header, ProxyHeader } from '../kong/traffic';
import { Cidr, parseCidr } from '../net/cidr';
import { isPrivate } from '../net/cidr-set';

/** The networks that the user names. */
export interface KnownNetworks {
  readonly nodes: readonly Cidr[];
  readonly pods: readonly Cidr[];
  readonly balancer: readonly Cidr[];
}

/** What somebody sends: an honest client nothing, a liar a claim. */
export interface Claim {
  readonly headers: readonly Header[];
  readonly proxyHeader?: ProxyHeader;
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
  /** What Kong reads, after all that stands before it. */
  readonly headers: readonly Header[];
  readonly proxyHeader?: ProxyHeader;
  /** The address that Kong believes; undefined when it refuses. */
  readonly believed?: string;
  readonly answer?: Answer;
  /** How the balancer is supposed to treat several lines of X-Forwarded-For, where there are several. */
  readonly lines?: SeveralLines;
}

/** What came of sending an honest client and every liar over one way. */
export interface Trial {
  readonly verdict: Verdict;
  /** The honest client that fared worst. */
  readonly honest: Sent;
  /** A lie that was believed. */
  readonly forged?: Sent;
  /** A CDN that stands in front, by all that is written. */
  readonly cdn?: Provider;
  /** Whether only the CDN's clients get in. */
  readonly cdnOnly: boolean;
  /** Whether a client's own X-Forwarded-Proto is believed. */
  readonly protoForged: boolean;
  /** Whether the upstream reads an X-Forwarded-For that a client wrote. */
  readonly textKept: boolean;
}

/** An address that nobody has, to claim. */
const LIES = { 4: ['6.6.6.6', '7.7.7.7'], 6: ['2001:db8:666::6', '2001:db8:777::7'] } as const;

/** Where a balancer writes an address of its own into the header. */
const OWN_ADDRESS = { 4: '203.0.113.250', 6: '2001:db8:250::250' } as const;

/** How a proxy may treat several lines of one header. */
type SeveralLines = 'joined' | 'last';

/** Sends an honest client and every liar over a way. */
export function tryWay(way: Way, kong: Kong, trust: Trust, known: KnownNetworks): Trial {
  const trials = familiesOf(way).map((family) => new WayTrial(way, kong, trust, known, family).run());
  const verdict = worst(trials.map((trial) => trial.verdict));
  return trials.find((trial) => trial.verdict === verdict)!;
}

class WayTrial {
  private readonly cdn?: Provider;
  private readonly cdnOnly: boolean;
  private readonly clients: readonly string[];
  /** A CDN takes clients of both families, whichever it speaks to the balancer. */
  private readonly clientsOfCdn: readonly string[];
  private readonly http?: HttpRules;

  constructor(
    private readonly way: Way,
    private readonly kong: Kong,
    private readonly trust: Trust,
    private readonly known: KnownNetworks,
    private readonly family: 4 | 6,
  ) {
    const admitted = way.balancer.admits?.flatMap(cidr);
    const byNetworks = admitted && cdnOfNetworks(admitted);
    const byHeader = this.writes(this.header) ? undefined : cdnOfHeader(this.header);
    this.cdn = byHeader ?? byNetworks ?? CDNS.find((cdn) => !trust.everybody && trust.networks.some((network) => isOf(cdn, network)));
    this.cdnOnly = byNetworks !== undefined || byHeader !== undefined && way.balancer.admits !== undefined;
    this.clients = clientsOf(family, way.balancer.internal === true, trust);
    this.clientsOfCdn = this.cdn ? ([4, 6] as const).flatMap((version) => clientsOf(version, false, trust).slice(0, 1)) : [];
    this.http = readsHttp(way) ? way.balancer.http : undefined;
  }

  public run(): Trial {
    const direct = !this.cdnOnly && (cdnOfHeader(this.header) === undefined || this.writes(this.header));
    const honest = this.sendAll({ headers: [] }, direct, this.cdn !== undefined);
    const refused = honest.find(({ believed }) => believed === undefined);
    const lost = honest.find(({ believed, client }) => believed !== undefined && !sameAddress(believed, client));
    const lies = this.lies().map((claim) => this.sendAll(claim, !this.cdnOnly, this.cdn !== undefined));
    const forged = lies.flat().find((sent) => this.isLie(sent.believed));
    const verdict = refused ? 'broken' : forged ? this.howSure(lies.flat()) : lost ? 'lost' : 'kept';
    const probe = this.probe();
    return {
      verdict,
      honest: refused ?? lost ?? honest[0],
      forged,
      cdn: this.cdn,
      cdnOnly: this.cdnOnly,
      ...probe,
    };
  }

  private get header(): string {
    return this.kong.configuration.realIp[0].header;
  }

  /** Whether the balancer itself overwrites a header. */
  private writes(header: string): boolean {
    const written = readsHttp(this.way) ? Object.keys(this.way.balancer.http!.overwrites) : [];
    return written.some((name) => name.toLowerCase() === header.toLowerCase());
  }

  /** A claim from every client, direct and through the CDN, from every address that may dial Kong. */
  private sendAll(claim: Claim, direct: boolean, throughCdn: boolean): Sent[] {
    const ways: [string, Provider | undefined][] = [
      ...direct || !throughCdn ? this.clients.map((client): [string, undefined] => [client, undefined]) : [],
      ...throughCdn ? this.clientsOfCdn.map((client): [string, Provider | undefined] => [client, this.cdn]) : [],
    ];
    return ways.flatMap(([client, cdn]) => {
      const [source, headers] = cdn ? [this.edgeOf(cdn), throughProxy(cdn, claim.headers, client)] : [client, claim.headers];
      const treatments = this.http && headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').length > 1 ? ['joined', 'last'] as const : [undefined];
      const one = { claim, client, cdn: cdn?.name, source };
      return this.peers(source).flatMap((peer) => treatments.map((lines) => this.send({ ...one, peer, lines }, headers)));
    });
  }

  private send(one: Pick<Sent, 'claim' | 'client' | 'cdn' | 'source' | 'peer' | 'lines'>, written: readonly Header[]): Sent {
    const { way, kong } = this;
    const { claim, source, peer, lines } = one;
    const headers = this.http ? this.rewrite(this.http, written, source, lines) : written;
    const proxyHeader = way.frontend.proxyProtocol ? proxyHeaderOf(way.frontend.proxyProtocol, source) : claim.proxyHeader;
    const sent = { ...one, headers, proxyHeader, peerTrusted: this.trust.holds(peer) };
    if (way.target === 'stream') {
      const garbled = proxyHeader !== undefined && !expectsProxy(way) && !claim.proxyHeader;
      return { ...sent, believed: garbled ? undefined : kong.streamClient({ peer, port: way.port, proxyHeader }) };
    }
    const connection = { peer, port: way.port, to: this.family === 6 ? '2001:db8::1' : '192.0.2.1', proxyHeader, tls: this.tls() };
    const { answers: [answer] } = kong.answer(connection, [{ host: 'api.example.com', headers }]);
    return { ...sent, answer, believed: answer?.served?.client };
  }

  /** Whether Kong is dialled with TLS. Where the balancer looks into nothing, the client speaks what the listener does. */
  private tls(): boolean {
    const { backend, speaks } = this.way.frontend;
    return backend === 'tcp' ? speaks !== 'tls' && speaksTls(this.way) : backend === 'tls' || backend === 'https';
  }

  private peers(source: string): string[] {
    const { peer } = this.way.balancer;
    if (peer.role === 'client') {
      return [source];
    }
    const networks = peer.role === 'node' ? [...this.known.nodes, ...this.known.pods] : peer.networks?.flatMap(cidr) ?? this.known.balancer;
    return peersFrom(networks, this.family, this.trust);
  }

  /** An edge of the CDN: one that is trusted, if any is. A CDN may have more networks than are known here. */
  private edgeOf(cdn: Provider): string {
    const trusted = this.trust.networks.filter(({ version }) => version === this.family);
    const network = trusted.find((one) => isOf(cdn, one))
      ?? trusted.find((one) => !this.trust.everybody && !isPrivate(one) && !PROVIDERS.some((provider) => isOf(provider, one)))
      ?? this.way.balancer.admits?.flatMap(cidr).find((one) => one.version === this.family)
      ?? cdn.networks.find((one) => one.version === this.family);
    return network ? addressIn(network, 99) : '192.0.2.199';
  }

  private rewrite({ forwardedFor, overwrites }: HttpRules, headers: readonly Header[], source: string, lines: SeveralLines | undefined): Header[] {
    const written = Object.keys(overwrites).map((name) => name.toLowerCase());
    const isChain = ([name]: Header) => name.toLowerCase() === 'x-forwarded-for';
    const kept = headers.filter((header) => !isChain(header) && !written.includes(header[0].toLowerCase()));
    const chain = headers.filter(isChain).map(([, value]) => value);
    const truth: Record<string, string> = { '{client}': source, '{scheme}': this.way.frontend.speaks, '{port}': String(this.way.frontend.port) };
    return [
      ...kept,
      ...this.chain(forwardedFor, chain, source, lines),
      ...Object.entries(overwrites).map(([name, value]): Header => [name, value.replace(/\{\w+\}/g, (variable) => truth[variable] ?? variable)]),
    ];
  }

  private chain(forwardedFor: HttpRules['forwardedFor'], chain: readonly string[], source: string, lines: SeveralLines | undefined): Header[] {
    const line = (value: string): Header => ['X-Forwarded-For', value];
    switch (forwardedFor.mode) {
      case 'append': {
        const client = forwardedFor.withPort ? source.includes(':') ? `[${source}]:4711` : `${source}:4711` : source;
        const hops = [client, ...(forwardedFor.appends ?? []).map((hop) => hop === '{balancer}' ? this.ownAddress() : hop)];
        const before = lines === 'last' ? chain.slice(0, -1) : [];
        const last = lines === 'last' ? chain.slice(-1) : chain;
        return [...before.map(line), line([...last, ...hops].join(', '))];
      }
      case 'replace': return [line(source)];
      case 'preserve': return chain.map(line);
      case 'remove': return [];
    }
  }

  /** The balancer's address as the author may have listed it: a trusted address that is nobody else's. */
  private ownAddress(): string {
    const [listed] = this.trust.ofPeers(this.family).filter((network) => network.prefix === (this.family === 4 ? 32 : 128));
    return listed ? addressIn(listed) : OWN_ADDRESS[this.family];
  }

  private lies(): Claim[] {
    const [lie, other] = LIES[this.family];
    if (this.way.target === 'stream') {
      return this.way.frontend.proxyProtocol ? [] : [{ headers: [], proxyHeader: proxyHeaderOf(1, lie) }];
    }
    const [trusted] = this.trust.networks.filter(({ version }) => version === this.family);
    const names = [...new Set(['X-Forwarded-For', 'X-Real-IP', ...this.header === 'proxy_protocol' ? [] : [this.header]])];
    const headers = names.flatMap((name): Claim[] => [
      { headers: [[name, lie]] },
      { headers: [[name, other], [name, lie]] },
      ...trusted ? [{ headers: [[name, `${lie}, ${addressIn(trusted)}`]] as Header[] }] : [],
      ...name.includes('-') ? [{ headers: [[name.replaceAll('-', '_'), lie]] as Header[] }] : [],
    ]);
    const proxied = this.http || this.way.frontend.proxyProtocol ? []
      : ([1, 2] as const).map((version): Claim => ({ headers: [], proxyHeader: proxyHeaderOf(version, lie) }));
    return [...headers, ...proxied];
  }

  private isLie(address: string | undefined): boolean {
    return address !== undefined && LIES[this.family].some((lie) => sameAddress(lie, address));
  }

  /** It is not said whether balancers join several lines of a header: what only one of the two lets through is not certain. */
  private howSure(sent: readonly Sent[]): Verdict {
    const believed = sent.filter((one) => this.isLie(one.believed));
    const certain = believed.some((one) => !one.lines
      || believed.some((other) => other.claim === one.claim && other.lines !== one.lines));
    return certain ? 'forgeable' : 'unknown';
  }

  /** What else of a client's text is believed or passed on. */
  private probe(): Pick<Trial, 'protoForged' | 'textKept'> {
    if (this.way.target === 'stream') {
      return { protoForged: false, textKept: false };
    }
    const [lie] = LIES[this.family];
    const claim = { headers: [['X-Forwarded-For', lie], ['X-Forwarded-Proto', 'https']] as Header[] };
    const sent = this.sendAll(claim, !this.cdnOnly, this.cdn !== undefined);
    const chains = sent.flatMap(({ answer }) => answer?.served?.upstream ?? []).filter(([name]) => name === 'X-Forwarded-For');
    return {
      protoForged: !speaksTls(this.way) && !this.http && sent.some(({ answer }) => answer?.httpsOnlyStatus === 200),
      textKept: chains.some(([, value]) => value.includes(lie)),
    };
  }
}

/** What a CDN makes of the headers of a request. */
function throughProxy({ header, writes }: Provider, headers: readonly Header[], client: string): Header[] {
  const chain = headers.filter(([name]) => name.toLowerCase() === 'x-forwarded-for').map(([, value]) => value);
  const kept = headers.filter(([name]) => !['x-forwarded-for', header?.toLowerCase()].includes(name.toLowerCase()));
  return [...kept, ['X-Forwarded-For', [...chain, client].join(', ')], ...header ? [[header, writes(client)] as const] : []];
}

function proxyHeaderOf(version: 1 | 2, src: string): ProxyHeader {
  const v6 = src.includes(':');
  return { version, protocol: v6 ? 'TCP6' : 'TCP4', src, dst: v6 ? '2001:db8::1' : '192.0.2.1', srcPort: 4711, dstPort: 443 };
}

/** A network as text; nothing for what is not one. A host bit more is not held against it. */
function cidr(text: string): Cidr[] {
  try {
    return [parseCidr(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`)];
  } catch {
    return [];
  }
}
