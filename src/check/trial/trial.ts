import { Claim, headerLies, isLie, LIES, proxyLies } from './claims';
import { addressIn, sameAddress, Trust } from './networks';
import { Passage } from './passage';
import { KnownNetworks, Sender, Sent } from './sending';
import { Kong } from '../../kong/kong';
import { Header } from '../../kong/traffic';
import { Cidr } from '../../net/cidr';
import { agreed, Verdict, worst } from '../verdict';
import { familiesOf, readsHttp, speaksTls } from '../world/ways';

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
  const { over, families } = familiesOf(way, familiesOfCluster(known));
  const trials = families.map((family) => new WayTrial(way, kong, trust, known, family).run());
  const verdicts = trials.map(({ verdict }) => verdict);
  const worstTrial = trials.find(({ verdict }) => verdict === worst(verdicts))!;
  if (over === 'all' || agreed(verdicts) === worstTrial.verdict) return worstTrial;
  return {
    ...worstTrial,
    verdict: 'unknown',
    asks: 'Does the cluster have IPv4 or IPv6? Kong listens otherwise on each.',
  };
}

/** The families that a cluster has, as far as the named networks tell. */
function familiesOfCluster({ nodes, pods }: KnownNetworks): readonly (4 | 6)[] {
  return [...new Set([...nodes, ...pods].map(({ version }) => version))];
}

class WayTrial {
  private readonly sender: Sender;

  constructor(
    private readonly way: Passage,
    private readonly kong: Kong,
    private readonly trust: Trust,
    known: KnownNetworks,
    private readonly family: 4 | 6,
  ) {
    this.sender = new Sender(way, kong, trust, known, family);
  }

  public run(): Trial {
    const { direct, doubt } = this.sender.inFront;
    const honest = this.sender.send({ headers: [] }, direct);
    const refused = honest.find(({ believed }) => believed === undefined);
    const lost = honest.find(({ believed, client }) => believed !== undefined && !sameAddress(believed, client));
    const lies = this.lies().map((claim) => this.sender.send(claim));
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
      asks: forged?.depends ?? doubt,
      ...this.probe(),
    };
  }

  /** The headers that Kong reads: where a request comes in, and once more where it is routed. */
  private get headers(): string[] {
    return this.kong.configuration.realIp.map(({ header }) => header).filter((header) => header !== 'proxy_protocol');
  }

  private lies(): Claim[] {
    const proxied = this.sender.http || this.way.frontend.proxyProtocol ? [] : proxyLies(this.family);
    if (this.way.target === 'stream') {
      return proxied;
    }
    const [trusted] = this.trust.networks.filter(({ version }) => version === this.family);
    const names = [...new Set(['X-Forwarded-For', 'X-Real-IP', ...this.headers])];
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
    const sent = this.sender.send(claim);
    const chains = sent
      .flatMap(({ answer }) => answer?.served?.upstream ?? [])
      .filter(([name]) => name === 'X-Forwarded-For');
    return {
      protoForged:
        !speaksTls(this.way) && !this.sender.http && sent.some(({ answer }) => answer?.httpsOnlyStatus === 200),
      textKept: chains.some(([, value]) => value.includes(lie)),
    };
  }
}
