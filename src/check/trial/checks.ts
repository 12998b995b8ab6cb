import { CheckPort, HealthCheck } from '../../controllers/balancer';
import { servicePorts } from '../../controllers/services';
import { fieldsOf, isObject } from '../../input/objects';
import { Kong } from '../../kong/kong';
import { has, Listener } from '../../kong/listeners';
import { ProxyHeader } from '../../kong/traffic';
import { Spot } from '../world/environment';
import { Gateway } from '../world/gateways';
import { PodPort, podPortNamed, podPortOf } from '../world/ports';
import { expectsProxy, takes, understandsHttp2, Way } from '../world/ways';

/** Why a balancer's health check fails on every target. */
export type FailedCheck =
  | 'meets-proxy-protocol'
  | 'kong-404'
  | 'node-reads-no-proxy-protocol'
  | 'wrong-protocol'
  | 'nothing-listens'
  | 'node-never-passes';

type HttpCheck = Extract<HealthCheck, { readonly kind: 'http' }>;

const SELF_CHECK: ProxyHeader = { version: 2, command: 'LOCAL', protocol: 'UNSPEC' };
/** Where a check comes from: its address never matters, only its family does. */
const CHECKER = { 4: '192.0.2.8', 6: '2001:db8::8' } as const;

/** What the health check of a way's targets meets; undefined where it passes, or where it cannot be told. */
export function failedCheck(way: Way, gateway: Gateway, kong: Kong): FailedCheck | undefined {
  const { healthCheck: check } = way.balancer;
  if (check.kind === 'none') return undefined;
  if (check.kind === 'node') return nodeFails(check);
  if (check.port === 'traffic-port' && way.target !== 'requests') return undefined;
  const podPort = checkedPort(way, check.port, gateway, kong);
  if (podPort === 'nowhere') return 'nothing-listens';
  if (podPort && asksByHttp2(check) && !answersHttp2(podPort, kong)) return 'wrong-protocol';
  return podPort && check.kind === 'http' ? failedOn(podPort, check, way, kong) : undefined;
}

function nodeFails({
  sendsProxyProtocol,
  fails,
}: Extract<HealthCheck, { readonly kind: 'node' }>): FailedCheck | undefined {
  if (sendsProxyProtocol) return 'node-reads-no-proxy-protocol';
  return fails === undefined ? undefined : 'node-never-passes';
}

/**
 * What is checked: by the node port where the balancer dials nodes. Undefined where something else than Kong may
 * answer.
 */
function checkedPort(way: Way, port: CheckPort, gateway: Gateway, kong: Kong): PodPort | 'nowhere' | undefined {
  if (port === 'traffic-port') {
    return typeof way.port === 'number' ? { port: way.port, target: way.target, listeners: way.listeners } : undefined;
  }
  const ports = servicePorts(way.service.object);
  if (typeof port === 'object') {
    const servicePort = ports.find((one) => one.port === port.servicePort);
    return servicePort && podPortOf(servicePort, gateway, kong);
  }
  if (way.balancer.targets === 'nodes') {
    const servicePort = ports.find(({ nodePort }) => nodePort === port);
    if (servicePort) return podPortOf(servicePort, gateway, kong);
    return isPortOfPods(port, gateway, kong) ? 'nowhere' : undefined;
  }
  const podPort = podPortOf({ port, targetPort: port }, gateway, kong);
  if (podPort.listeners.length > 0) return podPort;
  return podPort.target === 'sidecar' ? undefined : 'nowhere';
}

function asksByHttp2(check: HealthCheck): boolean {
  return check.kind === 'grpc' || (check.kind === 'http' && check.http2 === true);
}

/** What is not Kong's may understand anything. */
function answersHttp2({ target }: PodPort, { configuration }: Kong): boolean {
  if (target === 'requests') return understandsHttp2(configuration.proxy);
  return target !== 'status' || understandsHttp2(configuration.status);
}

/** Whether a port of the pods was taken for one of the nodes. */
function isPortOfPods(port: number, { pod, container }: Gateway, { configuration: { proxy, status } }: Kong): boolean {
  const ports: unknown[] = Array.isArray(container.spec.ports) ? container.spec.ports : [];
  const onNode = pod.hostNetwork === true || ports.some((one) => isObject(one) && one.hostPort === port);
  return !onNode && [...proxy, ...status].some((listener) => listener.port === port);
}

function failedOn(
  { port, target, listeners: [listener] }: PodPort,
  check: HttpCheck,
  way: Way,
  kong: Kong,
): FailedCheck | undefined {
  if (!listener || port === undefined || (target !== 'requests' && target !== 'status')) return undefined;
  const tls = check.tls ?? (way.frontend.backend === 'https' && has(listener, 'ssl'));
  const peer = CHECKER[takes(listener, 4) ? 4 : 6];
  const proxyHeader = check.sendsProxyProtocol ? SELF_CHECK : undefined;
  const {
    answers: [answer],
  } = kong.answer({ peer, port, proxyHeader, tls }, [{ host: 'check', path: check.path, headers: [] }]);
  if (!answer || answer.status === 400) {
    return check.sendsProxyProtocol || has(listener, 'proxy_protocol') ? 'meets-proxy-protocol' : 'wrong-protocol';
  }
  const status = target === 'requests' && isUnrouted(check.path) ? 404 : answer.status;
  return passes(check.passes, status) ? undefined : 'kong-404';
}

/** Where no route is likely: the root, and what only the status listener answers. */
function isUnrouted(path: string): boolean {
  return /^\/(status(\/ready)?)?(\?|$)/.test(path);
}

function passes(statuses: string, status: number): boolean {
  return statuses.split(',').some((range) => {
    const [from, to = from] = range.trim().split('-').map(Number);
    return status >= from && status <= to;
  });
}

/** A probe of the kubelet that asks over HTTP where PROXY protocol is expected. */
export interface FailedProbe extends Spot {
  readonly probe: string;
  readonly port: number;
  /** The variable whose listener has the flag. */
  readonly listen: 'KONG_PROXY_LISTEN' | 'KONG_STATUS_LISTEN';
}

export function failedProbes(gateway: Gateway, { configuration }: Kong): FailedProbe[] {
  const { container, workload } = gateway;
  return ['startupProbe', 'readinessProbe', 'livenessProbe'].flatMap((probe): FailedProbe[] => {
    const asked = fieldsOf(fieldsOf(container.spec[probe]).httpGet).port;
    const port =
      asked === undefined ? undefined : podPortNamed(typeof asked === 'number' ? asked : String(asked), gateway);
    const meets = (listeners: readonly Listener[]) =>
      expectsProxy({ listeners: listeners.filter((one) => one.port === port) });
    const [listen] = [
      ...(meets(configuration.status) ? (['KONG_STATUS_LISTEN'] as const) : []),
      ...(meets(configuration.proxy) ? (['KONG_PROXY_LISTEN'] as const) : []),
    ];
    return port === undefined || !listen
      ? []
      : [{ at: workload, field: `${container.field}.${probe}.httpGet.port`, probe, port, listen }];
  });
}
