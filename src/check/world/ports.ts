import { Gateway } from './gateways';
import { ServicePort } from '../../controllers/services';
import { objectsIn } from '../../controllers/values';
import { Kong } from '../../kong/kong';
import { has, Listener } from '../../kong/listeners';

/**
 * What takes the connections to a port of the pod: Kong's proxy (requests, stream), another part of Kong, another
 * container, or nothing.
 */
export type Target =
  'requests' | 'stream' | 'admin' | 'manager' | 'portal' | 'cluster' | 'status' | 'metrics' | 'sidecar' | 'nothing';

/** The ports that Kong's documentation and charts give to what is not the proxy. */
const WELL_KNOWN: Readonly<Record<number, Target>> = {
  8001: 'admin',
  8444: 'admin',
  8002: 'manager',
  8445: 'manager',
  8003: 'portal',
  8446: 'portal',
  8004: 'portal',
  8447: 'portal',
  8005: 'cluster',
  8006: 'cluster',
  8007: 'status',
  8100: 'status',
};

/** The names that Kong's charts give to ports, on Services with `kong-` before them. */
const NAMES: readonly (readonly [name: RegExp, target: Target])[] = [
  [/^(kong-)?admin(-api)?(-(tls|ssl))?$/, 'admin'],
  [/^(kong-)?(manager|admin-gui)(-(tls|ssl))?$/, 'manager'],
  [/^(kong-)?portal(-?api)?(-(tls|ssl))?$/, 'portal'],
  [/^(kong-)?cluster(-?telemetry)?(-(tls|ssl))?$/, 'cluster'],
  [/^(kong-)?status(-(tls|ssl))?$/, 'status'],
  [/^(kong-)?(c?metrics|prometheus)$/, 'metrics'],
];

/** Where a port of the pod leads, and the addresses on which Kong listens there. */
export interface PodPort {
  /** Undefined where a Service names a port that no container of the pod has. */
  readonly port?: number;
  readonly target: Target;
  readonly listeners: readonly Listener[];
}

/** Where a port of a Service leads. Listeners on loopback are not reached from outside of the pod. */
export function podPortOf(servicePort: ServicePort, gateway: Gateway, { configuration }: Kong): PodPort {
  const port = targetPort(servicePort, gateway);
  if (port === undefined) return { target: byName(servicePort) ?? 'nothing', listeners: [] };
  const udp = servicePort.protocol === 'UDP';
  const { proxy, stream, admin, adminGui, status } = configuration;
  const parts = [
    ['requests', proxy],
    ['stream', stream],
    ['admin', admin],
    ['manager', adminGui],
    ['status', status],
  ] as const;
  for (const [target, all] of parts) {
    const listeners = all.filter(
      (listener) => listener.port === port && has(listener, 'udp') === udp && !isLoopback(listener),
    );
    if (listeners.length > 0) return { port, target, listeners };
  }
  return { port, target: withoutListener(port, servicePort, gateway), listeners: [] };
}

function withoutListener(port: number, servicePort: ServicePort, gateway: Gateway): Target {
  if (portalPorts(gateway).includes(port)) return 'portal';
  const containers = gateway.beside.filter(({ init }) => !init).map(({ spec }) => objectsIn(spec.ports));
  if (containers.some((ports) => ports.some(({ containerPort }) => containerPort === port))) return 'sidecar';
  const known = byName(servicePort) ?? WELL_KNOWN[port];
  if (known) return known;
  // A container that declares no port may listen on any.
  return containers.some((ports) => ports.length === 0) && !isForRequests(servicePort) ? 'sidecar' : 'nothing';
}

/** The Developer Portal of Kong Enterprise listens by variables of its own. */
function portalPorts({ environment }: Gateway): number[] {
  const values = ['KONG_PORTAL_GUI_LISTEN', 'KONG_PORTAL_API_LISTEN'].map((name) => environment.value(name) ?? '');
  return values.flatMap((value) => [...value.matchAll(/:(\d+)\b/g)].map(([, port]) => Number(port)));
}

function byName({ name, targetPort: target }: ServicePort): Target | undefined {
  return NAMES.find(([pattern]) => [name, target].some((text) => typeof text === 'string' && pattern.test(text)))?.[1];
}

/** Whether a Service's port is meant for requests, by its name or as the port of http or https. */
export function isForRequests({ name = '', port }: ServicePort): boolean {
  return port === 80 || port === 443 || /(^|-)(https?|proxy)(-|$)/.test(name);
}

export function targetPort({ port, targetPort: target = port }: ServicePort, gateway: Gateway): number | undefined {
  return podPortNamed(target, gateway);
}

/**
 * The port of the pod, by number or by the name of a container's port; undefined where no container has a port of
 * that name.
 */
export function podPortNamed(target: number | string, { container, beside }: Gateway): number | undefined {
  if (typeof target === 'number') return target;
  const declared = [container, ...beside]
    .flatMap(({ spec }) => objectsIn(spec.ports))
    .find(({ name }) => name === target)?.containerPort;
  return typeof declared === 'number' ? declared : OF_OPERATOR[target];
}

/** The operator names its containers' ports itself. */
const OF_OPERATOR: Readonly<Record<string, number>> = {
  proxy: 8000,
  'proxy-ssl': 8443,
  status: 8100,
  'admin-ssl': 8444,
  metrics: 8100,
};

function isLoopback({ address }: Listener): boolean {
  if (address?.length === 4) return address[0] === 127;
  return address?.length === 16 && address.every((byte, index) => byte === (index === 15 ? 1 : 0));
}
