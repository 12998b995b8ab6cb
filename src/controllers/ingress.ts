import { Cluster, KubernetesObject } from './balancer';
import { annotation, findBeside, nameOf } from './fields';
import { Remark } from './reading';
import { Backend, servicePorts } from './services';
import { objectsIn } from './values';
import { fieldsOf, isObject } from '../input/objects';

export const INGRESS_CLASS = 'kubernetes.io/ingress.class';

/** The class of an Ingress: by the old annotation, the field, or the cluster's default class. */
export interface IngressClass {
  readonly name?: string;
  readonly by: 'annotation' | 'field' | 'default' | 'nothing';
  /** The controller that the IngressClass object names, if it is in the input. */
  readonly controller?: string;
  readonly parameters?: any;
}

export function ingressClassOf(ingress: KubernetesObject, cluster: Cluster): IngressClass {
  const classes = cluster.list('IngressClass');
  const byAnnotation = annotation(ingress, INGRESS_CLASS);
  const byDefault = classes.find(
    (other) => annotation(other, 'ingressclass.kubernetes.io/is-default-class') === 'true',
  );
  const named = (by: IngressClass['by'], name?: string): IngressClass => {
    const spec = classes.find((other) => nameOf(other) === name)?.spec;
    return { name, by, controller: spec?.controller, parameters: spec?.parameters };
  };
  if (byAnnotation !== undefined) return named('annotation', byAnnotation);
  const byField = ingress.spec?.ingressClassName;
  if (byField !== undefined) return named('field', String(byField));
  return byDefault ? named('default', nameOf(byDefault)) : named('nothing');
}

/** ingress-nginx speaks HTTP unless it is told otherwise; what other proxies speak to a port is theirs to know. */
export function speaksTls(ingress: KubernetesObject): boolean | undefined {
  const told = annotation(ingress, 'nginx.ingress.kubernetes.io/backend-protocol');
  if (told !== undefined) return /^(https|grpcs)$/i.test(told);
  const named = annotation(ingress, INGRESS_CLASS) ?? ingress.spec?.ingressClassName;
  return named === 'nginx' ? false : undefined;
}

/** What an Ingress names as its backend: a Service, and a port of it by number or name. */
export interface BackendReference {
  readonly name: string;
  readonly port: number | string;
}

/** What the rules and the default of an Ingress name, in the notation of networking.k8s.io/v1 and of before. */
export function backendReferences({ spec }: KubernetesObject): BackendReference[] {
  const paths = objectsIn(spec?.rules).flatMap((rule) => objectsIn(rule.http?.paths));
  return [spec?.defaultBackend, spec?.backend, ...paths.map(({ backend }) => backend)]
    .filter(isObject)
    .flatMap((backend) => {
      const service = fieldsOf(backend.service);
      const { number, name: portName } = fieldsOf(service.port);
      const name = service.name ?? backend.serviceName;
      const port = number ?? portName ?? backend.servicePort;
      const isPort = typeof port === 'number' || typeof port === 'string';
      return typeof name === 'string' && isPort ? { name, port } : [];
    });
}

/** Every Service port that an Ingress sends to, once. */
export function ingressBackends(ingress: KubernetesObject, cluster: Cluster): Backend[] {
  return backendsOf(backendReferences(ingress), ingress, cluster);
}

/** The Service ports that are named, each once. A port given by name needs the Service in the input. */
export function backendsOf(
  references: readonly BackendReference[],
  ingress: KubernetesObject,
  cluster: Cluster,
): Backend[] {
  const found = new Map<string, Backend>();
  for (const { name, port: wanted } of references) {
    const service = findBeside(ingress, cluster, 'Service', name);
    const port =
      servicePorts(service).find((other) =>
        typeof wanted === 'number' ? other.port === wanted : other.name === wanted,
      ) ?? (typeof wanted === 'number' ? { port: wanted } : undefined);
    if (port) found.set(`${name}:${port.port}`, { name, service, port });
  }
  return [...found.values()];
}

/** Why a controller makes nothing of an Ingress that names ports which Services of the input do not have. */
export function portRefusals(
  references: readonly BackendReference[],
  ingress: KubernetesObject,
  cluster: Cluster,
): Remark[] {
  const missing = references.filter(({ name, port: wanted }) => {
    const service = findBeside(ingress, cluster, 'Service', name);
    return (
      service !== undefined && !servicePorts(service).some(({ name: own, port }) => wanted === own || wanted === port)
    );
  });
  return missing.map(({ name, port }) => ({
    rule: 'annotation-refused',
    field: 'spec.rules',
    why: `The Service ${name} has no port ${port}, so the controller makes nothing.`,
    mend: 'Name a port of the Service.',
  }));
}
