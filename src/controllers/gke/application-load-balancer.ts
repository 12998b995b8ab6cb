import {
  backendConfig,
  backendProtocol,
  configRefusals,
  hasEndpointGroup,
  serviceRefusals,
  STATUS_HEALTH_CHECK,
} from './backend-services';
import { GKE_KEYS } from './network-load-balancer';
import { GOOGLE_FRONT_ENDS } from '../../net/google-front-ends';
import { parseBool } from '../../notation/go';
import { Balancer, Cluster, Frontend, HealthCheck, HttpRules, KubernetesObject, Peer } from '../balancer';
import { Controller } from '../controller';
import { annotation, annotationField, findBeside } from '../fields';
import { backendReferences, ingressBackends, ingressClassOf, portRefusals } from '../ingress';
import { made, Reading, refusedBy, Remark, unsettled } from '../reading';
import { Backend, frontendsOf, isLocal } from '../services';
import { misspelt } from '../spelling';
import { objectsIn } from '../values';

const ID = 'ingress-gce';
const CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

/** A kind of Google's Application Load Balancer. */
export interface ApplicationKind {
  readonly balancer: string;
  readonly name: string;
  /** Google Front Ends at the edge, or Envoys in the proxy-only subnet of the network. */
  readonly frontEnds: boolean;
  readonly internal: boolean;
}

const DEFAULT_CLASS = 'gce';

/** The classes of GKE's Ingress. */
const CLASSES: Readonly<Record<string, ApplicationKind>> = {
  gce: {
    balancer: 'gke-application',
    name: 'external Application Load Balancer of Google',
    frontEnds: true,
    internal: false,
  },
  'gce-internal': {
    balancer: 'gke-internal-application',
    name: 'internal Application Load Balancer of Google',
    frontEnds: false,
    internal: true,
  },
  'gce-regional-external': {
    balancer: 'gke-regional-application',
    name: 'regional external Application Load Balancer of Google',
    frontEnds: false,
    internal: false,
  },
};

const KEYS = [
  'ingress.gcp.kubernetes.io/pre-shared-cert',
  'kubernetes.io/ingress.allow-http',
  'kubernetes.io/ingress.class',
  'kubernetes.io/ingress.global-static-ip-name',
  'kubernetes.io/ingress.regional-static-ip-name',
  'networking.gke.io/managed-certificates',
  'networking.gke.io/v1beta1.FrontendConfig',
];

/** GKE's Ingress controller. */
export const ingressGce: Controller = {
  id: ID,
  cloud: 'gke',
  makes: Object.fromEntries(Object.values(CLASSES).map(({ balancer, name }) => [balancer, name])),
  signs: { classes: Object.keys(CLASSES) },
  read(ingress, cluster) {
    if (ingress.kind !== 'Ingress') return undefined;
    const { name, by } = ingressClassOf(ingress, cluster);
    // An empty annotation is GKE's own class, as is none at all.
    const kind = CLASSES[name || DEFAULT_CLASS];
    if (!kind) return undefined;
    return by === 'field' || by === 'default' ? byField(name || DEFAULT_CLASS) : read(ingress, cluster, kind);
  },
};

function byField(name: string): Reading {
  return refusedBy(ID, [
    {
      rule: 'gce-class-by-field',
      field: 'spec.ingressClassName',
      why: 'GKE reads the class from the annotation kubernetes.io/ingress.class alone: no balancer appears.',
      mend: `Write the annotation ${CLASS_ANNOTATION}: ${name}, and take ingressClassName out.`,
    },
  ]);
}

const BACKEND_CONFIG = annotationField('cloud.google.com/backend-config');
const CHECK_FIELDS = Object.entries(STATUS_HEALTH_CHECK).map(([field, value]) => `${field}: ${value}`);

const SETTINGS: Balancer['settings'] = {
  healthCheck: { field: BACKEND_CONFIG, write: `a BackendConfig with healthCheck: { ${CHECK_FIELDS.join(', ')} }` },
  admit: { field: BACKEND_CONFIG, write: 'a BackendConfig with the name of a security policy of Cloud Armor' },
};

function read(ingress: KubernetesObject, cluster: Cluster, kind: ApplicationKind): Reading {
  const backends = ingressBackends(ingress, cluster);
  const configs = backends.map((backend) => backendConfig(backend, cluster));
  const remarks = [
    ...misspelt(ingress, ['kubernetes.io/ingress.', 'networking.gke.io/', 'ingress.gcp.kubernetes.io/'], KEYS),
    ...backends.flatMap(({ service }) => (service ? misspelt(service, ['cloud.google.com/'], GKE_KEYS) : [])),
  ];
  const refusals = [
    ...portRefusals(backendReferences(ingress), ingress, cluster),
    ...backends.flatMap(({ service }) => serviceRefusals(service)),
    ...configs.flatMap((config) => configRefusals(config?.spec)),
  ];
  if (refusals.length > 0) return refusedBy(ID, refusals, remarks);
  const missing = configs.find((config) => config?.missing !== undefined);
  if (missing) return unsettled(ID, 'missing-object', [...remarks, unseen(missing.missing!)]);
  const towards = (backend: Backend | undefined) => {
    const spec = backend && configs[backends.indexOf(backend)]?.spec;
    const targets: Balancer['targets'] = dialsPods(backend?.service, kind) ? 'pods' : 'nodes';
    return {
      targets,
      peer: peer(kind, targets, backend?.service),
      http: httpRules(ingress, cluster, kind, spec),
      healthCheck: healthCheck(spec),
      admits: spec?.securityPolicy?.name ? [] : undefined,
    };
  };
  return made(
    ID,
    {
      id: kind.balancer,
      name: kind.name,
      frontends: frontendsOf(listeners(ingress), backends, (backend) => ({
        backend: backendProtocol(backend),
        differs: towards(backend),
      })),
      ...towards(backends[0]),
      whenAllFail: 'errors',
      settings: SETTINGS,
      internal: kind.internal,
    },
    remarks,
  );
}

function unseen(name: string): Remark {
  return {
    rule: 'balancer-unknown',
    field: BACKEND_CONFIG,
    why: `The BackendConfig ${name}, which decides what is checked and which headers are set, is not in the input.`,
    mend: `Add the BackendConfig ${name} to the input.`,
  };
}

function listeners(ingress: KubernetesObject): Pick<Frontend, 'port' | 'speaks'>[] {
  const endsTls =
    annotation(ingress, 'networking.gke.io/managed-certificates') ||
    annotation(ingress, 'ingress.gcp.kubernetes.io/pre-shared-cert') ||
    objectsIn(ingress.spec?.tls)[0];
  return [
    ...(parseBool(annotation(ingress, 'kubernetes.io/ingress.allow-http') ?? '') === false
      ? []
      : [{ port: 80, speaks: 'http' as const }]),
    ...(endsTls ? [{ port: 443, speaks: 'https' as const }] : []),
  ];
}

/** Pods through network endpoint groups, which internal and regional balancers always use; else node ports. */
function dialsPods(service: KubernetesObject | undefined, kind: ApplicationKind): boolean {
  return !kind.frontEnds || hasEndpointGroup(service) || (service?.spec?.type ?? 'ClusterIP') === 'ClusterIP';
}

function peer(kind: ApplicationKind, targets: Balancer['targets'], service: KubernetesObject | undefined): Peer {
  if (targets === 'nodes' && !isLocal(service)) return { role: 'node' };
  return { role: 'balancer', networks: kind.frontEnds ? GOOGLE_FRONT_ENDS : undefined };
}

function httpRules(ingress: KubernetesObject, cluster: Cluster, kind: ApplicationKind, spec: any): HttpRules {
  const own = objectsIn(ingress.status?.loadBalancer?.ingress)
    .map(({ ip }) => ip)
    .find((ip) => typeof ip === 'string');
  const frontendConfig = annotation(ingress, 'networking.gke.io/v1beta1.FrontendConfig');
  const redirect =
    frontendConfig && findBeside(ingress, cluster, 'FrontendConfig', frontendConfig)?.spec?.redirectToHttps?.enabled;
  return {
    forwardedFor: { mode: 'append', appends: [own ?? '{balancer}'] },
    overwrites: { 'X-Forwarded-Proto': '{scheme}', ...(kind.frontEnds ? customHeaders(spec) : {}) },
    redirectsToHttps: redirect === true,
  };
}

/** Custom request headers, with Google's variables in our words. */
function customHeaders(spec: any): Readonly<Record<string, string>> {
  const headers: unknown[] = Array.isArray(spec?.customRequestHeaders?.headers)
    ? spec.customRequestHeaders.headers
    : [];
  return Object.fromEntries(
    headers
      .map(String)
      .filter((header) => header.includes(':'))
      .map((header) => {
        const [name, ...value] = header.split(':');
        const written = value.join(':').trim();
        return [
          name.trim(),
          Object.entries(VARIABLES).reduce((text, [variable, ours]) => text.replaceAll(variable, ours), written),
        ];
      }),
  );
}

/**
 * Which port a client has tells nothing. @see
 * https://cloud.google.com/load-balancing/docs/https/custom-headers#variables
 */
const VARIABLES: Readonly<Record<string, string>> = {
  '{client_ip_address}': '{client}',
  '{client_port}': '46532',
  '{server_port}': '{port}',
};

function healthCheck(spec: any): HealthCheck {
  const check = spec?.healthCheck;
  return {
    kind: 'http',
    port: typeof check?.port === 'number' ? check.port : 'traffic-port',
    path: check?.requestPath ?? '/',
    passes: '200',
    sendsProxyProtocol: false,
    ...(check?.type === undefined ? {} : { tls: check.type !== 'HTTP' }),
  };
}
