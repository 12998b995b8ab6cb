import { Environment, parseListeners } from '../environment';
import { KubernetesObject, Manifest } from '../manifest';

/** What a cloud's load balancer does for a variant, read from the manifest as the cloud's controller reads it. */
export interface Balancer {
  readonly name: string;
  readonly frontends: readonly Frontend[];
  /** The real-world addresses that it dials Kong from; none when the packets keep the client's address. */
  readonly sources: readonly string[];
  readonly proxyProtocol?: 1 | 2;
  /** Set when it speaks HTTP; it then ends TLS too. */
  readonly http?: HttpRules;
  readonly healthCheck: HealthCheck;
}

/** A port that clients dial. */
export interface Frontend {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly containerPort: number;
}

/** How it rewrites the headers of a request, in HAProxy's format language. */
export interface HttpRules {
  /** What it appends to X-Forwarded-For, behind whatever the client wrote. */
  readonly forwardedFor: string;
  /** The headers that it overwrites, given the front end. */
  readonly headers: (frontend: Frontend) => Readonly<Record<string, string>>;
  readonly redirectsToHttps: boolean;
}

/** node: it asks kube-proxy of the node, and never dials Kong. */
export type HealthCheck =
  | { readonly kind: 'node' }
  | { readonly kind: 'tcp'; readonly containerPort: number }
  | { readonly kind: 'http'; readonly containerPort: number; readonly path: string };

export const PROTO_AND_PORT = ({ scheme, port }: Frontend) => ({ 'X-Forwarded-Proto': scheme, 'X-Forwarded-Port': String(port) });

/** The front ends of a balancer without HTTP: TLS is whatever Kong's listener speaks. */
export function passedThrough(manifest: Manifest, service: KubernetesObject): Frontend[] {
  const tls = tlsPorts(manifest.environment);
  return manifest.servicePorts(service).map(({ port, containerPort }) =>
    ({ scheme: tls.includes(containerPort) ? 'https' : 'http', port, containerPort }));
}

export function keepsSourceAddress(service: KubernetesObject): boolean {
  return service.spec.externalTrafficPolicy === 'Local';
}

/** The front ends of a balancer with an Ingress, all of them to the one port of its backend. */
export function ofIngress(manifest: Manifest, ports: readonly Pick<Frontend, 'scheme' | 'port'>[]): Frontend[] {
  const { service } = manifest.get('Ingress').spec.rules[0].http.paths[0].backend;
  const backend = manifest.servicePorts(manifest.get('Service', service.name)).find(({ port }) => port === service.port.number);
  if (!backend) throw new Error(`Service ${service.name} has no port ${service.port.number}, which the Ingress names`);
  return ports.map((port) => ({ ...port, containerPort: backend.containerPort }));
}

function tlsPorts(environment: Environment): number[] {
  return parseListeners(environment.KONG_PROXY_LISTEN).filter(({ flags }) => flags.includes('ssl')).map(({ port }) => port);
}
