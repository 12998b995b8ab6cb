import { Cluster, Frontend, KubernetesObject, Remark, Setting } from './balancer';

const SOURCE_RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges';
export const INGRESS_CLASS = 'kubernetes.io/ingress.class';

/** All annotations as text. A number or a boolean, which the API server refuses, counts as what it looks like. */
export function annotationsOf(object: KubernetesObject): Readonly<Record<string, string>> {
  const annotations = isObject(object.metadata?.annotations) ? object.metadata.annotations : {};
  return Object.fromEntries(Object.entries(annotations)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([key, value]) => [key, String(value)]));
}

export function annotation(object: KubernetesObject, key: string): string | undefined {
  return annotationsOf(object)[key];
}

/** A reader of the annotations that share a prefix. */
export function annotationReader(object: KubernetesObject, prefix: string): (suffix: string) => string | undefined {
  const annotations = annotationsOf(object);
  return (suffix) => annotations[`${prefix}${suffix}`];
}

export function annotationField(key: string): string {
  return `metadata.annotations[${key}]`;
}

export function annotationSetting(key: string, write: string): Setting {
  return { field: annotationField(key), write };
}

/** The setting of every balancer that passes packets on. */
export const LOCAL_POLICY: Setting = { field: 'spec.externalTrafficPolicy', write: 'Local' };

export function isLocal(service: KubernetesObject | undefined): boolean {
  return service?.spec?.externalTrafficPolicy === 'Local';
}

export function nameOf(object: KubernetesObject): string {
  return String(object.metadata?.name ?? '');
}

export function namespaceOf(object: KubernetesObject): string {
  return String(object.metadata?.namespace ?? 'default');
}

/** An object of a kind in the namespace of another. */
export function findBeside(object: KubernetesObject, cluster: Cluster, kind: string, name: unknown): KubernetesObject | undefined {
  return cluster.list(kind).find((other) => nameOf(other) === name && namespaceOf(other) === namespaceOf(object));
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

/** The networks that may connect, by the field or else the annotation; undefined when everybody may. */
export function sourceRanges(service: KubernetesObject): readonly string[] | undefined {
  const field = Array.isArray(service.spec?.loadBalancerSourceRanges) ? service.spec.loadBalancerSourceRanges.map(String) : [];
  return chosenSources(field.length > 0 ? field : list(annotation(service, SOURCE_RANGES)));
}

/** The networks that may connect, where the balancer also has a list or a firewall of its own, whose content is not known here. */
export function sourceRangesBeside(service: KubernetesObject, ownList: string | undefined): readonly string[] | undefined {
  return sourceRanges(service) ?? (ownList === undefined ? undefined : []);
}

/** Undefined for no networks, or for all of them. */
export function chosenSources(ranges: readonly string[]): readonly string[] | undefined {
  return ranges.length === 0 || ranges.some((range) => /^(0\.0\.0\.0|::)\/0$/.test(range)) ? undefined : ranges;
}

/**
 * Whether kube-proxy short-cuts pods that call the balancer's address: for an address in the status without ipMode Proxy.
 * Undefined while there is no status.
 */
export function shortCut(service: KubernetesObject): boolean | undefined {
  const entries = objectsIn(service.status?.loadBalancer?.ingress);
  return entries.length === 0 ? undefined : entries.some(({ ip, ipMode, hostname }) => ip && !hostname && ipMode !== 'Proxy');
}

/** A comma list, without blanks around its items. */
export function list(value: string | undefined): string[] {
  return value?.split(',').map((item) => item.trim()).filter((item) => item !== '') ?? [];
}

/** `key=value,key=value`; keys and values are trimmed. */
export function keyValues(value: string | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries(list(value).map((entry) => {
    const [key, ...rest] = entry.split('=');
    return [key.trim(), rest.join('=').trim()];
  }));
}

/** JSON of an annotation; undefined where there is none, or it is not JSON. */
export function json(value: string | undefined): any {
  try {
    return value === undefined ? undefined : JSON.parse(value);
  } catch {
    return undefined;
  }
}

export function isObject(value: unknown): value is Record<string, any> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsIn(value: unknown): Record<string, any>[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** A controller refuses the annotation's value, and with it the object. */
export function refused(key: string, why: string, mend: string): Remark {
  return { rule: 'annotation-refused', field: annotationField(key), why, mend };
}

/** The refusal of a value that is not among the accepted ones. */
export function refusedUnless(object: KubernetesObject, key: string, accepted: readonly string[]): Remark[] {
  const actual = annotation(object, key);
  return actual === undefined || accepted.includes(actual) ? []
    : [refused(key, `The controller refuses ${JSON.stringify(actual)}.`, `Write ${accepted.map((value) => JSON.stringify(value)).join(' or ')}.`)];
}

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
  const byDefault = classes.find((other) => annotation(other, 'ingressclass.kubernetes.io/is-default-class') === 'true');
  const [by, name] = byAnnotation !== undefined ? ['annotation' as const, byAnnotation]
    : ingress.spec?.ingressClassName !== undefined ? ['field' as const, String(ingress.spec.ingressClassName)]
      : byDefault ? ['default' as const, nameOf(byDefault)] : ['nothing' as const, undefined];
  const spec = classes.find((other) => nameOf(other) === name)?.spec;
  return { name, by, controller: spec?.controller, parameters: spec?.parameters };
}

/** A Service port that an Ingress sends to. */
export interface Backend {
  readonly name: string;
  readonly service?: KubernetesObject;
  readonly port: ServicePort;
}

/** Every Service port that an Ingress sends to, once. A port given by name needs the Service in the input. */
export function ingressBackends(ingress: KubernetesObject, cluster: Cluster): Backend[] {
  const paths = objectsIn(ingress.spec?.rules).flatMap((rule) => objectsIn(rule.http?.paths));
  const references = [ingress.spec?.defaultBackend, ...paths.map((path) => path.backend)].map((backend) => backend?.service).filter(isObject);
  const found = new Map<string, Backend>();
  for (const { name, port: wanted } of references) {
    const service = findBeside(ingress, cluster, 'Service', name);
    const number = typeof wanted?.number === 'number' ? wanted.number : undefined;
    const port = servicePorts(service).find((other) => number === undefined ? other.name === wanted?.name : other.port === number)
      ?? (number === undefined ? undefined : { port: number });
    if (port) found.set(`${name}:${port.port}`, { name: String(name), service, port });
  }
  return [...found.values()];
}

/** The front ends of an Ingress: each port that the balancer listens on, to each Service port. */
export function ingressFrontends(
  listeners: readonly Pick<Frontend, 'port' | 'speaks'>[],
  backends: readonly Backend[],
  backendProtocol: (backend: Backend) => Frontend['backend'],
): Frontend[] {
  return listeners.flatMap((listener) => backends.map((backend) =>
    ({ ...listener, service: backend.name, servicePort: backend.port.port, backend: backendProtocol(backend) })));
}
