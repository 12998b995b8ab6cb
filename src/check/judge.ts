import { FailedCheck, failedCheck, FailedProbe, failedProbes } from './trial/checks';
import { Trust } from './trial/networks';
import { KnownNetworks, Trial, tryWay } from './trial/sending';
import { agreed, Verdict, worst } from './verdict';
import { Catalogue } from './world/catalogue';
import { Entrance, EntranceFinder, GatewayService } from './world/entrances';
import { Variable } from './world/environment';
import { Gateway } from './world/gateways';
import { ApiRefusal, apiRefusals } from './world/refusals';
import { expectsProxy, Way, waysOf } from './world/ways';
import { Balancer, Doubt, Reading } from '../controllers/balancer';
import { isLocal, LOCAL_POLICY, passedThrough } from '../controllers/manifest';
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
  /** Variables that decide and are not in the input. */
  readonly hidden: readonly Variable[];
  /** A sidecar of a mesh takes the packets before Kong does. */
  readonly mesh?: string;
  readonly verdict: Verdict;
}

/** The variables that decide whom Kong believes. */
export const DECISIVE = ['KONG_TRUSTED_IPS', 'KONG_REAL_IP_HEADER', 'KONG_REAL_IP_RECURSIVE', 'KONG_PROXY_LISTEN', 'KONG_NGINX_PROXY_REAL_IP_HEADER',
  'KONG_NGINX_PROXY_REAL_IP_RECURSIVE', 'KONG_NGINX_PROXY_SET_REAL_IP_FROM'];

export function judge(gateway: Gateway, catalogue: Catalogue, finder: EntranceFinder, known: KnownNetworks): Judgement {
  const start = startKong(gateway.environment.known);
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
  const hidden = hiddenVariables(gateway, kong);
  const mesh = meshOf(gateway);
  const doubt: Verdict[] = mesh || entrances.length === 0 ? ['unknown'] : [];
  const verdict = refusals.length > 0 || !kong && hidden.length === 0 || probes.length > 0 ? 'broken'
    : hidden.length > 0 || !kong ? refusedAnyway(entrances) : worst([...entrances.map((one) => one.verdict), ...doubt]);
  return {
    gateway,
    catalogue,
    services,
    entrances,
    trust,
    kong,
    hidden,
    mesh,
    verdict,
    refusal: 'refusal' in start ? start.refusal : undefined,
    apiRefusals: refusals,
    failedProbes: probes,
  };
}

/** Whatever hidden variables hold: no balancer is no traffic. */
function refusedAnyway(entrances: readonly JudgedEntrance[]): Verdict {
  return entrances.some(({ hypotheses }) => hypotheses.every(({ balancer, verdict }) => !balancer && verdict === 'broken')) ? 'broken' : 'unknown';
}

function judgeEntrance(entrance: Entrance, gateway: Gateway, kong: Kong, trust: Trust, known: KnownNetworks): JudgedEntrance {
  const expects = (balancer: Balancer, reading: Reading) => waysOf(entrance, reading, balancer, gateway, kong).some(expectsProxy);
  const hypotheses = entrance.readings.flatMap((reading) => supposed(reading, entrance, expects).map((balancer): Hypothesis => {
    const ways = !balancer ? [] : waysOf(entrance, reading, balancer, gateway, kong)
      .map((way): TriedWay => ({ ...way, trial: tryWay(way, kong, trust, known) }));
    const failed = failedCheck(ways, kong);
    const verdict = !balancer || failed || balancer.drops ? 'broken' : ways.length === 0 ? 'kept' : worst(ways.map(({ trial }) => trial.verdict));
    return { reading, balancer, ways, failedCheck: failed, verdict };
  }));
  // A way that reaches none of Kong's ports is no entrance of its proxy.
  const reached = hypotheses.some(({ balancer, ways }) => !balancer || ways.length > 0);
  return { entrance, hypotheses: reached ? hypotheses : [], verdict: reached ? agreed(hypotheses.map(({ verdict }) => verdict)) : 'kept' };
}

/** The balancer that a reading found; where none is known, each that may be there; nothing where there is none. */
function supposed(reading: Reading, entrance: Entrance, expects: (balancer: Balancer, reading: Reading) => boolean): (Balancer | undefined)[] {
  if (reading.state === 'refused') return [undefined];
  if (reading.state === 'made') {
    const { balancer } = reading;
    const mapped: Balancer[] = entrance.kind === 'host-port' ? [balancer, { ...balancer, peer: { role: 'node' } }] : [balancer];
    const sent: Balancer[] = entrance.kind !== 'balancer' && expects(balancer, reading) ? [sendingProxy(balancer)] : [];
    return [...mapped, ...sent];
  }
  return [...entrance.services.keys()].flatMap((name) => {
    const [first, ...others] = suppositions(reading.doubt, name, entrance);
    return expects(first, reading) ? [first, ...others, sendingProxy({ ...first, peer: { role: 'balancer' } })] : [first, ...others];
  });
}

/** What may stand in front where the input does not say: what they agree on is certain all the same. */
function suppositions(doubt: Doubt, name: string, entrance: Entrance): Balancer[] {
  const service = entrance.services.get(name)!.object;
  const passing: Balancer = {
    id: 'unknown',
    name: doubt === 'front-proxy' ? 'another proxy' : 'load balancer that is not known',
    frontends: passedThrough(service).map((frontend) => ({ ...frontend, service: name })),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'client' : 'node' },
    healthCheck: { kind: 'none' },
    settings: { keepSource: LOCAL_POLICY },
  };
  const ending: Balancer = { ...passing, peer: { role: 'balancer' }, settings: {} };
  const reading: Balancer = {
    ...ending,
    frontends: passing.frontends.map((frontend) => ({ ...frontend, speaks: 'https', backend: 'http' })),
    http: { forwardedFor: { mode: 'append' }, overwrites: { 'X-Forwarded-Proto': '{scheme}' }, redirectsToHttps: false },
  };
  const replacing: Balancer = { ...reading, http: { ...reading.http!, forwardedFor: { mode: 'replace' }, overwrites: { 'X-Real-IP': '{client}' } } };
  const leaving: Balancer = { ...reading, http: { ...reading.http!, forwardedFor: { mode: 'preserve' } } };
  if (doubt === 'front-proxy') return [reading, replacing, leaving];
  const foreign = service.spec?.loadBalancerClass !== undefined || doubt === 'outside' || doubt === 'balancer-type';
  return foreign ? [passing, { ...passing, peer: { role: 'client' } }, ending] : [passing, ending];
}

/** Somebody outside the manifest who sends PROXY protocol to ports that expect it. */
function sendingProxy(balancer: Balancer): Balancer {
  const frontends = balancer.frontends.map((frontend) => ({ ...frontend, proxyProtocol: 1 as const }));
  return { ...balancer, frontends, peer: balancer.peer.role === 'node' ? balancer.peer : { role: 'balancer' } };
}

function hiddenVariables({ environment }: Gateway, kong: Kong | undefined): Variable[] {
  const hidden = environment.all.filter(({ name, hiddenIn }) => hiddenIn !== undefined && DECISIVE.includes(name));
  const bySource = environment.hiddenSources.flatMap(({ name: source, prefix, at, field }) =>
    DECISIVE.filter((name) => name.startsWith(prefix) && environment.variable(name) === undefined && !name.startsWith('KONG_NGINX_')).slice(0, 1)
      .map((name): Variable => ({ name, at, field, hiddenIn: `the ${source}` })));
  const byDirective = (kong?.configuration.unknowns ?? []).map((text): Variable => {
    const name = text.split(' ')[0];
    return { ...environment.spot(name), name, hiddenIn: text };
  });
  return [...hidden, ...bySource, ...byDirective];
}

/** The annotations by which meshes are told to leave inbound ports to the container. */
function meshOf({ podAnnotations: annotations, podLabels: labels, beside }: Gateway): string | undefined {
  const is = (key: string, value: string) => String(annotations[key] ?? labels[key] ?? '') === value;
  const container = (name: string) => beside.some((one) => one.name === name);
  const istio = (is('sidecar.istio.io/inject', 'true') || container('istio-proxy'))
    && annotations['traffic.sidecar.istio.io/includeInboundPorts'] !== '' && annotations['traffic.sidecar.istio.io/excludeInboundPorts'] === undefined
    && annotations['sidecar.istio.io/interceptionMode'] !== 'TPROXY';
  const linkerd = (is('linkerd.io/inject', 'enabled') || is('linkerd.io/inject', 'ingress') || container('linkerd-proxy'))
    && annotations['config.linkerd.io/skip-inbound-ports'] === undefined;
  const kuma = (is('kuma.io/sidecar-injection', 'enabled') || container('kuma-sidecar'))
    && annotations['traffic.kuma.io/exclude-inbound-ports'] === undefined && !is('kuma.io/gateway', 'enabled');
  return istio ? 'Istio' : linkerd ? 'Linkerd' : kuma ? 'Kuma' : undefined;
}
