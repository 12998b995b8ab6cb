import { Change } from './changes';
import { frontProxyOf, stating } from './front-proxies';
import { needsTrust } from './ways';
import { Judgement } from '../check/judge';
import { Match } from '../check/rules/rule';
import { Entrance } from '../check/world/entrance';
import { Spot } from '../check/world/environment';
import { defaultOf, settingsThat } from '../kong/settings';
import { ClientIpPlan } from '../plan/plan';
import { Way } from '../values/row';
import { makeWay, Wanted } from '../values/way';

/** A way that a gateway could go, with every change that it may take. */
export interface Candidate {
  readonly balancer: string;
  readonly way: Way;
  /** In the order in which they are tried to do without, last first. */
  readonly changes: readonly Change[];
}

/** Variables that decide which address Kong believes; what a way does not set is taken out. */
const DECIDING = new Set([
  ...settingsThat('trust', 'header', 'recursion'),
  'KONG_NGINX_PROXY_REAL_IP_HEADER',
  'KONG_NGINX_PROXY_REAL_IP_RECURSIVE',
  'KONG_NGINX_PROXY_SET_REAL_IP_FROM',
  'KONG_NGINX_HTTP_SET_REAL_IP_FROM',
  'KONG_NGINX_HTTP_REAL_IP_HEADER',
]);
/** Directives of nginx inside the value of another variable. */
const DIRECTIVES = /(^|[;'"{\s])(set_real_ip_from|real_ip_header|real_ip_recursive)\s/;

/** Listeners keep their ports and addresses; only their flag is changed. */
const LISTENERS = new Set(settingsThat('listen', 'streams'));

/** In the names of objects that a balancer makes beside the gateway, which are not in the user's files. */
const BESIDE = 'values-clientip';

/** A text for a prop that a class wants, and that is the user's already. What it is written into is no change. */
const THEIRS = 'theirs';

/** Props by which a class makes the balancer that is there. */
const VARIANTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  'aws-nlb': [['targetType=instance'], ['targetType=ip']],
  'eks-auto-nlb': [['targetType=instance'], ['targetType=ip']],
  'aws-gateway-nlb': [[`gatewayClassName=${THEIRS}`, `serviceName=${THEIRS}`]],
  'aws-gateway-alb': [[`gatewayClassName=${THEIRS}`, `serviceName=${THEIRS}`]],
  hetzner: [[`location=${THEIRS}`, 'usePrivateNetwork=true'], [`location=${THEIRS}`]],
  vultr: [['usePrivateNetwork=true'], []],
  'aks-private-link-service': [[`ipConfigurationSubnet=${THEIRS}`]],
  'gke-private-service-connect': [[`natSubnets=${THEIRS}`, `consumerAllowList=${THEIRS}`, `serviceName=${THEIRS}`]],
  'alibaba-nlb': [[`zoneMaps=${THEIRS}`]],
};

/**
 * Google's balancers of HTTP append their own address, which is the one address among the networks that the user
 * names.
 */
function addressOf(balancer: string, trust: readonly string[]): readonly (readonly string[])[] | undefined {
  if (!/^gke-.*application$/.test(balancer)) return undefined;
  const own = trust.filter((network) => network.endsWith('/32')).map((network) => network.slice(0, -'/32'.length));
  return own.map((address) => [`ipAddress=${address}`, `staticIpName=${THEIRS}`]);
}

/** What an error names: perhaps it is enough to write what is right, or to take a variable or an annotation out. */
export function suspectsOf(matches: readonly Match[]): Change[] {
  return matches.flatMap(({ at: object, field, write }) =>
    field !== undefined && (write !== undefined || /\.env\[|^metadata\.annotations\[/.test(field))
      ? [{ at: object, field, value: write }]
      : [],
  );
}

/** What a way takes, once for each form of its balancer. */
export function candidatesOf(
  judgement: Judgement,
  entrance: Entrance,
  balancer: string,
  way: Way,
  trust: readonly string[],
  suspects: readonly Change[] = [],
): Candidate[] {
  const settings = frontProxyOf(entrance, trust) ?? addressOf(balancer, trust) ?? VARIANTS[balancer] ?? [[]];
  return settings.flatMap((given) => {
    const plan = planOf({ balancer, way, trust: needsTrust(way) ? trust : [], settings: given });
    if (!plan) return [];
    const planned = changesOf(judgement, entrance, plan);
    const kept = [...planned, ...suspects.filter((one) => !isPlanned(one, planned, plan))];
    const { KONG_PROXY_LISTEN: listen } = plan.environment;
    const whole = at(judgement.gateway.environment.spot('KONG_PROXY_LISTEN'), listen);
    // Where the listeners themselves are wrong, all of them are written.
    const relisted = [...kept.filter(({ flag }) => !flag), whole];
    const without = kept.length > planned.length ? [planned] : [];
    // The one value that is right leaves more of the user's than what the class writes.
    const told = suspects.filter(({ value }) => value !== undefined);
    const toldFirst = told.length > 0 ? [[...planned.filter((one) => !isSetBy(told, one)), ...told]] : [];
    return [...toldFirst, kept, ...without, relisted].map((changes) => ({ balancer, way, changes }));
  });
}

function isSetBy(changes: readonly Change[], { at: object, field }: Change): boolean {
  return changes.some((one) => one.at === object && one.field === field);
}

/** Whether a way sets a field, be it to what it is already. */
function isPlanned(change: Change, planned: readonly Change[], { environment }: ClientIpPlan): boolean {
  const [, variable] = /\.env\[([^\]]*)\]$/.exec(change.field) ?? [];
  return isSetBy(planned, change) || Object.hasOwn(environment, variable ?? '');
}

/** What the class plans; nothing where it does not take what is there, which another form of it may do. */
function planOf(wanted: Wanted): ClientIpPlan | undefined {
  try {
    return makeWay(wanted).clientIp._plan;
  } catch {
    return undefined;
  }
}

function changesOf(judgement: Judgement, entrance: Entrance, plan: ClientIpPlan): Change[] {
  const service = [...entrance.services.values()][0];
  const isIngress = entrance.at.kind === 'Ingress';
  const isService = (entrance.kind === 'balancer' && !isIngress) || entrance.kind === 'node';
  const isFront = entrance.kind === 'front-proxy';
  const behind = isIngress || isFront ? service?.spot : undefined;
  const spotOf = isService ? entrance.spot : behind;
  const { binding, ingress, externalTrafficPolicy: policy } = plan;
  return [
    ...variables(judgement, plan),
    ...listeners(judgement, plan),
    ...(policy && isService
      ? set(entrance.spot('spec.externalTrafficPolicy'), entrance.at.object.spec?.externalTrafficPolicy, policy)
      : []),
    ...(spotOf ? annotations(spotOf, isFront ? stating(binding) : binding) : []),
    ...ownSetting(entrance, plan),
    ...(isIngress && !isFront
      ? annotations(entrance.spot, { ...ingress, reservedAnnotations: binding.reservedAnnotations })
      : []),
    ...(isIngress && !isFront ? classOf(entrance, ingress?.ingressClassName) : []),
  ];
}

/** The setting of an object beside the Service by which a balancer sends PROXY protocol. */
function ownSetting({ at: { object, kind }, readings, spot }: Entrance, { environment }: ClientIpPlan): Change[] {
  if (kind === 'Service' || kind === 'Ingress' || environment.KONG_REAL_IP_HEADER !== 'proxy_protocol') return [];
  return readings.flatMap((reading) => {
    const setting = reading.state === 'made' ? reading.balancer.settings.proxyProtocol : undefined;
    return setting && object.spec?.[setting.field.replace(/^spec\./, '')] !== true
      ? [{ ...at(spot(setting.field), setting.write) }]
      : [];
  });
}

/** A class by the field, or by the old annotation, which the annotations hold. */
function classOf({ at: { object }, spot }: Entrance, name: string | undefined): Change[] {
  const now = object.spec?.ingressClassName;
  return now === name ? [] : [at(spot('spec.ingressClassName'), name)];
}

function variables({ gateway: { environment, workload } }: Judgement, plan: ClientIpPlan): Change[] {
  const wanted = Object.entries(plan.environment).filter(
    ([name]) => !LISTENERS.has(name) && !(workload.made && name === 'KONG_STATUS_LISTEN'),
  );
  const sets = wanted
    .filter(([name, value]) => environment.value(name) !== value)
    .map(([name, value]) => at(environment.spot(name), value));
  const removals = environment.all.filter(
    ({ name, value = '' }) => (DECIDING.has(name) || DIRECTIVES.test(value)) && !Object.hasOwn(plan.environment, name),
  );
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

interface Annotated {
  readonly annotations?: Readonly<Record<string, string>>;
  readonly reservedAnnotations?: readonly string[];
}

/** What the binding writes, and without what it does not write and would not have beside it. */
function annotations(
  spot: (field?: string) => Spot,
  { annotations: wanted = {}, reservedAnnotations: reserved = [] }: Annotated,
): Change[] {
  const {
    at: { object },
  } = spot();
  const now: Record<string, unknown> = object.metadata?.annotations ?? {};
  const sets = Object.entries(wanted)
    .filter(([, value]) => !value.includes(THEIRS) && !value.includes(BESIDE))
    .flatMap(([key, value]) => set(spot(`metadata.annotations[${key}]`), now[key], value));
  const foreign = Object.keys(now).filter((key) => reserved.includes(key) && !Object.hasOwn(wanted, key));
  return [...sets, ...foreign.map((key) => at(spot(`metadata.annotations[${key}]`), undefined))];
}

function set(spot: Spot, now: unknown, value: string): Change[] {
  return now === value ? [] : [at(spot, value)];
}

function at(spot: Spot, value: string | undefined): Change {
  return { at: spot.at, field: spot.field!, value };
}
