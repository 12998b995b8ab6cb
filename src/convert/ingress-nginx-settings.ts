import { IngressNginx } from './ingress-nginx-input';
import { networkOf } from '../check/trial/networks';
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
  /** Whom it believed, as nginx reads the networks. */
  readonly trusted: readonly string[];
  readonly trustsEverybody: boolean;
  readonly fullForwardedFor: boolean;
}

export const DEFAULT_HEADER = 'X-Forwarded-For';

/** @throws when a network cannot be read */
export function settingsOf(config: IngressNginx['config']): NginxSettings {
  const on = (key: string) => flagOf(config[key]) === true;
  const given = config['proxy-real-ip-cidr'];
  const texts = (given ?? '0.0.0.0/0')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '');
  const trusted = texts.map((text) => networkOf(text)?.text ?? fail(text));
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

function fail(text: string): never {
  throw new Error(`proxy-real-ip-cidr: ${JSON.stringify(text)} is not a network; write one such as 10.0.0.0/16`);
}

/** Undefined for what Go does not read as a boolean. An empty text is false. */
export function flagOf(text: string | undefined): boolean | undefined {
  return text === undefined || text === '' ? false : parseBool(text);
}
