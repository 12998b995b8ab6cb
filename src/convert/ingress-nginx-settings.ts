import { IngressNginx } from './ingress-nginx-input';
import { networkOf } from '../check/trial/networks';
import { list } from '../controllers/values';
import { parseCidr } from '../net/cidr';
import { isWorldwide, merge } from '../net/cidr-set';
import { parseBool } from '../notation/go';

/**
 * The settings of ingress-nginx that decide about the client's address.
 *
 * @see https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/configmap/
 * @see https://github.com/kubernetes/ingress-nginx/blob/main/rootfs/etc/nginx/template/nginx.tmpl
 */
export interface NginxSettings {
  readonly proxyProtocol: boolean;
  readonly forwardedHeaders: boolean;
  /** nginx reads the header as soon as one of three keys is on. */
  readonly readsHeader: boolean;
  readonly header: string;
  /** The senders that it believed, as nginx reads the networks. */
  readonly trusted: readonly string[];
  readonly trustsEverybody: boolean;
  readonly fullForwardedFor: boolean;
}

export const DEFAULT_HEADER = 'X-Forwarded-For';

/** @throws when a network cannot be read */
export function settingsOf(config: IngressNginx['config']): NginxSettings {
  const on = (key: string) => flagOf(config[key]) === true;
  const trusted = networksOf(config['proxy-real-ip-cidr'] ?? '0.0.0.0/0');
  const forwardedHeaders = on('use-forwarded-headers');
  const proxyProtocol = on('use-proxy-protocol');
  return {
    proxyProtocol,
    forwardedHeaders,
    readsHeader: forwardedHeaders || (!proxyProtocol && on('enable-real-ip')),
    header: config['forwarded-for-header'] || DEFAULT_HEADER,
    trusted,
    trustsEverybody: isWorldwide(merge(trusted.map(parseCidr))),
    fullForwardedFor: forwardedHeaders && on('compute-full-forwarded-for'),
  };
}

/** Networks between commas. Blanks around them do not count. */
function networksOf(text: string): string[] {
  const [, inList] = /^\[(.*)\]$/.exec(text) ?? [];
  if (inList !== undefined) {
    throw new Error(
      `proxy-real-ip-cidr: ${JSON.stringify(text)} is what Helm makes of a list, and nginx cannot load it; ` +
        `write one string: ${JSON.stringify(inList.split(' ').join(','))}`,
    );
  }
  return list(text).map((network) => networkOf(network)?.text ?? fail(network));
}

function fail(text: string): never {
  throw new Error(`proxy-real-ip-cidr: ${JSON.stringify(text)} is not a network; write one such as 10.0.0.0/16`);
}

/** Undefined for what Go does not read as a boolean. An empty text is false. */
export function flagOf(text: string | undefined): boolean | undefined {
  return text === undefined || text === '' ? false : parseBool(text);
}
