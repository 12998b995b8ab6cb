import { Stream, streamsOf, streamsOfMap } from './ingress-nginx-streams';
import { KubernetesObject } from '../controllers/balancer';
import { readDocuments } from '../forms/documents';
import { objectsOf } from '../forms/manifests';
import { ClientIpManifest } from '../forms/text';
import { fieldsOf, isObject } from '../input/objects';

/** What the input has of ingress-nginx. */
export interface IngressNginx {
  /** The ConfigMap's data; empty where it was not given. */
  readonly config: Readonly<Record<string, string>>;
  /** The Service that takes traffic from outside. */
  readonly service?: KubernetesObject;
  /** The chart's internal Service beside that one: another way to the same pods. */
  readonly secondServices: readonly KubernetesObject[];
  /** Ports that are passed on as streams. */
  readonly streams: readonly Stream[];
  /** Everything that was read, for what belongs to the Service. */
  readonly objects: readonly KubernetesObject[];
  /** Clients dial the nodes: `hostNetwork` or `hostPort`. */
  readonly onNodes: boolean;
}

/** Keys that only ingress-nginx has in its ConfigMap, whatever it is called. */
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
const OTHERS = /-(admission|metrics|webhook|defaultbackend)$/;

/** The end of the name of the chart's second Service. */
const INTERNAL = '-internal';

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
  const charts = documents.map(({ value }) => chartValues(value)).filter((values) => values !== undefined);
  const configMaps = objects.filter(isConfigMap).map(({ data }) => textsOf(data));
  const { services, secondServices } = entrances(objects.filter(isEntrance));
  const configs = [...configMaps, ...charts.map(({ controller }) => textsOf(controller.config))];
  const ofCharts = entrances(charts.flatMap(({ controller }) => servicesOf(controller)));
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
    service: services[0] ?? ofCharts.services[0],
    secondServices: [...secondServices, ...ofCharts.secondServices],
    streams: [
      ...objects.flatMap(streamsOf),
      ...charts.flatMap(({ tcp, udp }) => [...streamsOfMap('TCP', tcp), ...streamsOfMap('UDP', udp)]),
    ],
    objects,
    onNodes: charts.some(({ controller }) => isOnNodes(controller)),
  };
}

const GIVE =
  'give its ConfigMap and Service, as: kubectl get configmap,service -n ingress-nginx -o yaml, ' +
  'or the values of its chart';

function isOnNodes({ hostNetwork, hostPort }: Values): boolean {
  return hostNetwork === true || (isObject(hostPort) && hostPort.enabled === true);
}

/** A part of the values of its chart. */
type Values = Readonly<Record<string, unknown>>;

/** The values of its chart that matter here. */
interface ChartValues {
  readonly controller: Values;
  readonly tcp: unknown;
  readonly udp: unknown;
}

/** The values of its chart, by themselves or as a part of another chart's. */
function chartValues(value: unknown): ChartValues | undefined {
  if (!isObject(value) || value.kind !== undefined) return undefined;
  const { controller, tcp, udp } = isObject(value['ingress-nginx']) ? value['ingress-nginx'] : value;
  if (!isObject(controller)) return undefined;
  const isItsOwn = ['config', 'service', 'hostNetwork', 'hostPort'].some((key) => key in controller);
  return isItsOwn ? { controller, tcp, udp } : undefined;
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

/** The Services that clients use, and the internal ones beside them. */
function entrances(found: readonly KubernetesObject[]) {
  const isInternal = ({ metadata }: KubernetesObject) => String(metadata?.name).endsWith(INTERNAL);
  const services = found.filter((service) => !isInternal(service));
  const internal = found.filter(isInternal);
  return services.length > 0 ? { services, secondServices: internal } : { services: internal, secondServices: [] };
}

/**
 * The Services that the chart makes of its values.
 *
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/charts/ingress-nginx/templates/controller-service-internal.yaml
 */
function servicesOf({ service }: Values): KubernetesObject[] {
  const shared: Record<string, any> = fieldsOf(service);
  if (shared.enabled === false) return [];
  const { external, internal } = shared;
  const hasExternal = !isObject(external) || external.enabled !== false;
  const hasInternal = isObject(internal) && internal.enabled === true;
  const isAnnotated = hasInternal && Object.keys(textsOf(internal.annotations)).length > 0;
  return [
    ...(hasExternal ? [serviceOf('ingress-nginx-controller', shared, shared)] : []),
    ...(isAnnotated ? [serviceOf(`ingress-nginx-controller${INTERNAL}`, internal, shared)] : []),
  ];
}

/** A Service by its own values, and those that both Services share. */
function serviceOf(name: string, own: Record<string, any>, shared: Record<string, any>): KubernetesObject {
  const targets = { ...shared.targetPorts, ...own.targetPorts };
  const port = (key: 'http' | 'https', number: number) => ({
    name: key,
    port: number,
    targetPort: targets[key] ?? key,
  });
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, annotations: textsOf(own.annotations) },
    spec: {
      type: own.type || shared.type || 'LoadBalancer',
      externalTrafficPolicy: own.externalTrafficPolicy || undefined,
      loadBalancerClass: own.loadBalancerClass || undefined,
      loadBalancerSourceRanges: own.loadBalancerSourceRanges,
      loadBalancerIP: own.loadBalancerIP || undefined,
      ports: [port('http', 80), port('https', 443)],
    },
  };
}

/** A map of texts, as Helm's `toString` makes it of values. */
function textsOf(value: unknown): Record<string, string> {
  if (!isObject(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, textOf(one)]));
}

const textOf = (value: unknown) => (Array.isArray(value) ? `[${value.join(' ')}]` : String(value));
