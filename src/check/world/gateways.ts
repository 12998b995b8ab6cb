import { Catalogue } from './catalogue';
import { Container, Environment, environmentOf } from './environment';
import { KubernetesObject } from '../../controllers/balancer';
import { isObject, objectsIn } from '../../controllers/manifest';
import { ManifestObject } from '../../forms/manifests';

/** A workload whose container proxies. */
export interface Gateway {
  readonly workload: ManifestObject;
  /** The spec of its pods. */
  readonly pod: KubernetesObject;
  readonly podLabels: Readonly<Record<string, unknown>>;
  readonly podAnnotations: Readonly<Record<string, unknown>>;
  readonly container: Container;
  /** The other containers of the pod. */
  readonly beside: readonly Container[];
  readonly environment: Environment;
  /** The Service that an operator makes of the workload itself. */
  readonly operatorService?: OperatorService;
}

/** A Service that the operator writes, as its DataPlane or GatewayConfiguration describes it. */
export interface OperatorService {
  readonly object: KubernetesObject;
  /** Where the DataPlane or GatewayConfiguration has a field of the Service. */
  readonly field: (field: string) => string;
}

/** Where the pods stand in a workload, and in operator objects the Service. */
interface Shape {
  readonly template?: string;
  readonly service?: string;
  readonly image?: string;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  Deployment: { template: 'spec.template' },
  StatefulSet: { template: 'spec.template' },
  DaemonSet: { template: 'spec.template' },
  Pod: { template: '' },
  DataPlane: { template: 'spec.deployment.podTemplateSpec', service: 'spec.network.services.ingress' },
  GatewayConfiguration: {
    template: 'spec.dataPlaneOptions.deployment.podTemplateSpec', service: 'spec.dataPlaneOptions.network.services.ingress', image: 'kong/kong-gateway',
  },
};

/** What Kong Operator writes where the user writes nothing. */
const OPERATOR_DEFAULTS = {
  KONG_PROXY_LISTEN: '0.0.0.0:8000 reuseport backlog=16384, 0.0.0.0:8443 http2 ssl reuseport backlog=16384',
  KONG_STATUS_LISTEN: '0.0.0.0:8100',
  KONG_ADMIN_LISTEN: '0.0.0.0:8444 ssl reuseport backlog=16384',
  KONG_PORT_MAPS: '80:8000, 443:8443',
  KONG_DATABASE: 'off',
};

/** Images with Kong in their name that do not proxy. */
const NOT_A_PROXY = /operator|konga|httpbin|echo|migrat|dashboard|exporter|portal|deck|mesh|kuma|plugin-server|pluginserver/;

/** Every gateway among the objects. */
export function gatewaysOf(catalogue: Catalogue): Gateway[] {
  return Object.keys(SHAPES).flatMap((kind) => catalogue.all(kind).flatMap((workload) => gatewayOf(workload, catalogue) ?? []));
}

/** Hybrid control planes: they take settings for the client's address, and use none of them. */
export function controlPlanesOf(catalogue: Catalogue): Gateway[] {
  return Object.keys(SHAPES).flatMap((kind) => catalogue.all(kind)).map((workload) => readWorkload(workload, catalogue))
    .filter((gateway): gateway is Gateway => gateway?.environment.value('KONG_ROLE') === 'control_plane');
}

function gatewayOf(workload: ManifestObject, catalogue: Catalogue): Gateway | undefined {
  const gateway = readWorkload(workload, catalogue);
  const proxies = gateway && gateway.environment.value('KONG_ROLE') !== 'control_plane'
    && gateway.environment.value('KONG_PROXY_LISTEN')?.trim().toLowerCase() !== 'off';
  return proxies ? gateway : undefined;
}

function readWorkload(workload: ManifestObject, catalogue: Catalogue): Gateway | undefined {
  const shape = SHAPES[workload.kind];
  const template = at(workload.object, shape.template ?? '');
  const pod = isObject(template?.spec) ? template.spec : {};
  const prefix = shape.template ? `${shape.template}.spec` : 'spec';
  const containers = [
    ...objectsIn(pod.initContainers).map((spec) => container(spec, `${prefix}.initContainers`, true)),
    ...objectsIn(pod.containers).map((spec) => container(spec, `${prefix}.containers`, false)),
  ];
  const declared = containers.find(({ init, spec }) => !init && isProxy(spec, shape));
  const own = declared ?? (shape.image ? container({ name: 'proxy', image: shape.image }, `${prefix}.containers`, false) : undefined);
  if (!own) {
    return undefined;
  }
  const defaults = shape.service ? OPERATOR_DEFAULTS : {};
  return {
    workload,
    pod,
    podLabels: isObject(template?.metadata?.labels) ? template.metadata.labels : {},
    podAnnotations: isObject(template?.metadata?.annotations) ? template.metadata.annotations : {},
    container: own,
    beside: containers.filter((other) => other !== declared),
    environment: environmentOf(workload, own, catalogue, defaults),
    operatorService: shape.service ? operatorService(workload, shape.service) : undefined,
  };
}

function container(spec: KubernetesObject, field: string, init: boolean): Container {
  const name = String(spec.name ?? '');
  return { name, spec, field: `${field}[${name}]`, init };
}

/** By the image's name, or, for an image of the user's own, by the settings of a proxy. */
function isProxy(spec: KubernetesObject, shape: Shape): boolean {
  const image = String(spec.image ?? '').toLowerCase().replace(/[:@].*$/, (rest) => rest.includes('/') ? rest : '');
  const name = image.slice(image.lastIndexOf('/') + 1).replace(/[:@].*$/, '');
  const settings = objectsIn(spec.env).map((variable) => variable.name);
  if (/ingress-controller/.test(name) || /ingress-controller/.test(String(spec.name))) {
    return false;
  }
  const byName = /(^|[-_.])kong([-_.]|$)/.test(name) || Boolean(shape.service) && spec.name === 'proxy';
  return settings.includes('KONG_PROXY_LISTEN') || byName && !NOT_A_PROXY.test(name);
}

function operatorService(workload: ManifestObject, field: string): OperatorService {
  const options = at(workload.object, field);
  const { type = 'LoadBalancer', annotations, labels, ports, name, ...spec } = isObject(options) ? options : {} as Record<string, any>;
  return {
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: name ?? `dataplane-ingress-${workload.name}`, namespace: workload.namespace, annotations, labels },
      spec: {
        ...spec,
        type,
        ports: Array.isArray(ports) ? ports : [{ name: 'http', port: 80, targetPort: 8000 }, { name: 'https', port: 443, targetPort: 8443 }],
      },
    },
    field: (of) => `${field}.${of.replace(/^(metadata|spec)\./, '')}`,
  };
}

function at(object: any, field: string): any {
  return field === '' ? object : field.split('.').reduce((value, key) => isObject(value) ? value[key] : undefined, object);
}
