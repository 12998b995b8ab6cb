import { isObject } from '../../input/objects';
import { Cluster, Frontend, KubernetesObject } from '../balancer';
import { nameOf, namespaceOf } from '../fields';
import { Backend, Listener, servicePorts } from '../services';
import { objectsIn } from '../values';

/** A Gateway that a route is attached to, and the ports of it by which requests come to the route. */
export interface Attachment {
  readonly route: KubernetesObject;
  readonly gateway: KubernetesObject;
  readonly className: string;
  /** The controller that the GatewayClass names, if that is in the input. */
  readonly controller?: string;
  readonly listeners: readonly Listener[];
}

/** What the protocols of a listener are in our words; TLS that is passed through is TCP. */
const SPOKEN: Readonly<Record<string, Frontend['speaks']>> = {
  HTTP: 'http',
  HTTPS: 'https',
  TLS: 'tls',
  TCP: 'tcp',
  UDP: 'udp',
};

/** The listeners that a kind of route may be attached to. */
const ATTACHES: Readonly<Record<string, readonly string[]>> = {
  HTTPRoute: ['HTTP', 'HTTPS'],
  GRPCRoute: ['HTTP', 'HTTPS'],
  TLSRoute: ['TLS'],
  TCPRoute: ['TCP', 'TLS'],
  UDPRoute: ['UDP'],
};

/** Every parent that a route names; undefined for those that are no Gateway of the input. */
export function attachmentsOf(route: KubernetesObject, cluster: Cluster): (Attachment | undefined)[] {
  return objectsIn(route.spec?.parentRefs).map((parent) => {
    if ((parent.kind ?? 'Gateway') !== 'Gateway') return undefined;
    const gateway = cluster
      .list('Gateway')
      .find((one) => nameOf(one) === parent.name && namespaceOf(one) === (parent.namespace ?? namespaceOf(route)));
    if (!gateway) return undefined;
    const className = String(gateway.spec?.gatewayClassName);
    const controller = cluster.list('GatewayClass').find((one) => nameOf(one) === className)?.spec?.controllerName;
    return { route, gateway, className, controller, listeners: listenersOf(route, gateway, parent) };
  });
}

function listenersOf(
  { kind }: KubernetesObject,
  { spec }: KubernetesObject,
  parent: Record<string, unknown>,
): Listener[] {
  return objectsIn(spec?.listeners)
    .filter(({ name }) => parent.sectionName === undefined || name === parent.sectionName)
    .filter(({ port }) => parent.port === undefined || port === parent.port)
    .filter(({ protocol }) => ATTACHES[kind ?? '']?.includes(protocol))
    .map(({ protocol, port, tls }) => ({ port, speaks: tls?.mode === 'Passthrough' ? 'tcp' : SPOKEN[protocol] }));
}

/** Every Service port that a route sends to, once. */
export function routeBackends(route: KubernetesObject, cluster: Cluster): Backend[] {
  const references = objectsIn(route.spec?.rules)
    .flatMap(({ backendRefs }) => objectsIn(backendRefs))
    .filter(({ kind = 'Service' }) => kind === 'Service');
  const found = new Map<string, Backend>();
  for (const { name, namespace = namespaceOf(route), port } of references) {
    const service = cluster.list('Service').find((one) => nameOf(one) === name && namespaceOf(one) === namespace);
    const known =
      servicePorts(service).find((one) => one.port === port) ?? (typeof port === 'number' ? { port } : undefined);
    if (known) found.set(`${namespace}/${name}:${known.port}`, { name: String(name), service, port: known });
  }
  return [...found.values()];
}

/** The only object of a kind that an object's policy or configuration is, by its target. */
export function targeting(
  cluster: Cluster,
  kind: string,
  service: KubernetesObject | undefined,
  field: 'targetRef' | 'targetReference',
): KubernetesObject | undefined {
  if (!service) return undefined;
  return cluster.list(kind).find((one) => {
    const target: unknown = one.spec?.[field];
    return (
      isObject(target) &&
      (target.kind ?? 'Service') === 'Service' &&
      target.name === nameOf(service) &&
      namespaceOf(one) === namespaceOf(service)
    );
  });
}
