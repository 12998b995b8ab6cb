import { IpFamily } from '../load-balancers/load-balancer';

/** A port on which Kong takes requests, and the Service port that leads to it. */
export interface Listener {
  /** Name of the container's port. */
  readonly name: string;
  readonly containerPort: number;
  readonly tls: boolean;
  readonly proxyProtocol: boolean;
  readonly servicePorts: ServicePort[];
}

export interface ServicePort {
  readonly name: string;
  readonly port: number;
}

export const HTTP: ServicePort = { name: 'http', port: 80 };
export const HTTPS: ServicePort = { name: 'https', port: 443 };

export const STATUS_PORT = 8100;

/** Listeners for a balancer that passes TCP connections on: Kong itself ends TLS. */
export function connectionListeners(proxyProtocol: boolean): Listener[] {
  return [
    { name: 'proxy', containerPort: 8000, tls: false, proxyProtocol, servicePorts: [HTTP] },
    { name: 'proxy-tls', containerPort: 8443, tls: true, proxyProtocol, servicePorts: [HTTPS] },
  ];
}

/** The listener for a balancer that speaks HTTP: it ends TLS, be it at a listener of its own or for the Service's port. */
export function requestListeners(endsTlsOfService: boolean): Listener[] {
  const servicePorts = endsTlsOfService ? [HTTP, HTTPS] : [HTTP];
  return [{ name: 'proxy', containerPort: 8000, tls: false, proxyProtocol: false, servicePorts }];
}

/** Listeners for callers inside the cluster, who never send a PROXY header. */
export const IN_CLUSTER_LISTENERS: Listener[] = [
  { name: 'in-cluster', containerPort: 8080, tls: false, proxyProtocol: false, servicePorts: [HTTP] },
  { name: 'in-cluster-tls', containerPort: 8444, tls: true, proxyProtocol: false, servicePorts: [HTTPS] },
];

/** `KONG_PROXY_LISTEN`: every flag stands on every address, since each address is a listener of its own. */
export function proxyListen(listeners: Listener[], families: IpFamily[]): string {
  return listeners.flatMap(({ containerPort, tls, proxyProtocol }) => addresses(families).map((address) => [
    `${address}:${containerPort}`,
    ...tls ? ['http2', 'ssl'] : [],
    ...proxyProtocol ? ['proxy_protocol'] : [],
    'reuseport',
    'backlog=16384',
  ].join(' '))).join(', ');
}

/** `KONG_STATUS_LISTEN`: plain, since neither the kubelet nor a balancer's HTTP check sends a PROXY header. */
export function statusListen(families: IpFamily[]): string {
  return addresses(families).map((address) => `${address}:${STATUS_PORT}`).join(', ');
}

/** `KONG_PORT_MAPS`: the port that a client dialled, so that `X-Forwarded-Port` and redirects do not say 8000. */
export function portMaps(listeners: Listener[]): string {
  return listeners.map(({ containerPort, servicePorts }) => `${servicePorts[0].port}:${containerPort}`).join(', ');
}

function addresses(families: IpFamily[]): string[] {
  return families.map((family) => family === IpFamily.IPV4 ? '0.0.0.0' : '[::]');
}
