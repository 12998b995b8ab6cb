import { FailedCheck, failedCheck, FailedProbe, failedProbes } from './trial/checks';
import { Trust } from './trial/networks';
import { KnownNetworks, Trial, tryWay } from './trial/sending';
import { supposedBalancers } from './trial/suppositions';
import { agreed, Verdict, worst } from './verdict';
import { Between, betweenOf } from './world/between';
import { Catalogue } from './world/catalogue';
import { Entrance, EntranceFinder, GatewayService } from './world/entrances';
import { Gateway } from './world/gateways';
import { Hidden, hiddenOf } from './world/hidden';
import { ApiRefusal, apiRefusals } from './world/refusals';
import { expectsProxy, Way, waysOf } from './world/ways';
import { Balancer, Reading } from '../controllers/balancer';
import { Kong, startKong } from '../kong/kong';
import { Refusal } from '../kong/traffic';

/** A way with what came of trying it. */
export interface TriedWay extends Way {
  readonly trial: Trial;
}

/** What one reading of an entrance comes to. */
export interface Hypothesis {
  readonly reading: Reading;
  readonly balancer?: Balancer;
  readonly ways: readonly TriedWay[];
  readonly failedCheck?: FailedCheck;
  readonly verdict: Verdict;
}

export interface JudgedEntrance {
  readonly entrance: Entrance;
  /** Several where the input does not settle what stands here. */
  readonly hypotheses: readonly Hypothesis[];
  readonly verdict: Verdict;
}

/** A gateway with everything that rules ask about. */
export interface Judgement {
  readonly gateway: Gateway;
  readonly catalogue: Catalogue;
  readonly services: readonly GatewayService[];
  readonly entrances: readonly JudgedEntrance[];
  readonly apiRefusals: readonly ApiRefusal[];
  /** Undefined when Kong does not start. */
  readonly kong?: Kong;
  readonly refusal?: Refusal;
  readonly trust: Trust;
  readonly failedProbes: readonly FailedProbe[];
  /** What decides about whom Kong believes, and is not in the input. */
  readonly hidden: readonly Hidden[];
  /** What takes packets before Kong does, keeps them away, or may let others in. */
  readonly between: readonly Between[];
  readonly verdict: Verdict;
}

export function judge(gateway: Gateway, catalogue: Catalogue, finder: EntranceFinder, known: KnownNetworks): Judgement {
  const start = startKong(gateway.environment.known, gateway.files);
  const kong = 'kong' in start ? start.kong : undefined;
  const trust = new Trust(kong?.configuration.realIp[0].trusted ?? []);
  const services = finder.servicesOf(gateway);
  const listening = kong?.configuration.proxy.map(({ port }) => port) ?? [];
  const found = finder.entrancesOf(gateway, services, [...new Set(listening)]);
  const entrances = !kong ? [] : found.map((entrance) => judgeEntrance(entrance, gateway, kong, trust, known))
    .filter(({ hypotheses }) => hypotheses.length > 0);
  const senders = found.filter(({ at }) => at.kind === 'Ingress').map(({ at, spot }) => ({ object: at.object, spot }));
  const refusals = apiRefusals(gateway, services, senders);
  const probes = kong ? failedProbes(gateway, kong) : [];
  const hidden = hiddenOf(gateway, kong);
  const ways = entrances.flatMap(({ hypotheses }) => hypotheses.flatMap((one) => one.ways)).filter(({ target }) => target === 'requests' || target === 'stream')
    .map((way) => ({ ...way, from: way.trial.honest.peer }));
  const between = betweenOf({ gateway, catalogue, services, ways, ports: listening, pods: known.pods });
  const judged = {
    gateway,
    catalogue,
    services,
    entrances,
    trust,
    kong,
    hidden,
    between,
    refusal: 'refusal' in start ? start.refusal : undefined,
    apiRefusals: refusals,
    failedProbes: probes,
  };
  return { ...judged, verdict: verdictOf(judged) };
}

function verdictOf({ apiRefusals: refusals, failedProbes: probes, kong, hidden, entrances, between }: Omit<Judgement, 'verdict'>): Verdict {
  if (refusals.length > 0 || probes.length > 0) return 'broken';
  if (!kong) return hidden.length > 0 ? 'unknown' : 'broken';
  if (hidden.length > 0) return refusedAnyway(entrances);
  if (entrances.length === 0) return 'unknown';
  return worst([...entrances, ...between].map((one) => one.verdict));
}

/** Whatever hidden variables hold: no balancer is no traffic. */
function refusedAnyway(entrances: readonly JudgedEntrance[]): Verdict {
  return entrances.some(({ hypotheses }) => hypotheses.every(({ reading }) => reading.state === 'refused')) ? 'broken' : 'unknown';
}

function judgeEntrance(entrance: Entrance, gateway: Gateway, kong: Kong, trust: Trust, known: KnownNetworks): JudgedEntrance {
  const hypotheses = entrance.readings.flatMap((reading): Hypothesis[] => {
    if (reading.state === 'refused') return [{ reading, ways: [], verdict: 'broken' }];
    const expects = (balancer: Balancer) => waysOf(entrance, reading, balancer, gateway, kong).some(expectsProxy);
    return supposedBalancers(reading, entrance, expects).map((balancer) => {
      const ways = waysOf(entrance, reading, balancer, gateway, kong).map((way) => ({ ...way, trial: tryWay(way, kong, trust, known) }));
      const failed = failedCheck(ways, kong);
      return { reading, balancer, ways, failedCheck: failed, verdict: verdictWith(balancer, ways, failed) };
    });
  });
  // A way that reaches none of Kong's ports is no entrance of its proxy.
  const reached = hypotheses.some(({ reading, ways }) => reading.state === 'refused' || ways.length > 0);
  return reached ? { entrance, hypotheses, verdict: agreed(hypotheses.map(({ verdict }) => verdict)) } : { entrance, hypotheses: [], verdict: 'kept' };
}

function verdictWith(balancer: Balancer, ways: readonly TriedWay[], failed: FailedCheck | undefined): Verdict {
  if (failed || balancer.drops) return 'broken';
  return ways.length === 0 ? 'kept' : worst(ways.map(({ trial }) => trial.verdict));
}
