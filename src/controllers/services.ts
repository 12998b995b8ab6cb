import { Frontend, KubernetesObject, Setting } from './balancer';
import { nameOf } from './fields';
import { objectsIn } from './values';

/** The setting of every balancer that passes packets on. */
export const LOCAL_POLICY: Setting = { field: 'spec.externalTrafficPolicy', write: 'Local' };

export function isLocal(service: KubernetesObject | undefined): boolean {
  return service?.spec?.externalTrafficPolicy === 'Local';
}

export interface ServicePort {
  readonly name?: string;
  readonly port: number;
  readonly protocol?: string;
  readonly targetPort?: number | string;
  readonly nodePort?: number;
  readonly appProtocol?: string;
}

export function servicePorts(service: KubernetesObject | undefined): readonly ServicePort[] {
  return objectsIn(service?.spec?.ports).filter(({ port }) => typeof port === 'number') as unknown as ServicePort[];
}

/** The front ends of a Service's balancer that looks into nothing: each port to itself. */
export function passedThrough(service: KubernetesObject): Frontend[] {
  return servicePorts(service).map(({ port, protocol }) => {
    const speaks = protocol === 'UDP' ? 'udp' : 'tcp';
    return { port, speaks, service: nameOf(service), servicePort: port, backend: speaks };
  });
}

/**
 * Whether kube-proxy short-cuts pods that call the balancer's address: for an address in the status without ipMode
 * Proxy, whether or not there is a host name beside it. Undefined while there is no status.
 */
export function shortCut(service: KubernetesObject): boolean | undefined {
  const entries = objectsIn(service.status?.loadBalancer?.ingress);
  return entries.length === 0 ? undefined : entries.some(({ ip, ipMode }) => ip && ipMode !== 'Proxy');
}

/** A port on which a balancer of an Ingress or of a Gateway listens. */
export type Listener = Pick<Frontend, 'port' | 'speaks'>;

/** A Service port that an Ingress or a route sends to. */
export interface Backend {
  readonly name: string;
  readonly service?: KubernetesObject;
  readonly port: ServicePort;
}

/** The front ends of an Ingress or a route: each port on which the balancer listens, to each Service port. */
export function frontendsOf(
  listeners: readonly Listener[],
  backends: readonly Backend[],
  towards: (backend: Backend, listener: Listener) => Pick<Frontend, 'backend' | 'proxyProtocol' | 'differs'>,
): Frontend[] {
  return listeners.flatMap((listener) =>
    backends.map((backend) => ({
      ...listener,
      service: backend.name,
      servicePort: backend.port.port,
      ...towards(backend, listener),
    })),
  );
}
