import { Catalogue } from './catalogue';
import { Container, Environment, environmentOf } from './environment';
import { defaultsOf, Image, readImage } from './image';
import { OperatorService, operatorService } from './operator-service';
import { Declared } from './plugins';
import { sourcesOf, Unread } from './start/sources';
import { Template, templatesOf } from './workloads';
import { KubernetesObject } from '../../controllers/balancer';
import { objectsIn } from '../../controllers/values';
import { ManifestObject } from '../../forms/manifests';
import { fieldsOf, isObject } from '../../input/objects';

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
  readonly image: Image;
  /** Files that its settings name and that are in the input. */
  readonly files: ReadonlyMap<string, string>;
  /** Files and commands that may set anything, and that are not in the input. */
  readonly unread: readonly Unread[];
  /** Kong's declarative configuration, if it is in the input. */
  readonly declared?: Declared;
  /** The Service that an operator makes of the workload itself. */
  readonly operatorService?: OperatorService;
}

/** What the operator makes of an object beside its pods. */
interface Operated {
  /** The field that describes the Service. */
  readonly service: string;
  /** The image of a container that the user does not write. */
  readonly image?: string;
}

const OPERATED: Readonly<Record<string, Operated>> = {
  DataPlane: { service: 'spec.network.services.ingress' },
  GatewayConfiguration: { service: 'spec.dataPlaneOptions.network.services.ingress', image: 'kong/kong-gateway' },
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
const NOT_A_PROXY = new RegExp(
  [
    'operator',
    'konga',
    'httpbin',
    'echo',
    'migrat',
    'dashboard',
    'exporter',
    'portal',
    'deck',
    'mesh',
    'kuma',
    'plugin-?server',
    'builder',
    'swagger',
    'configur',
    'config-',
    '-config',
    'sync',
    'backup',
    'import',
    'bootstrap',
    'admin',
    '-ui',
    'docs',
    'client',
    'test',
    'cli$',
  ].join('|'),
);

/**
 * Settings that Kong reads; an application that calls Kong has others, such as KONG_ADMIN_URL, or those of its
 * database.
 */
const SETTING = new RegExp(
  `^KONG_(${[
    'DATABASE',
    'DECLARATIVE_CONFIG\\w*',
    'ROLE',
    'PREFIX',
    'PORT_MAPS',
    'TRUSTED_IPS',
    'REAL_IP_\\w+',
    'NGINX_\\w+',
    'LUA_\\w+',
    'CLUSTER_\\w+',
    '\\w+_LISTEN',
    '\\w+_(ACCESS|ERROR)_LOG',
    'LOG_LEVEL',
    'PLUGINS',
    'ROUTER_\\w+',
    'HEADERS',
    'UPSTREAM_KEEPALIVE\\w*',
    'MEM_CACHE_SIZE',
    'KONNECT_MODE',
    'VITALS\\w*',
    'REQUEST_DEBUG\\w*',
    'ALLOW_DEBUG_HEADER',
  ].join('|')})$`,
);
/** Those that make a proxy of any image. */
const OF_A_PROXY = /^KONG_(PROXY_LISTEN|TRUSTED_IPS|REAL_IP_\w+)$/;

/** Commands of Kong that end, and those that stay. */
const ENDS = /\bkong\s+(migrations|config|check|version|health|vault|hybrid|debug|drain|quit|stop|reload)\b/;
const STAYS = /\bdocker-start\b|\bkong\s+(start|restart)\b|\bnginx\b/;
const IDLES = /^(\S*\/)?(sleep|tail|true|echo|cat|ls)\b/;

/** Every gateway among the objects. */
export function gatewaysOf(catalogue: Catalogue): Gateway[] {
  return proxiesOf(catalogue).filter(
    ({ environment }) =>
      environment.value('KONG_ROLE') !== 'control_plane' &&
      environment.value('KONG_PROXY_LISTEN')?.trim().toLowerCase() !== 'off',
  );
}

/** Hybrid control planes: they take settings for the client's address, and use none of them. */
export function controlPlanesOf(catalogue: Catalogue): Gateway[] {
  return proxiesOf(catalogue).filter(({ environment }) => environment.value('KONG_ROLE') === 'control_plane');
}

function proxiesOf(catalogue: Catalogue): Gateway[] {
  return templatesOf(catalogue).flatMap((template) => readTemplate(template, catalogue));
}

/** Each container of a pod template that runs Kong. */
function readTemplate({ workload, template, field }: Template, catalogue: Catalogue): Gateway[] {
  const operated = Object.hasOwn(OPERATED, workload.kind) ? OPERATED[workload.kind] : undefined;
  const pod = fieldsOf(template.spec);
  const prefix = field === '' ? 'spec' : `${field}.spec`;
  const containers = [
    ...objectsIn(pod.initContainers).map((spec) => container(spec, `${prefix}.initContainers`, true)),
    ...objectsIn(pod.containers).map((spec) => container(spec, `${prefix}.containers`, false)),
  ];
  const declared = containers.filter(
    (one) => !one.init && isProxy(one.spec, operated, () => namesOf(workload, one, catalogue)),
  );
  const made =
    operated?.image && declared.length === 0
      ? [container({ name: 'proxy', image: operated.image }, `${prefix}.containers`, false)]
      : [];
  const podAnnotations = isObject(template.metadata?.annotations) ? template.metadata.annotations : {};
  return [...declared, ...made].map((own) => {
    const image = readImage(own.spec.image);
    const defaults = { ...defaultsOf(image), ...(operated ? OPERATOR_DEFAULTS : {}) };
    const beside = containers.filter((other) => other !== own);
    return {
      ...sourcesOf(
        { workload, pod, container: own, beside, annotations: podAnnotations },
        environmentOf(workload, own, catalogue, defaults),
        catalogue,
      ),
      workload,
      pod,
      podLabels: isObject(template.metadata?.labels) ? template.metadata.labels : {},
      podAnnotations,
      container: own,
      beside,
      operatorService: operated ? operatorService(workload, operated.service, catalogue) : undefined,
      image,
    };
  });
}

function container(spec: KubernetesObject, field: string, init: boolean): Container {
  const name = String(spec.name ?? '');
  return { name, spec, field: `${field}[${name}]`, init };
}

/**
 * By the image's name, or, for an image of the user's own, by the settings of Kong; and by a command that keeps it
 * running.
 */
function isProxy(spec: KubernetesObject, operated: Operated | undefined, names: () => readonly string[]): boolean {
  const image = String(spec.image ?? '')
    .toLowerCase()
    .replace(/[:@].*$/, (rest) => (rest.includes('/') ? rest : ''));
  const name = image.slice(image.lastIndexOf('/') + 1).replace(/[:@].*$/, '');
  if (/ingress-controller/.test(name) || /ingress-controller/.test(String(spec.name))) {
    return false;
  }
  const command = commandOf(spec);
  if ((ENDS.test(command) && !STAYS.test(command)) || IDLES.test(command)) {
    return false;
  }
  const byName = /(^|[-_.])kong([-_.]|$)/.test(name) || (operated !== undefined && spec.name === 'proxy');
  if (byName && !NOT_A_PROXY.test(name)) {
    return true;
  }
  const sign = byName ? OF_A_PROXY : SETTING;
  return names().some((variable) => sign.test(variable));
}

/** What a container runs, as one line. */
function commandOf({ command, args }: KubernetesObject): string {
  return [command, args]
    .flatMap((words) => (Array.isArray(words) ? words : []))
    .map(String)
    .join(' ');
}

function namesOf(workload: ManifestObject, { spec, ...rest }: Container, catalogue: Catalogue): readonly string[] {
  const own = objectsIn(spec.env).map(({ name }) => String(name));
  return spec.envFrom === undefined
    ? own
    : environmentOf(workload, { spec, ...rest }, catalogue, {}).all.map(({ name }) => name);
}
