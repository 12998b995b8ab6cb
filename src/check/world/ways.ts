import { Entrance, GatewayService } from './entrances';
import { Gateway } from './gateways';
import { Balancer, Frontend, Reading } from '../../controllers/balancer';
import { objectsIn, ServicePort, servicePorts } from '../../controllers/manifest';
import { Kong } from '../../kong/kong';
import { has, Listener } from '../../kong/listeners';

/** Where a port of the pod leads: to a listener of Kong for requests or streams, to something else that listens, or nowhere. */
export type Target = 'requests' | 'stream' | 'other' | 'nothing';

/** One public port of an entrance, on through a Service to a port of the pod, as one reading has it. */
export interface Way {
  readonly entrance: Entrance;
  readonly reading: Reading;
  readonly balancer: Balancer;
  readonly frontend: Frontend;
  readonly service: GatewayService;
  readonly servicePort: ServicePort;
  /** The port of the pod. */
  readonly port: number;
  readonly target: Target;
  /** The addresses on which that port listens. */
  readonly listeners: readonly Listener[];
}

export function waysOf(entrance: Entrance, reading: Reading, balancer: Balancer, gateway: Gateway, kong: Kong): Way[] {
  return balancer.frontends.flatMap((frontend) => {
    const service = entrance.services.get(frontend.service);
    const servicePort = service && servicePortOf(service, frontend);
    const port = servicePort && targetPort(servicePort, gateway);
    if (!service || !servicePort || port === undefined) return [];
    const { target, listeners } = targetOf(port, frontend.speaks === 'udp', gateway, kong);
    return target === 'other' ? [] : [{ entrance, reading, balancer, frontend, service, servicePort, port, target, listeners }];
  });
}

/**
 * The families over which a Service is reached. Where it does not say, the cluster decides, and one is tried: IPv4 if Kong listens on it,
 * and both where Kong's listeners differ.
 */
export function familiesOf({ service, listeners }: Pick<Way, 'service' | 'listeners'>): (4 | 6)[] {
  const { ipFamilies, ipFamilyPolicy } = service.object.spec ?? {};
  const stated = Array.isArray(ipFamilies) ? ipFamilies.map((family) => family === 'IPv6' ? 6 as const : 4 as const) : [];
  const both = ipFamilyPolicy === 'RequireDualStack' || new Set(listeners.map((listener) => has(listener, 'proxy_protocol'))).size > 1;
  return stated.length > 0 ? stated : both ? [4, 6] : listeners.some(({ address }) => address?.length !== 16) || listeners.length === 0 ? [4] : [6];
}

export function expectsProxy(way: Pick<Way, 'listeners'>): boolean {
  return way.listeners.length > 0 && way.listeners.every((listener) => has(listener, 'proxy_protocol'));
}

/** Whether any of a port's addresses expects PROXY protocol. */
export function expectsProxySomewhere(way: Pick<Way, 'listeners'>): boolean {
  return way.listeners.some((listener) => has(listener, 'proxy_protocol'));
}

export function speaksTls(way: Pick<Way, 'listeners'>): boolean {
  return way.listeners.some((listener) => has(listener, 'ssl'));
}

/** Whether what the balancer does to requests applies: it reads and writes HTTP on this port. */
export function readsHttp({ balancer, frontend }: Pick<Way, 'balancer' | 'frontend'>): boolean {
  return balancer.http !== undefined && (frontend.speaks === 'http' || frontend.speaks === 'https');
}

function servicePortOf({ object }: GatewayService, frontend: Frontend): ServicePort | undefined {
  const ports = servicePorts(object);
  return ports.find(({ port, protocol = 'TCP' }) => port === frontend.servicePort && (protocol === 'UDP') === (frontend.speaks === 'udp'))
    ?? ports.find(({ port }) => port === frontend.servicePort);
}

/** The port of the pod, by number or by the name of a container's port. */
export function targetPort({ port, targetPort: target = port }: ServicePort, { container, beside }: Gateway): number | undefined {
  if (typeof target === 'number') {
    return target;
  }
  const declared = [container, ...beside].flatMap(({ spec }) => objectsIn(spec.ports)).find(({ name }) => name === target)?.containerPort;
  return typeof declared === 'number' ? declared : wellKnown(target);
}

/** The operator names its containers' ports itself. */
function wellKnown(name: string): number | undefined {
  return ({ 'proxy': 8000, 'proxy-ssl': 8443, 'status': 8100 } as Record<string, number>)[name];
}

function targetOf(port: number, udp: boolean, { beside }: Gateway, { configuration }: Kong): Pick<Way, 'target' | 'listeners'> {
  const on = (listeners: readonly Listener[]) => listeners.filter((listener) => listener.port === port && has(listener, 'udp') === udp && !isLoopback(listener));
  const { proxy, stream, admin, adminGui, status } = configuration;
  const found = ([['requests', proxy], ['stream', stream], ['other', [...admin, ...adminGui, ...status]]] as const)
    .map(([target, listeners]) => ({ target, listeners: on(listeners) })).find(({ listeners }) => listeners.length > 0);
  const elsewhere = beside.some(({ init, spec }) => !init && objectsIn(spec.ports).some(({ containerPort }) => containerPort === port));
  return found ?? { target: elsewhere ? 'other' : 'nothing', listeners: [] };
}

function isLoopback({ address }: Listener): boolean {
  return address?.[0] === 127 && address.length === 4 || address?.length === 16 && address.every((byte, index) => byte === (index === 15 ? 1 : 0));
}
