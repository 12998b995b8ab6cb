import { IpFamily } from '../binding/service-binding';
import { HTTP, HTTPS, ServicePort, STATUS_PORT } from '../binding/service-ports';

/** A port on which Kong takes connections, and the Service ports that lead to it. */
export interface Listener {
  /** Name of the container's port. */
  readonly name: string;
  readonly containerPort: number;
  /** Whether Kong reads HTTP, as opposed to passing bytes on by its stream routes. */
  readonly http: boolean;
  readonly tls: boolean;
  readonly http2: boolean;
  readonly proxyProtocol: boolean;
  readonly servicePorts: readonly ServicePort[];
  /** The port that clients dial, where it is not the first one of the Service. */
  readonly clientPort?: number;
}

/** The ports of Kong's own listeners, Admin API and manager. */
export const KONG_PORTS = [8000, 8001, 8002, 8003, 8004, 8005, 8006, 8007, STATUS_PORT, 8443, 8444, 8445, 8446, 8447];

const PLAIN = { containerPort: 8000, http: true, tls: false, http2: false, proxyProtocol: false };
const TLS = { containerPort: 8443, http: true, tls: true, http2: true, proxyProtocol: false };

/** Listeners for a balancer that passes TCP connections on: Kong itself ends TLS. */
export function connectionListeners(proxyProtocol: boolean): Listener[] {
  return [
    { ...PLAIN, name: 'proxy', proxyProtocol, servicePorts: [HTTP] },
    { ...TLS, name: 'proxy-tls', proxyProtocol, servicePorts: [HTTPS] },
  ];
}

/** The listener for a balancer that speaks HTTP: it ends TLS, be it at its own listener or for the Service's port. */
export function requestListeners(endsTlsOfService: boolean, http2: boolean): Listener[] {
  return [{ ...PLAIN, name: 'proxy', http2, servicePorts: endsTlsOfService ? [HTTP, HTTPS] : [HTTP] }];
}

/** Listeners for callers inside the cluster, who never send a PROXY header. */
export const IN_CLUSTER_LISTENERS: readonly Listener[] = [
  { ...PLAIN, name: 'in-cluster', containerPort: 8080, servicePorts: [HTTP] },
  { ...TLS, name: 'in-cluster-tls', containerPort: 8453, servicePorts: [HTTPS] },
];

/** `KONG_PROXY_LISTEN`, `KONG_STREAM_LISTEN`, `KONG_PORT_MAPS` and `KONG_STATUS_LISTEN`. */
export function listenEnvironment(
  listeners: readonly Listener[],
  families: readonly IpFamily[],
): { [key: string]: string } {
  const [http, stream] = [true, false].map((wanted) => listeners.filter((listener) => listener.http === wanted));
  return {
    KONG_PROXY_LISTEN: listen(http, families),
    ...(stream.length > 0 ? { KONG_STREAM_LISTEN: listen(stream, families) } : {}),
    // The port that a client dialled, so that X-Forwarded-Port and redirects do not say 8000.
    KONG_PORT_MAPS: listeners
      .map(({ containerPort, servicePorts, clientPort = servicePorts[0].port }) => `${clientPort}:${containerPort}`)
      .join(', '),
    // Plain, since neither the kubelet nor a balancer's HTTP check sends a PROXY header.
    KONG_STATUS_LISTEN: addresses(families)
      .map((address) => [`${address}:${STATUS_PORT}`, ...statusFlags(listeners)].join(' '))
      .join(', '),
  };
}

/**
 * A balancer that speaks HTTP/2 without TLS checks Kong's health with it, too. The listener goes on to understand
 * HTTP/1.1.
 */
export function statusFlags(listeners: readonly Listener[]): string[] {
  return listeners.some(({ http2, tls }) => http2 && !tls) ? ['http2'] : [];
}

/** The flags of a listener, as Kong and its chart write them. */
export function flags({ http2, tls, proxyProtocol }: Listener): string[] {
  return [
    ...(http2 ? ['http2'] : []),
    ...(tls ? ['ssl'] : []),
    ...(proxyProtocol ? ['proxy_protocol'] : []),
    'reuseport',
    'backlog=16384',
  ];
}

/** The addresses of both families on which a socket listens. */
export function addresses(families: readonly IpFamily[]): string[] {
  return families.map((family) => (family === IpFamily.IPV4 ? '0.0.0.0' : '[::]'));
}

/** Every flag is on every address, since each address is its own listener. */
function listen(listeners: readonly Listener[], families: readonly IpFamily[]): string {
  return listeners
    .flatMap((listener) =>
      addresses(families).map((address) => [`${address}:${listener.containerPort}`, ...flags(listener)].join(' ')),
    )
    .join(', ');
}
