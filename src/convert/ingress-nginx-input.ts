import { KubernetesObject } from '../controllers/balancer';
import { isObject } from '../controllers/values';
import { readDocuments } from '../forms/documents';
import { objectsOf } from '../forms/manifests';
import { ClientIpManifest } from '../forms/text';

/** What of ingress-nginx stands in the input. */
export interface IngressNginx {
  /** The ConfigMap's data; empty where it was not given. */
  readonly config: Readonly<Record<string, string>>;
  /** The Service that takes traffic from outside. */
  readonly service?: KubernetesObject;
  /** Everything that was read, for what belongs to the Service. */
  readonly objects: readonly KubernetesObject[];
  /** Clients dial the nodes: `hostNetwork` or `hostPort`. */
  readonly onNodes: boolean;
}

/** Keys by which a ConfigMap is ingress-nginx's, whatever it is called. */
const OWN_KEYS = [
  'use-proxy-protocol',
  'use-forwarded-headers',
  'proxy-real-ip-cidr',
  'forwarded-for-header',
  'compute-full-forwarded-for',
  'enable-real-ip',
];

/** Names of its ConfigMap in its chart and in its old manifests. */
const NAMES = /^(.*-)?(ingress-nginx|nginx-ingress)(-ingress)?(-nginx)?-controller$|^nginx-configuration$/;

/** Its Services that no client of an application reaches. */
const OTHERS = /-(admission|metrics|webhook|defaultbackend|internal)$/;

const IS_ITS_OWN = /ingress-nginx|nginx-ingress/;

/** @throws when nothing of ingress-nginx is in the texts, or more than one of it */
export function readIngressNginx(texts: readonly ClientIpManifest[]): IngressNginx {
  const documents = texts.flatMap((text) => {
    const {
      documents: read,
      unreadable: [broken],
    } = readDocuments(text);
    if (broken) throw new Error(`${broken.file}:${broken.line}: ${broken.message}`);
    return read;
  });
  const objects = documents.flatMap((document) => objectsOf(document).objects.map(({ object }) => object));
  const charts = documents.map(({ value }) => controllerValues(value)).filter((values) => values !== undefined);
  const configMaps = objects.filter(isConfigMap).map(({ data }) => textsOf(data));
  const services = objects.filter(isEntrance);
  const configs = [...configMaps, ...charts.map(({ config }) => textsOf(config))];
  if (configs.length === 0 && services.length === 0) throw new Error(`nothing of ingress-nginx was found; ${GIVE}`);
  if (configs.length > 1) {
    throw new Error(`${configs.length} configurations of ingress-nginx were found; convert one at a time`);
  }
  if (services.length > 1) {
    const names = services.map(({ metadata }) => metadata.name).join(', ');
    throw new Error(
      `${services.length} Services of ingress-nginx were found: ${names}; give the one that your clients reach`,
    );
  }
  return {
    config: configs[0] ?? {},
    service: services[0] ?? charts.map(serviceOf)[0],
    objects,
    onNodes: charts.some(isOnNodes),
  };
}

const GIVE =
  'give its ConfigMap and Service, as: kubectl get configmap,service -n ingress-nginx -o yaml, ' +
  'or the values of its chart';

function isOnNodes({ hostNetwork, hostPort }: Values): boolean {
  return hostNetwork === true || (isObject(hostPort) && hostPort.enabled === true);
}

/** `controller` of the values of its chart. */
type Values = Readonly<Record<string, unknown>>;

/** The values of its chart, by themselves or as a part of another chart's. */
function controllerValues(value: unknown): Values | undefined {
  if (!isObject(value) || value.kind !== undefined) return undefined;
  const inner = isObject(value['ingress-nginx']) ? value['ingress-nginx'] : value;
  const { controller } = inner;
  if (!isObject(controller)) return undefined;
  const isItsOwn = ['config', 'service', 'hostNetwork', 'hostPort'].some((key) => key in controller);
  return isItsOwn ? controller : undefined;
}

function isConfigMap({ kind, metadata, data }: KubernetesObject): boolean {
  if (kind !== 'ConfigMap' || !isObject(data)) return false;
  return OWN_KEYS.some((key) => key in data) || NAMES.test(String(metadata?.name));
}

/** A Service that outsiders reach, and not those of webhooks and metrics. */
function isEntrance({ kind, metadata, spec }: KubernetesObject): boolean {
  if (kind !== 'Service' || OTHERS.test(String(metadata?.name))) return false;
  const names = [metadata?.name, ...Object.values(spec?.selector ?? {})].map(String);
  return names.some((name) => IS_ITS_OWN.test(name)) && spec?.type !== 'ExternalName';
}

/** The Service that the chart makes of its values. */
function serviceOf({ service }: Values): KubernetesObject | undefined {
  const values: Record<string, any> = isObject(service) ? service : {};
  if (values.enabled === false || (isObject(values.external) && values.external.enabled === false)) return undefined;
  const targets = isObject(values.targetPorts) ? values.targetPorts : {};
  const port = (name: 'http' | 'https', number: number) => ({ name, port: number, targetPort: targets[name] ?? name });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'ingress-nginx-controller', annotations: textsOf(values.annotations) },
    spec: {
      type: values.type ?? 'LoadBalancer',
      externalTrafficPolicy: values.externalTrafficPolicy || undefined,
      loadBalancerClass: values.loadBalancerClass || undefined,
      loadBalancerSourceRanges: values.loadBalancerSourceRanges,
      loadBalancerIP: values.loadBalancerIP || undefined,
      ports: [port('http', 80), port('https', 443)],
    },
  };
}

/** A map of texts, as Helm's `toString` and `quote` make it of values. */
function textsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}
