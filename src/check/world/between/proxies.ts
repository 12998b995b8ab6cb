import { Between, Row, Surroundings } from './between';
import { annotationField } from '../../../controllers/fields';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { isObject } from '../../../input/objects';
import { literal } from '../../../input/patterns';
import { once } from '../catalogue';
import { fileEntriesOf } from '../environment';
import { mayBeProxyConfiguration, restOf } from '../proxy-configuration';
import { templatesOf } from '../workloads';

/** Images that pass requests of others on to where they are told. */
const PROXIES = new RegExp(
  `(^|[/_-])(${[
    'nginx',
    'haproxy',
    'envoy',
    'traefik',
    'caddy',
    'httpd',
    'apache2?',
    'varnish',
    'squid',
    'modsecurity(-crs)?',
    'bunkerweb',
    'krakend',
    'oauth2-proxy',
    'gogatekeeper',
    'gatekeeper',
    'pomerium',
    'cloudflared',
    'ngrok',
    'frpc?',
    'inlets(-pro)?',
    'chisel',
    'rathole',
    'gost',
    'tailscale',
    'socat',
  ].join('|')})([:@_-]|$)`,
);

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

/** Whether an image may pass requests of others on. */
export function passesOn(image: string): boolean {
  return PROXIES.test(image.toLowerCase());
}

/** What a proxy of the cluster is told, by its command, its variables or a file. */
interface Told {
  readonly at: ManifestObject;
  readonly field: string;
  readonly text: string;
}

const toldToProxies = once((catalogue): Told[] => [
  ...templatesOf(catalogue).flatMap(({ workload: at, template, field }) =>
    objectsIn(template.spec?.containers)
      .filter(({ image }) => passesOn(String(image)))
      .map((container) => ({
        at,
        field: field === '' ? 'spec' : `${field}.spec`,
        text: wordsOf(container).join('\n'),
      })),
  ),
  ...[...catalogue.all('ConfigMap'), ...catalogue.all('Secret')].flatMap((at) =>
    [...fileEntriesOf(at).values()]
      .filter(({ value = '' }) => mayBeProxyConfiguration(value))
      .map(({ value = '', field = 'data' }) => ({ at, field, text: restOf(value) })),
  ),
  ...WITH_SNIPPETS.flatMap((kind) => catalogue.all(kind)).flatMap((at) =>
    textsOf(at).filter(({ key, text }) => DIALLED.test(key) || (SNIPPET.test(key) && mayBeProxyConfiguration(text))),
  ),
]);

/** Proxies of the cluster that are told to send to a Service of the gateway. */
export const proxies: Row = (around) =>
  toldToProxies(around.catalogue)
    .filter(({ at, text }) => at !== around.gateway.workload && names(text, at, around))
    .map(mayPass);

function wordsOf({ command, args, env }: Record<string, any>): string[] {
  const words = [command, args].flatMap((list): unknown[] => (Array.isArray(list) ? list : []));
  return [...words, ...objectsIn(env).map(({ value }) => value)].map((word) => String(word ?? ''));
}

interface NamedText extends Told {
  readonly key: string;
}

/** The annotations of an object, and every text in its spec. */
function textsOf(at: ManifestObject): NamedText[] {
  const { metadata, spec } = at.object;
  const annotations = Object.entries(isObject(metadata?.annotations) ? metadata.annotations : {});
  return [
    ...annotations.map(([key, text]) => ({ at, key, field: annotationField(key), text: String(text) })),
    ...textsIn(at, 'spec', spec),
  ];
}

function textsIn(at: ManifestObject, field: string, value: unknown): NamedText[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => textsIn(at, `${field}[${index}]`, item));
  if (isObject(value)) return Object.entries(value).flatMap(([key, item]) => textsIn(at, `${field}.${key}`, item));
  return typeof value === 'string' ? [{ at, key: field, field, text: value }] : [];
}

/**
 * Whether a text has the host name of a Service: alone in its namespace, and with the namespace anywhere. What stands
 * behind a slash alone is a path.
 */
function names(text: string, { namespace: from }: ManifestObject, { services, gateway }: Surroundings): boolean {
  const namespace = literal(gateway.workload.namespace);
  return services.some((service) => {
    const name = literal(service.name);
    const suffix = `(\\.${namespace}(\\.svc[\\w.-]*)?)${from === gateway.workload.namespace ? '?' : ''}`;
    const host = `(^|//|[^\\w./-])${name}${suffix}(?![\\w.-])`;
    return new RegExp(`${host}|(^|[^\\w./-])${namespace}/${name}(?![\\w.-])`, 'u').test(text);
  });
}

function mayPass({ at, field }: Told): Between {
  return {
    at,
    field,
    rule: 'unknown-way-in',
    verdict: 'unknown',
    why: `${at.id} has a proxy send to a Service of the gateway: by that way every client has the address of the proxy, unless Kong trusts it and reads its header.`,
    mend: 'Look at what it writes, and trust its addresses only. If it is not a way in, acknowledge this finding.',
    question: `Does ${at.id} pass requests of clients to this gateway, and what does it write about them?`,
    answer: 'look at that proxy',
  };
}
