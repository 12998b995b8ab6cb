import { Balancer, Controller, Doubt, Frontend, HttpRules, KubernetesObject, made, Peer, Reading, refusedBy, Remark, Signs, unsettled } from './balancer';
import { annotationReader, isLocal, LOCAL_POLICY, nameOf, passedThrough, ServicePort, servicePorts, shortCut, sourceRanges } from './manifest';
import { misspelt } from './spelling';

/** The value of an annotation, by its key behind the controller's prefix. */
export type Read = (suffix: string) => string | undefined;

/** A controller for Services that is a table of annotations. */
export interface ServiceTable {
  readonly id: string;
  readonly cloud: string;
  readonly makes: Readonly<Record<string, string>>;
  /** The prefix of its annotations. */
  readonly prefix: string;
  /** The annotations that it knows; those without a slash stand behind the prefix. */
  readonly keys: readonly string[];
  /** Further signs. It takes Services without a class, or with one of these. */
  readonly signs?: Signs;
  /** What it makes of a Service that it neither refuses nor leaves in doubt. */
  readonly make: (service: KubernetesObject, read: Read) => Balancer;
  /** Why it makes no balancer. */
  readonly refusals?: (service: KubernetesObject, read: Read) => readonly Remark[];
  /** Why it is not known what it makes. */
  readonly doubt?: (service: KubernetesObject, read: Read) => { readonly doubt: Doubt; readonly remark: Remark } | undefined;
  /** What its author should know all the same. */
  readonly remarks?: (service: KubernetesObject, read: Read) => readonly Remark[];
}

export function serviceController(table: ServiceTable): Controller {
  const { id, cloud, makes, prefix, signs } = table;
  const prefixes = [prefix, ...signs?.prefixes ?? []];
  return {
    id,
    cloud,
    makes,
    signs: { ...signs, prefixes },
    read: (object) => takes(object, signs?.classes) ? readTable(table, prefixes, object) : undefined,
  };
}

function takes({ kind, spec }: KubernetesObject, classes: readonly string[] = []): boolean {
  return kind === 'Service' && (!spec?.loadBalancerClass || classes.includes(spec.loadBalancerClass));
}

function readTable(table: ServiceTable, prefixes: readonly string[], service: KubernetesObject): Reading {
  const { id, prefix } = table;
  const read = annotationReader(service, prefix);
  const known = table.keys.map((key) => key.includes('/') ? key : `${prefix}${key}`);
  const remarks = [...misspelt(service, prefixes, known), ...table.remarks?.(service, read) ?? []];
  const refusals = table.refusals?.(service, read) ?? [];
  if (refusals.length > 0) return refusedBy(id, refusals, remarks);
  const open = table.doubt?.(service, read);
  if (open) return unsettled(id, open.doubt, [...remarks, open.remark]);
  return made(id, table.make(service, read), remarks);
}

/** A balancer that hands packets to the nodes unchanged. */
export function passing(service: KubernetesObject, id: string, name: string, differs: Partial<Balancer> = {}): Balancer {
  return {
    id,
    name,
    frontends: passedThrough(service),
    targets: 'nodes',
    peer: { role: isLocal(service) ? 'client' : 'node' },
    healthCheck: isLocal(service) ? { kind: 'node', sendsProxyProtocol: false } : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false },
    settings: { keepSource: LOCAL_POLICY },
    admits: sourceRanges(service),
    shortCut: shortCut(service),
    ...differs,
  };
}

/** What a balancer that ends connections speaks on either side of a port, and whether it sends a PROXY header. */
export type Mode = Pick<Frontend, 'speaks' | 'backend' | 'proxyProtocol'>;

export const TCP: Mode = { speaks: 'tcp', backend: 'tcp' };
export const HTTP: Mode = { speaks: 'http', backend: 'http' };
export const HTTPS: Mode = { speaks: 'https', backend: 'http' };

/** Behind what the client wrote it appends the client, and overwrites the headers named. */
export function appending(overwrites: HttpRules['overwrites'] = {}, redirectsToHttps = false): HttpRules {
  return { forwardedFor: { mode: 'append' }, overwrites, redirectsToHttps };
}

export const PROTO = { 'X-Forwarded-Proto': '{scheme}' };
export const PROTO_AND_PORT = { ...PROTO, 'X-Forwarded-Port': '{port}' };

export interface Ending extends Partial<Balancer> {
  readonly id: string;
  readonly name: string;
  readonly mode: (port: ServicePort) => Mode;
  /** What it does with headers, where it speaks HTTP. */
  readonly rules?: HttpRules;
  /** The networks of its own addresses, where they are documented. */
  readonly networks?: Peer['networks'];
}

/** A balancer that ends every connection, and dials a node port: from its own address, which kube-proxy keeps with policy Local only. */
export function ending(service: KubernetesObject, { mode, rules, networks, ...differs }: Ending): Balancer {
  const frontends = servicePorts(service).map((port): Frontend => port.protocol === 'UDP'
    ? { port: port.port, speaks: 'udp', service: nameOf(service), servicePort: port.port, backend: 'udp' }
    : { port: port.port, service: nameOf(service), servicePort: port.port, ...mode(port) });
  return {
    frontends,
    targets: 'nodes',
    peer: isLocal(service) ? { role: 'balancer', networks } : { role: 'node' },
    http: frontends.some(({ speaks }) => speaks === 'http' || speaks === 'https') ? rules : undefined,
    healthCheck: { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: false },
    settings: {},
    admits: sourceRanges(service),
    shortCut: shortCut(service),
    ...differs,
  };
}

/** Whether a list of ports, by number or name, or a word for all of them, has a port. */
export function hasPort(ports: string | undefined, port: ServicePort): boolean {
  const items = ports?.split(',').map((item) => item.trim()) ?? [];
  return ['true', '*', String(port.port), port.name ?? ''].some((item) => item !== '' && items.includes(item));
}
