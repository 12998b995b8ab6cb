import { Cidr, contains, parseCidr } from '../../net/cidr';
import { CLOUDFLARE } from '../../net/edge-networks';
import { GOOGLE_FRONT_ENDS } from '../../net/google-front-ends';

/** Somebody whose proxies stand before the balancers of others. */
export interface Provider {
  readonly name: string;
  readonly networks: readonly Cidr[];
  /** The header that its proxies overwrite with the client's address, as Kong would have to name it. */
  readonly header?: string;
  /** What stands in that header: the address, or the address and a port behind a colon, without brackets. */
  readonly writes: (client: string) => string;
}

const plain = (client: string) => client;
const withPort = (client: string) => `${client}:46532`;

/**
 * The networks serve to recognise a provider in somebody's lists; nothing is trusted by them.
 *
 * @see https://api.fastly.com/public-ip-list
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/LocationsOfEdgeServers.html
 */
const OF_CLOUDFLARE = networks(...CLOUDFLARE.networks);
const FASTLY = networks('23.235.32.0/20', '43.249.72.0/22', '103.244.50.0/24', '103.245.222.0/23', '103.245.224.0/24', '104.156.80.0/20',
  '140.248.64.0/18', '140.248.128.0/17', '146.75.0.0/17', '151.101.0.0/16', '157.52.64.0/18', '167.82.0.0/17', '172.111.64.0/18', '185.31.16.0/22',
  '199.27.72.0/21', '199.232.0.0/16', '2a04:4e40::/32', '2a04:4e42::/32');
const CLOUDFRONT = networks('13.224.0.0/14', '13.249.0.0/16', '15.158.0.0/16', '18.160.0.0/15', '52.84.0.0/15', '54.182.0.0/16', '54.192.0.0/16',
  '54.230.0.0/16', '54.239.128.0/18', '64.252.64.0/18', '64.252.128.0/18', '70.132.0.0/18', '99.84.0.0/16', '130.176.0.0/16', '143.204.0.0/16',
  '204.246.160.0/19', '205.251.192.0/19', '2600:9000::/28');

/** Content delivery networks. */
export const CDNS: readonly Provider[] = [
  { name: 'Cloudflare', networks: OF_CLOUDFLARE, header: 'CF-Connecting-IP', writes: plain },
  { name: 'Cloudflare', networks: OF_CLOUDFLARE, header: 'CF-Connecting-IPv6', writes: plain },
  { name: 'Fastly', networks: FASTLY, header: 'Fastly-Client-IP', writes: plain },
  { name: 'CloudFront', networks: CLOUDFRONT, header: 'CloudFront-Viewer-Address', writes: withPort },
  { name: 'Akamai', networks: [], header: 'True-Client-IP', writes: plain },
];

/** Everybody whose networks are known. */
export const PROVIDERS: readonly Provider[] = [...CDNS, { name: 'Google', networks: networks(...GOOGLE_FRONT_ENDS), writes: plain }];

/** The CDN whose header this is. */
export function cdnOfHeader(header: string): Provider | undefined {
  return CDNS.find((cdn) => cdn.header?.toLowerCase() === header.toLowerCase());
}

/** The CDN that all of these networks belong to. */
export function cdnOfNetworks(all: readonly Cidr[]): Provider | undefined {
  return all.length === 0 ? undefined : CDNS.find((cdn) => all.every((network) => isOf(cdn, network)));
}

/** Whether a network belongs to a CDN. */
export function isOf(cdn: Provider, network: Cidr): boolean {
  return cdn.networks.some((known) => contains(known, network));
}

function networks(...texts: string[]): readonly Cidr[] {
  return texts.map(parseCidr);
}
