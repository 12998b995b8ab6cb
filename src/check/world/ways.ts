import { Entrance, GatewayService } from './entrances';
import { Gateway } from './gateways';
import { isForRequests, PodPort, podPortOf, Target } from './ports';
import { Balancer, Frontend } from '../../controllers/balancer';
import { Reading } from '../../controllers/reading';
import { ServicePort, servicePorts } from '../../controllers/services';
import { Kong } from '../../kong/kong';
import { has, Listener } from '../../kong/listeners';

/** One public port of an entrance, on through a Service to a port of the pod, as one reading has it. */
export interface Way {
  readonly entrance: Entrance;
  readonly reading: Reading;
  /** As it is for the targets of this port. */
  readonly balancer: Balancer;
  readonly frontend: Frontend;
  readonly service: GatewayService;
  readonly servicePort: ServicePort;
  /** The port of the pod, or the name of one that no container has. */
  readonly port: number | string;
  /** Whose port it is: Kong's proxy, or none. */
  readonly target: 'requests' | 'stream' | 'nothing';
  /** The addresses on which that port listens. */
  readonly listeners: readonly Listener[];
}

/** What of a Service decides over which families it is reached. */
export interface Families {
  readonly object: { readonly spec?: { readonly ipFamilies?: unknown; readonly ipFamilyPolicy?: unknown } };
}

/** A public port that leads past Kong's proxy. */
export interface SidePort extends Omit<Way, 'target'> {
  readonly target: Exclude<Target, 'requests' | 'stream'>;
}

/** The ways to Kong's proxy, and the ports beside them. */
export interface Ports {
  readonly ways: readonly Way[];
  readonly sidePorts: readonly SidePort[];
}

/**
 * A port that leads nowhere is a way that is refused if it is meant for requests, or if there is no other; else it is
 * only beside.
 */
export function portsOf(entrance: Entrance, reading: Reading, balancer: Balancer, gateway: Gateway, kong: Kong): Ports {
  const all = balancer.frontends.flatMap((frontend): (Omit<Way, 'target'> & Pick<PodPort, 'target'>)[] => {
    const service = entrance.services.get(frontend.service);
    const servicePort = service && servicePortOf(service, frontend);
    if (!service || !servicePort) return [];
    const { port = String(servicePort.targetPort), target, listeners } = podPortOf(servicePort, gateway, kong);
    const towards = frontend.differs ? { ...balancer, ...frontend.differs } : balancer;
    return [{ entrance, reading, balancer: towards, frontend, service, servicePort, port, target, listeners }];
  });
  const alone = all.every(({ target }) => target === 'nothing');
  const ways: Way[] = [];
  const sidePorts: SidePort[] = [];
  for (const { target, ...one } of all) {
    if (target === 'requests' || target === 'stream') ways.push({ ...one, target });
    else if (target === 'nothing' && (alone || isForRequests(one.servicePort))) ways.push({ ...one, target });
    else sidePorts.push({ ...one, target });
  }
  return { ways, sidePorts };
}

/** The families over which a Service is reached: over all of them, or over one of which it is not known which. */
export interface Reached {
  readonly over: 'all' | 'one';
  readonly families: readonly (4 | 6)[];
}

/**
 * Where a Service does not state its families the cluster decides: IPv4 if Kong listens on it, and either of them
 * where Kong's listeners differ.
 *
 * @param ofCluster the families that the cluster has; none where that is not known
 */
export function familiesOf(
  { service, listeners }: { service: Families } & Pick<Way, 'listeners'>,
  ofCluster: readonly (4 | 6)[],
): Reached {
  const { ipFamilies, ipFamilyPolicy } = service.object.spec ?? {};
  const stated = Array.isArray(ipFamilies)
    ? ipFamilies.map((family) => (family === 'IPv6' ? (6 as const) : (4 as const)))
    : [];
  if (stated.length > 0) return { over: 'all', families: stated };
  if (ipFamilyPolicy === 'RequireDualStack') return { over: 'all', families: [4, 6] };
  if (ofCluster.length === 1) return { over: 'all', families: ofCluster };
  const differ = new Set(listeners.map((listener) => has(listener, 'proxy_protocol'))).size > 1;
  if (differ) return { over: 'one', families: [4, 6] };
  const takesIpv4 = listeners.length === 0 || listeners.some((listener) => takes(listener, 4));
  return { over: 'all', families: takesIpv4 ? [4] : [6] };
}

/** Whether a socket takes connections of a family: one on `[::]` takes IPv4 as well if told to. */
export function takes(listener: Listener, family: 4 | 6): boolean {
  const isIpv6 = listener.address?.length === 16;
  return family === 6 ? isIpv6 : !isIpv6 || has(listener, 'ipv6only=off');
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

/** Whether the balancer speaks HTTP/2 to Kong, without asking whether that is understood. */
export function speaksHttp2({ frontend: { backend } }: { frontend: Pick<Frontend, 'backend'> }): boolean {
  return backend === 'h2c' || backend === 'grpc';
}

/** Kong turns HTTP/2 on for all ports of a server as soon as one of them has the flag. */
export function understandsHttp2(listeners: readonly Listener[]): boolean {
  return listeners.some((listener) => has(listener, 'http2'));
}

/** Whether what the balancer does to requests applies: it reads and writes HTTP on this port. */
export function readsHttp({
  balancer,
  frontend,
}: {
  balancer: Pick<Balancer, 'http'>;
  frontend: Pick<Frontend, 'speaks'>;
}): boolean {
  return balancer.http !== undefined && (frontend.speaks === 'http' || frontend.speaks === 'https');
}

function servicePortOf({ object }: GatewayService, frontend: Frontend): ServicePort | undefined {
  const ports = servicePorts(object);
  return (
    ports.find(
      ({ port, protocol = 'TCP' }) =>
        port === frontend.servicePort && (protocol === 'UDP') === (frontend.speaks === 'udp'),
    ) ?? ports.find(({ port }) => port === frontend.servicePort)
  );
}
