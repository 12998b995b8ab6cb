import { Balancer, Frontend, HealthCheck, HttpRules, KubernetesObject, Peer, Setting } from './balancer';
import { nameOf } from './fields';
import { isLocal, LOCAL_POLICY, passedThrough, ServicePort, servicePorts, shortCut } from './services';

/** What a balancer that ends connections speaks on either side of a port, and whether it sends a PROXY header. */
export type Mode = Pick<Frontend, 'speaks' | 'backend' | 'proxyProtocol'>;

export const TCP: Mode = { speaks: 'tcp', backend: 'tcp' };
export const HTTP: Mode = { speaks: 'http', backend: 'http' };
export const HTTPS: Mode = { speaks: 'https', backend: 'http' };

export const NO_CHECK: HealthCheck = { kind: 'none' };
/** It dials the port of traffic. */
export const TCP_CHECK = { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false } as const;
/** It asks kube-proxy of the node. */
export const NODE_CHECK = { kind: 'node', sendsProxyProtocol: false } as const;

type HttpCheck = Extract<HealthCheck, { readonly kind: 'http' }>;

/** It asks the port of traffic for a page, unless it differs. */
export function httpCheck(path: string, passes: string, differs: Partial<HttpCheck> = {}): HealthCheck {
  return { kind: 'http', port: 'traffic-port', path, passes, sendsProxyProtocol: false, ...differs };
}

/** Behind what the client wrote it appends the client, and overwrites the headers named. */
export function appending(overwrites: HttpRules['overwrites'] = {}, redirectsToHttps = false): HttpRules {
  return { forwardedFor: { mode: 'append' }, overwrites, redirectsToHttps };
}

/** What the client wrote into X-Forwarded-For passes, or may pass. */
export const PRESERVING: HttpRules = { forwardedFor: { mode: 'preserve' }, overwrites: {}, redirectsToHttps: false };

/** Where the networks that may connect are listed, of a controller that builds that wall. */
export const ADMIT_BY_FIELD: Setting = {
  field: 'spec.loadBalancerSourceRanges',
  write: 'the networks that may connect',
};

export const PROTO = { 'X-Forwarded-Proto': '{scheme}' };
export const PROTO_AND_PORT = { ...PROTO, 'X-Forwarded-Port': '{port}' };

/** A balancer that hands packets to the nodes unchanged. A wall in front of it is told by `admits`. */
export function passing(
  service: KubernetesObject,
  id: string,
  name: string,
  differs: Partial<Balancer> = {},
): Balancer {
  return {
    id,
    name,
    frontends: passedThrough(service),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'client' : 'node' },
    healthCheck: isLocal(service) ? NODE_CHECK : TCP_CHECK,
    settings: { keepSource: LOCAL_POLICY },
    shortCut: shortCut(service),
    ...differs,
  };
}

export interface Ending extends Partial<Balancer> {
  readonly id: string;
  readonly name: string;
  readonly mode: (port: ServicePort) => Mode;
  /** Its health check, where each port has its own. */
  readonly checkOf?: (port: ServicePort) => HealthCheck;
  /** What it does with headers, where it speaks HTTP. */
  readonly rules?: HttpRules;
  /** The networks of its own addresses, where they are documented. */
  readonly networks?: Peer['networks'];
}

/**
 * A balancer that ends every connection, and dials a node port: from its own address, which kube-proxy keeps with
 * policy Local only. A wall in front of it is told by `admits`.
 */
export function ending(service: KubernetesObject, { mode, checkOf, rules, networks, ...others }: Ending): Balancer {
  const frontends = servicePorts(service).map((port): Frontend => {
    const common = { port: port.port, service: nameOf(service), servicePort: port.port };
    if (port.protocol === 'UDP') return { ...common, speaks: 'udp', backend: 'udp' };
    return { ...common, ...mode(port), differs: checkOf && { healthCheck: checkOf(port) } };
  });
  const http = frontends.some(({ speaks }) => speaks === 'http' || speaks === 'https') ? rules : undefined;
  const [firstCheck] = tcpPorts(service).map((port) => checkOf?.(port));
  return {
    frontends,
    targets: 'nodes',
    peer: isLocal(service) ? { role: 'balancer', networks } : { role: 'node' },
    http,
    healthCheck: firstCheck ?? TCP_CHECK,
    // A proxy without a target answers requests itself, and closes other connections.
    whenAllFail: http ? 'errors' : 'sends-none',
    settings: {},
    shortCut: shortCut(service),
    ...others,
  };
}

/** The TCP ports of a Service, by number. */
export function tcpPorts(service: KubernetesObject): ServicePort[] {
  return servicePorts(service).filter(({ protocol }) => protocol !== 'UDP' && protocol !== 'SCTP');
}
