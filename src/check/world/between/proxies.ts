import { Between, Row, Surroundings } from './between';
import { isObject, objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { once } from '../catalogue';
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

/** The configuration of a proxy that no reader of routes knows: Envoy's, Traefik's, Apache's. */
const CONFIGURATION = /\bsocket_address\b|\bloadBalancer:|^\s*ProxyPass(Match)?\s/m;

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
  ...catalogue
    .all('ConfigMap')
    .filter(({ object }) => isObject(object.data))
    .flatMap((at) =>
      Object.entries<unknown>(at.object.data)
        .map(([key, text]) => ({ at, field: `data.${key}`, text: String(text) }))
        .filter(({ text }) => CONFIGURATION.test(text)),
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

/** Whether a text has the host name of a Service: alone in its namespace, and with the namespace anywhere. */
function names(text: string, { namespace: from }: ManifestObject, { services, gateway }: Surroundings): boolean {
  const { namespace } = gateway.workload;
  return services.some(({ name }) => {
    const suffix = `(\\.${namespace}(\\.svc[\\w.-]*)?)${from === namespace ? '?' : ''}`;
    return new RegExp(`(^|[^\\w.-])${name}${suffix}(?![\\w.-])`).test(text);
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
