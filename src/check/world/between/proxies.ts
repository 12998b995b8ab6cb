import { Between, Row, Surroundings } from './between';
import { Written, writtenInObjects } from './written-in-objects';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
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

/** A key of ingress-nginx' ConfigMap with an address that it dials before each request. */
const DIALLED = 'global-auth-url';

/** Whether an image may pass requests of others on. */
export function passesOn(image: string): boolean {
  return PROXIES.test(image.toLowerCase());
}

/** What proxies of the cluster are told, by their commands, their variables, a file or an object. */
const toldToProxies = once((catalogue): Written[] => [
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
    [...fileEntriesOf(at)]
      .filter(([key, { value = '' }]) => key === DIALLED || mayBeProxyConfiguration(value))
      .map(([, { value = '', field = 'data' }]) => ({ at, field, text: restOf(value) })),
  ),
  ...writtenInObjects(catalogue),
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

function mayPass({ at, field }: Written): Between {
  return {
    at,
    field,
    rule: 'unknown-way-in',
    verdict: 'unknown',
    why:
      `${at.id} has a proxy send to a Service of the gateway: ` +
      'by that way every client has the address of the proxy, unless Kong trusts it and reads its header.',
    mend: 'Look at what it writes, and trust its addresses only. If it is not a way in, acknowledge this finding.',
    question: `Does ${at.id} pass requests of clients to this gateway, and what does it write about them?`,
    answer: 'look at that proxy',
  };
}
