import { Memory } from './memory';
import { FailedCheck, failedCheck, FailedProbe, failedProbes } from './trial/checks';
import { Trust } from './trial/networks';
import { KnownNetworks } from './trial/sending';
import { supposedBalancers } from './trial/suppositions';
import { Trial } from './trial/trial';
import { agreed, Verdict, worst } from './verdict';
import { Between, betweenOf, policyAgainst } from './world/between';
import { Catalogue } from './world/catalogue';
import { Entrance, EntranceFinder, GatewayService } from './world/entrances';
import { Gateway } from './world/gateways';
import { Hidden, hiddenOf } from './world/hidden';
import { PluginUse, pluginsOf } from './world/plugins';
import { ApiRefusal, apiRefusals } from './world/refusals';
import { expectsProxy, portsOf, SidePort, Way } from './world/ways';
import { Balancer } from '../controllers/balancer';
import { Reading } from '../controllers/reading';
import { isLocal } from '../controllers/services';
import { Kong } from '../kong/kong';
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
  /** Why every target fails its health check. */
  readonly failedCheck?: FailedCheck;
  /** Whether traffic comes all the same. */
  readonly failsOpen: boolean;
  /** The ways by which traffic comes. */
  readonly flowing: readonly TriedWay[];
  readonly verdict: Verdict;
}

export interface JudgedEntrance {
  readonly entrance: Entrance;
  /** Several where the input does not settle which balancer it is. */
  readonly hypotheses: readonly Hypothesis[];
  readonly verdict: Verdict;
}

/** A gateway with everything that rules ask about. */
export interface Judgement {
  readonly gateway: Gateway;
  readonly catalogue: Catalogue;
  readonly services: readonly GatewayService[];
  /** Every way in, also where Kong does not start and none can be tried. */
  readonly found: readonly Entrance[];
  readonly entrances: readonly JudgedEntrance[];
  /** Public ports that lead past Kong's proxy. */
  readonly sidePorts: readonly SidePort[];
  readonly apiRefusals: readonly ApiRefusal[];
  /** Undefined when Kong does not start. */
  readonly kong?: Kong;
  readonly refusal?: Refusal;
  readonly trust: Trust;
  readonly failedProbes: readonly FailedProbe[];
  /** What decides which senders Kong believes, and is not in the input. */
  readonly hidden: readonly Hidden[];
  /** What takes packets before Kong does, keeps them away, or may let others in. */
  readonly between: readonly Between[];
  /** Plugins and routes of Kong's configuration, as far as it is in the input. */
  readonly plugins: readonly PluginUse[];
  readonly verdict: Verdict;
  /** Bad verdicts that hold beside it, on other ports or entrances. */
  readonly also: readonly Verdict[];
}

export function judge(
  gateway: Gateway,
  catalogue: Catalogue,
  finder: EntranceFinder,
  known: KnownNetworks,
  memory: Memory,
): Judgement {
  const start = memory.start(gateway);
  const kong = 'kong' in start ? start.kong : undefined;
  const trust = new Trust(kong?.configuration.realIp[0].trusted ?? []);
  const services = finder.servicesOf(gateway);
  const listening = kong?.configuration.proxy.map(({ port }) => port) ?? [];
  const found = finder.entrancesOf(gateway, services, [...new Set(listening)]);
  const tried = !kong
    ? []
    : found.map((entrance) => judgeEntrance(entrance, { gateway, catalogue, kong, trust, memory }));
  const entrances = tried.filter(({ hypotheses }) => hypotheses.length > 0);
  const ways = waysOfClients(entrances);
  const judged = {
    gateway,
    catalogue,
    services,
    found,
    entrances,
    sidePorts: tried.flatMap((one) => one.sidePorts),
    trust,
    kong,
    hidden: hiddenOf(gateway, kong),
    between: betweenOf({ gateway, catalogue, services, ways, ports: listening, pods: known.pods }),
    plugins: pluginsOf(catalogue, gateway.declared, (text) => memory.configuration(text)),
    refusal: 'refusal' in start ? start.refusal : undefined,
    apiRefusals: apiRefusals(gateway, services, ingressesOf(found)),
    failedProbes: kong ? failedProbes(gateway, kong) : [],
  };
  const verdict = verdictOf(judged);
  return { ...judged, verdict, also: verdict === 'broken' && kong ? alsoBad(judged) : [] };
}

/** The ways by which requests and streams come, each with the address that dials Kong. */
function waysOfClients(entrances: readonly JudgedEntrance[]) {
  return entrances
    .flatMap(({ hypotheses }) => hypotheses.flatMap(({ ways }) => ways))
    .filter(({ target }) => target === 'requests' || target === 'stream')
    .map((way) => ({ ...way, from: way.trial.honest.peer }));
}

function ingressesOf(found: readonly Entrance[]) {
  return found.filter(({ at }) => at.kind === 'Ingress').map(({ at, spot }) => ({ object: at.object, spot }));
}

type Judged = Omit<Judgement, 'verdict' | 'also'>;

/** A port that is refused must not hide another one by which clients forge or lose their address. */
function alsoBad({ apiRefusals: refusals, failedProbes: probes, hidden, entrances }: Judged): Verdict[] {
  if (refusals.length > 0 || probes.length > 0 || hidden.length > 0) return [];
  const holds = (verdict: Verdict) =>
    entrances.some(({ hypotheses }) =>
      hypotheses.every(({ flowing }) => flowing.some(({ trial }) => trial.verdict === verdict)),
    );
  return (['forgeable', 'lost'] as const).filter(holds);
}

function verdictOf({ apiRefusals: refusals, failedProbes: probes, kong, hidden, entrances, between }: Judged): Verdict {
  if (refusals.length > 0 || probes.length > 0) return 'broken';
  if (!kong) return hidden.length > 0 ? 'unknown' : 'broken';
  if (hidden.length > 0) return refusedAnyway(entrances);
  if (entrances.length === 0) return 'unknown';
  return worst([...entrances, ...between].map((one) => one.verdict));
}

/** Whatever hidden variables hold: without a balancer no traffic comes. */
function refusedAnyway(entrances: readonly JudgedEntrance[]): Verdict {
  return entrances.some(({ hypotheses }) => hypotheses.every(({ reading }) => reading.state === 'refused'))
    ? 'broken'
    : 'unknown';
}

/** An entrance, and what leads past Kong's proxy there. */
interface Tried extends JudgedEntrance {
  readonly sidePorts: readonly SidePort[];
}

/** With what the ways of an entrance are tried. */
interface Bench {
  readonly gateway: Gateway;
  readonly catalogue: Catalogue;
  readonly kong: Kong;
  readonly trust: Trust;
  readonly memory: Memory;
}

function judgeEntrance(entrance: Entrance, bench: Bench): Tried {
  const { gateway, kong } = bench;
  const sidePorts: SidePort[] = [];
  const hypotheses = entrance.readings.flatMap((reading): Hypothesis[] => {
    if (reading.state === 'refused') return [{ reading, ways: [], failsOpen: false, flowing: [], verdict: 'broken' }];
    const expects = (balancer: Balancer) => portsOf(entrance, reading, balancer, gateway, kong).ways.some(expectsProxy);
    return supposedBalancers(reading, entrance, expects).map((balancer) => {
      const ports = portsOf(entrance, reading, balancer, gateway, kong);
      sidePorts.push(...ports.sidePorts);
      return hypothesisOf(
        reading,
        balancer,
        ports.ways.map((way) => ({ ...way, trial: trialOf(way, bench) })),
        gateway,
        kong,
      );
    });
  });
  // A way that reaches none of Kong's ports is not an entrance of its proxy.
  const reached = hypotheses.some(({ reading, ways }) => reading.state === 'refused' || ways.length > 0);
  if (!reached) return { entrance, hypotheses: [], sidePorts, verdict: 'kept' };
  return { entrance, hypotheses, sidePorts, verdict: agreed(hypotheses.map(({ verdict }) => verdict)) };
}

/** What comes of a way is not certain where a policy may keep out all who come by it. */
function trialOf(way: Way, { gateway, catalogue, kong, trust, memory }: Bench): Trial {
  const trial = memory.trial(way, kong, trust);
  if (trial.verdict !== 'forgeable' && trial.verdict !== 'lost') return trial;
  const policy = policyAgainst({ ...way, from: trial.honest.peer }, { gateway, catalogue });
  if (policy === undefined) return trial;
  const { id } = way.entrance.at;
  const asks = `Does the network of the cluster enforce ${policy.id}, which keeps out who comes by ${id}?`;
  return { ...trial, verdict: 'unknown', asks };
}

function hypothesisOf(
  reading: Reading,
  balancer: Balancer,
  ways: readonly TriedWay[],
  gateway: Gateway,
  kong: Kong,
): Hypothesis {
  const failing = ways.flatMap((way) => {
    const failure = failedCheck(way, gateway, kong);
    return failure === undefined ? [] : [{ way, failure }];
  });
  const closed = failing.map(({ way }) => way).filter((way) => !trafficComes(way));
  const flowing = balancer.drops ? [] : ways.filter((way) => !closed.includes(way));
  const stops = balancer.drops === true || closed.length > 0;
  return {
    reading,
    balancer,
    ways,
    failedCheck: failing[0]?.failure,
    failsOpen: failing.length > 0 && closed.length === 0,
    flowing,
    verdict: stops ? 'broken' : verdictOfWays(ways),
  };
}

/**
 * Whether traffic comes while every target fails its check. Nodes without a pod drop their share of it, with policy
 * Local.
 */
function trafficComes({ balancer: { whenAllFail, targets }, service }: TriedWay): boolean {
  return whenAllFail === 'sends-to-all' && (targets === 'pods' || !isLocal(service.object));
}

function verdictOfWays(ways: readonly TriedWay[]): Verdict {
  return ways.length === 0 ? 'kept' : worst(ways.map(({ trial }) => trial.verdict));
}
