import { Change } from './changes';
import { JudgedEntrance, Judgement } from '../check/judge';
import { Spot } from '../check/world/environment';
import { BALANCERS } from '../controllers/registry';
import { defaultOf, settingsThat } from '../kong/settings';
import { ClientIpPlan } from '../plan/plan';
import { LOAD_BALANCERS } from '../values/balancers';
import { CAPABILITIES, Way, WAYS } from '../values/row';
import { makeWay } from '../values/way';

/** A way that a gateway could go, with every change that it may take. */
export interface Candidate {
  readonly balancer: string;
  readonly way: Way;
  /** In the order in which they are tried to do without, last first. */
  readonly changes: readonly Change[];
}

/** Variables that decide whom Kong believes; what a way does not set is taken out. */
const DECIDING = new Set([...settingsThat('trust', 'header', 'recursion'), 'KONG_NGINX_PROXY_REAL_IP_HEADER', 'KONG_NGINX_PROXY_REAL_IP_RECURSIVE',
  'KONG_NGINX_PROXY_SET_REAL_IP_FROM', 'KONG_NGINX_HTTP_SET_REAL_IP_FROM', 'KONG_NGINX_HTTP_REAL_IP_HEADER']);
/** Listeners keep their ports and addresses; only their flag is changed. */
const LISTENERS = new Set(settingsThat('listen', 'streams'));

/** Props by which a class makes the balancer that is there; the first that the class takes. */
const VARIANTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'aws-nlb': [['targetType=instance'], ['targetType=ip']],
  'eks-auto-nlb': [['targetType=instance'], ['targetType=ip']],
  'hetzner': [['location=fsn1', 'usePrivateIp=true'], ['location=fsn1']],
  'vultr': [['vpc=true'], []],
};

/** The ids of the balancers that lead to a gateway, or would lead if its controller took them. */
export function balancersOf({ hypotheses }: JudgedEntrance): string[] {
  const made = hypotheses.flatMap(({ balancer }) => balancer ? [balancer.id] : []);
  const refused = hypotheses.filter(({ reading }) => reading.state === 'refused')
    .flatMap(({ reading }) => LOAD_BALANCERS.map(({ id }) => id).filter((id) => BALANCERS[id]?.controller === reading.controller));
  return [...new Set([...made, ...refused])].filter((id) => LOAD_BALANCERS.some((one) => one.id === id));
}

/** Ways that a balancer can go, the one that the input seems to want first. */
export function waysOf(id: string, judgement: Judgement): Way[] {
  const able = WAYS.filter((way) => LOAD_BALANCERS.some((one) => one.id === id && one.ways.includes(way)));
  const wanted = wantedWay(judgement);
  return [...able].sort((a, b) => Number(b === wanted) - Number(a === wanted));
}

function wantedWay({ gateway: { environment } }: Judgement): Way | undefined {
  const header = environment.value('KONG_REAL_IP_HEADER') ?? '';
  const listen = environment.value('KONG_PROXY_LISTEN') ?? '';
  if (header === 'proxy_protocol' || listen.includes('proxy_protocol')) return 'proxy-protocol';
  return header.toLowerCase() === 'x-forwarded-for' ? 'header-forwarded' : undefined;
}

/** Whether Kong has to believe someone in a way. */
export function needsTrust(way: Way): boolean {
  return CAPABILITIES[way] !== CAPABILITIES['local-traffic'];
}

/** What a way takes, once for each form of its balancer. */
export function candidatesOf(judgement: Judgement, entrance: JudgedEntrance, balancer: string, way: Way, trust: readonly string[]): Candidate[] {
  const settings = VARIANTS[balancer] ?? [[]];
  return settings.flatMap((given) => {
    const { clientIp } = makeWay({ balancer, way, trust: needsTrust(way) ? trust : [], settings: given });
    const placeholders = new Set(given.map((one) => one.slice(one.indexOf('=') + 1)).filter((value) => value !== 'true'));
    return [{ balancer, way, changes: changesOf(judgement, entrance, clientIp._plan, placeholders) }];
  });
}

function changesOf(judgement: Judgement, { entrance }: JudgedEntrance, plan: ClientIpPlan, given: ReadonlySet<string>): Change[] {
  const service = [...entrance.services.values()][0];
  const isIngress = entrance.at.kind === 'Ingress';
  const spotOf = isIngress ? service?.spot : entrance.spot;
  return [
    ...variables(judgement, plan),
    ...listeners(judgement, plan),
    ...plan.externalTrafficPolicy && !isIngress ? set(entrance.spot('spec.externalTrafficPolicy'), entrance.at.object.spec?.externalTrafficPolicy, plan.externalTrafficPolicy) : [],
    ...spotOf ? annotations(spotOf, plan.binding.annotations ?? {}, given) : [],
    ...isIngress ? annotations(entrance.spot, plan.ingress?.annotations ?? {}, given) : [],
  ];
}

function variables({ gateway: { environment, workload } }: Judgement, plan: ClientIpPlan): Change[] {
  const wanted = Object.entries(plan.environment).filter(([name]) => !LISTENERS.has(name) && !(workload.made && name === 'KONG_STATUS_LISTEN'));
  const sets = wanted.filter(([name, value]) => environment.value(name) !== value).map(([name, value]) => at(environment.spot(name), value));
  const removals = environment.all.filter(({ name }) => DECIDING.has(name) && !Object.hasOwn(plan.environment, name));
  return [...sets, ...removals.map(({ name }) => at(environment.spot(name), undefined))];
}

function listeners({ gateway: { environment } }: Judgement, plan: ClientIpPlan): Change[] {
  const isOn = plan.environment.KONG_PROXY_LISTEN?.includes('proxy_protocol') ?? false;
  return ['KONG_PROXY_LISTEN', 'KONG_STREAM_LISTEN'].flatMap((name) => {
    const now = environment.value(name) ?? defaultOf(name);
    const flagged = now.split(',').filter((entry) => /\bproxy_protocol\b/.test(entry)).length;
    const isRight = isOn ? flagged === now.split(',').length : flagged === 0;
    if (isRight || now.trim() === 'off') return [];
    return [{ ...at(environment.spot(name), undefined), flag: { name: 'proxy_protocol', isOn, now } }];
  });
}

function annotations(spot: (field?: string) => Spot, wanted: Readonly<Record<string, string>>, given: ReadonlySet<string>): Change[] {
  const { at: { object } } = spot();
  const now: Record<string, unknown> = object.metadata?.annotations ?? {};
  return Object.entries(wanted).filter(([, value]) => !given.has(value))
    .flatMap(([key, value]) => set(spot(`metadata.annotations[${key}]`), now[key], value));
}

function set(spot: Spot, now: unknown, value: string): Change[] {
  return now === value ? [] : [at(spot, value)];
}

function at(spot: Spot, value: string | undefined): Change {
  return { at: spot.at, field: spot.field!, value };
}
