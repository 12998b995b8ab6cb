import { CDNS as FACTS, CdnFacts, CdnHeader } from '../../net/cdns';
import { Cidr, contains, parseCidr } from '../../net/cidr';
import { GOOGLE_FRONT_ENDS } from '../../net/google-front-ends';

/** A provider whose proxies are before the balancers of others. */
export interface Provider {
  readonly name: string;
  readonly networks: readonly Cidr[];
  /** Whether these are all of its networks. */
  readonly complete?: boolean;
  /** The header in which its proxies report the client. */
  readonly header?: CdnHeader;
  readonly appendsTo: CdnFacts['appendsTo'];
  /** Whether the object names the networks, so that there are no others. */
  readonly stated?: boolean;
  /** Whether its proxies may pass TCP on, and send PROXY protocol. */
  readonly sendsProxyProtocol?: boolean;
}

/** Content delivery networks, once for each of their headers. */
export const CDNS: readonly Provider[] = Object.values<CdnFacts>(FACTS).flatMap(
  ({ name, networks, headers, appendsTo, date, sendsProxyProtocol }) => {
    const parsed = networks.map(parseCidr);
    const complete = date !== undefined;
    return (headers.length > 0 ? headers : [undefined]).map((header): Provider => ({
      name,
      networks: parsed,
      complete,
      header,
      appendsTo,
      sendsProxyProtocol,
    }));
  },
);

/**
 * The providers whose networks are known. They serve to recognise one in a list; nothing is trusted by
 * them.
 */
export const PROVIDERS: readonly Provider[] = [
  ...CDNS,
  { name: 'Google', networks: GOOGLE_FRONT_ENDS.map(parseCidr), appendsTo: 'every request' },
];

/** The CDN whose header this is. */
export function cdnOfHeader(header: string): Provider | undefined {
  return CDNS.find((cdn) => cdn.header?.name.toLowerCase() === header.toLowerCase());
}

/** The CDN that all of these networks belong to. */
export function cdnOfNetworks(all: readonly Cidr[]): Provider | undefined {
  return all.length === 0 ? undefined : CDNS.find((cdn) => all.every((network) => isOf(cdn, network)));
}

/**
 * Who may connect to a balancer that a CDN is in front of.
 *
 * - cdn: the CDN alone
 * - others: others as well
 * - doubtful: networks that are not among those known of the CDN, of which not all are
 * - chosen: networks that cannot be compared with the CDN's
 */
export function admission(
  admitted: readonly Cidr[] | undefined,
  cdn: Provider,
): 'cdn' | 'others' | 'doubtful' | 'chosen' {
  if (admitted === undefined) return 'others';
  if (admitted.length === 0 || cdn.networks.length === 0) return 'chosen';
  if (admitted.every((network) => isOf(cdn, network))) return 'cdn';
  return cdn.complete ? 'others' : 'doubtful';
}

/** Whether a network belongs to a CDN. */
export function isOf(cdn: Provider, network: Cidr): boolean {
  return cdn.networks.some((known) => contains(known, network));
}
