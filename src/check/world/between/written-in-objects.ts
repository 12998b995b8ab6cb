import { annotationField } from '../../../controllers/fields';
import { ingressClassOf } from '../../../controllers/ingress';
import { ManifestObject } from '../../../forms/manifests';
import { fieldsOf, isObject } from '../../../input/objects';
import { Catalogue } from '../catalogue';
import { mayBeProxyConfiguration } from '../proxy-configuration';

/**
 * Annotations that put directives into the configuration of a controller: `server-snippet` of ingress-nginx,
 * `location-snippets` of NGINX, `config-backend` of HAProxy Ingress, and others.
 * https://haproxy-ingress.github.io/docs/configuration/keys/#configuration-snippet
 */
const SNIPPET = /-snippets?$|\/config-[a-z-]+$/;
/**
 * Annotations with an address that ingress-nginx dials besides the backends.
 * https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
 */
const DIALLED = /\/(auth-url|mirror-target|default-backend)$/;
/** Objects of which a controller reads them. The NGINX Ingress Controller has the same among the fields of its own. */
const WITH_SNIPPETS = ['Ingress', 'Service', 'VirtualServer', 'VirtualServerRoute', 'TransportServer'];
/** Objects that hold files as text, from which others make a Secret, or values of a chart. */
export const WITH_FILES = [
  'ExternalSecret',
  'ClusterExternalSecret',
  'SealedSecret',
  'Application',
  'HelmRelease',
  'HelmChart',
  'HelmChartConfig',
];

/**
 * Annotations that a controller reads: by the controller of the IngressClass, or by the usual name of the class.
 * Both NGINX controllers have the class `nginx`, and both HAProxy ones `haproxy`.
 */
const READ: readonly (readonly [sign: RegExp, keys: RegExp])[] = [
  [/ingress-nginx/, /^nginx\.ingress\.kubernetes\.io\//],
  [/^nginx\.org\//, /^nginx\.(org|com)\//],
  [/^nginx$/, /^nginx\./],
  [/haproxy/, /^(haproxy|ingress\.kubernetes\.io)/],
  [
    /^(alb|gce|gce-internal|traefik|kong|contour|istio|cilium|tailscale|azure-application-gateway|azure-alb-external)$/,
    /^$/,
  ],
  [
    /^(ingress\.k8s\.aws|eks\.amazonaws\.com|azure|traefik\.io|ingress-controllers\.konghq\.com|projectcontour\.io|istio\.io|cilium\.io|tailscale\.com)\//,
    /^$/,
  ],
];

/** A text of an object that may be read by a proxy. */
export interface Written {
  readonly at: ManifestObject;
  readonly field: string;
  readonly text: string;
}

interface Keyed extends Written {
  readonly key: string;
}

/** What objects other than ConfigMaps and Secrets tell proxies, beside their routes. */
export function writtenInObjects(catalogue: Catalogue): Written[] {
  return [
    ...WITH_SNIPPETS.flatMap((kind) => catalogue.all(kind)).flatMap((at) =>
      [...annotationsRead(at, catalogue), ...textsIn(at, 'spec', at.object.spec)].filter(isTold),
    ),
    ...WITH_FILES.flatMap((kind) => catalogue.all(kind))
      .flatMap((at) => textsIn(at, 'spec', at.object.spec))
      .filter(({ text }) => mayBeProxyConfiguration(text)),
  ];
}

function isTold({ key, text }: Keyed): boolean {
  return DIALLED.test(key) || (SNIPPET.test(key) && mayBeProxyConfiguration(text));
}

/** The annotations of an object, without those of an Ingress whose class is known and reads others. */
function annotationsRead(at: ManifestObject, catalogue: Catalogue): Keyed[] {
  const { annotations } = at.object.metadata ?? {};
  const { controller, name } = at.kind === 'Ingress' ? ingressClassOf(at.object, catalogue) : {};
  const keys = READ.find(([sign]) => sign.test(controller ?? name ?? ''))?.[1];
  return Object.entries(fieldsOf(annotations))
    .filter(([key]) => keys === undefined || keys.test(key))
    .map(([key, text]) => ({ at, key, field: annotationField(key), text: String(text) }));
}

function textsIn(at: ManifestObject, field: string, value: unknown): Keyed[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(at, `${field}[${index}]`, item));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => textsIn(at, `${field}.${key}`, item));
  return typeof value === 'string' ? [{ at, key: field, field, text: value }] : [];
}
