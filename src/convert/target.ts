import { App, Chart } from 'cdk8s';
import { Target } from './conversion';
import { ClientIpHeader } from '../binding/client-ip-header';
import { TrustedProxies } from '../binding/trusted-proxies';
import { Cdn } from '../load-balancers/cdn/cdn';
import { PropKind } from '../load-balancers/props';
import { LOAD_BALANCERS } from '../values/balancers';
import { Balancer } from '../values/row';
import { Made, plainly } from '../values/way';
import { ClientIp } from '../ways/client-ip';
import { HeaderForwarded } from '../ways/header-forwarded';
import { LocalTraffic } from '../ways/local-traffic';
import { ProxyProtocol } from '../ways/proxy-protocol';

type Props = Record<string, unknown>;

/** A target as a construct, and what of it the balancer's class could not take. */
export interface MadeTarget extends Made {
  /** The props with which the class was made. */
  readonly props: Readonly<Record<string, unknown>>;
  /** Annotations of the old Service that the class writes itself, or by its props. */
  readonly left: readonly string[];
}

/** @throws when the balancer cannot go this way, or a network is wrong */
export function makeTarget(target: Target): MadeTarget {
  const balancer = rowOf(target);
  const shared = Object.entries(target.props).filter(([name]) => name in balancer.props);
  const props: Record<string, unknown> = Object.fromEntries(shared);
  const annotations: Record<string, string> = {};
  const left: string[] = [];
  for (const [key, value] of Object.entries(target.annotations)) {
    if (written(target, balancer, props)?.[key] === value) continue;
    const prop = propFor(target, balancer, props, key, value);
    if (prop) Object.assign(props, prop);
    else if (isTaken(target, balancer, props, key, value)) annotations[key] = value;
    else left.push(key);
  }
  const all = Object.keys(annotations).length > 0 ? { ...props, annotations } : props;
  const chart = new Chart(new App(), 'gateway');
  return {
    balancer,
    props: all,
    clientIp: create(chart, target, balancer, all),
    left,
    beside: () => plainly(() => chart.toJson()),
  };
}

/** Whether the class takes an annotation as the user's own. */
function isTaken(target: Target, balancer: Balancer, props: Props, key: string, value: string): boolean {
  return written(target, balancer, { ...props, annotations: { [key]: value } })?.[key] === value;
}

/** The prop of the class with which it writes an annotation, found by trying each. */
function propFor(target: Target, balancer: Balancer, props: Props, key: string, value: string): Props | undefined {
  for (const [name, { kind }] of Object.entries(balancer.props)) {
    if (kind === 'map' || name in props) continue;
    const prop = { [name]: valueOf(kind, value) };
    const result = written(target, balancer, { ...props, ...prop });
    if (result?.[key] === value) return prop;
  }
  return undefined;
}

function valueOf(kind: PropKind, text: string): unknown {
  switch (kind) {
    case 'flag':
      return text === 'true';
    case 'count':
      return Number(text);
    case 'list':
      return text.split(',').map((item) => item.trim());
    default:
      return text;
  }
}

/** The annotations that the class writes; undefined where it refuses the props. */
function written(target: Target, balancer: Balancer, props: Props): Record<string, string> | undefined {
  try {
    const { proxy } = create(new Chart(new App(), 'trial'), target, balancer, props).helmValues();
    return { ...proxy.annotations, ...proxy.ingress?.annotations };
  } catch {
    return undefined;
  }
}

function rowOf({ loadBalancerKind, way, proxiesBefore }: Target): Balancer {
  const rows = LOAD_BALANCERS.filter(({ id }) => id === loadBalancerKind);
  const needed = proxiesBefore ? 'local-traffic' : way;
  const found = rows.find(({ ways }) => ways.includes(needed));
  if (found) return found;
  const ways = rows.flatMap((row) => row.ways).join(' and ');
  if (rows.length === 0) {
    throw new Error(`there is no class for the load balancer ${loadBalancerKind}; use a binding of your own`);
  }
  throw new Error(`the load balancer ${loadBalancerKind} cannot go the way ${needed}; it can go ${ways}`);
}

function create(chart: Chart, target: Target, balancer: Balancer, props: Props): ClientIp {
  const { way, trust, header, proxiesBefore } = target;
  const loadBalancer: any = balancer.create(props);
  if (way === 'local-traffic') return new LocalTraffic(chart, 'ClientIp', { loadBalancer });
  const trustedProxies = TrustedProxies.of(...trust);
  if (way === 'proxy-protocol') return new ProxyProtocol(chart, 'ClientIp', { loadBalancer, trustedProxies });
  const single = header === undefined ? undefined : ClientIpHeader.single(header);
  if (!proxiesBefore) return new HeaderForwarded(chart, 'ClientIp', { loadBalancer, trustedProxies, header: single });
  const cdn = Cdn.of({ edgeNetworks: [...trust], header: single });
  const behind = cdn.beforeLocalTraffic(loadBalancer);
  return new HeaderForwarded(chart, 'ClientIp', { loadBalancer: behind, trustedProxies: cdn.edges });
}
