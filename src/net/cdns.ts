import { CLOUDFLARE } from './edge-networks';

/** A header with one address, in which a CDN may report the client. */
export interface CdnHeader {
  readonly name: string;
  /** When it overwrites what a client wrote there: on every request, if its customer configured it so, or never. */
  readonly overwrites: 'always' | 'if configured' | 'never';
  /** `address:port` has no brackets around an IPv6 address. */
  readonly writes: 'address' | 'address:port';
}

/** What is known of a CDN. */
export interface CdnFacts {
  readonly name: string;
  /** The first one is the one to read. */
  readonly headers: readonly CdnHeader[];
  /** Which requests get the client appended to their `X-Forwarded-For`. All others pass as the client sent them. */
  readonly appendsTo: 'every request' | 'requests over TLS';
  /** Whether it has edges that pass TCP on and send PROXY protocol, for whom asks for it. */
  readonly sendsProxyProtocol?: boolean;
  /** The other forwarded headers that it overwrites on every request. */
  readonly forwardedHeaders: readonly string[];
  /** Where its edges dial from, as far as is known; none where each customer has networks of their own. */
  readonly networks: readonly string[];
  /** The day of the list, where it is renewed with the library. */
  readonly date?: string;
}

const always = (name: string): CdnHeader => ({ name, overwrites: 'always', writes: 'address' });

/**
 * Every CDN. A copy of its networks serves to recognise it in a list: but for Cloudflare's, nothing is
 * trusted by it.
 *
 * @see https://developers.cloudflare.com/fundamentals/reference/http-headers/
 * @see https://developers.cloudflare.com/spectrum/how-to/enable-proxy-protocol/
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/RequestAndResponseBehaviorCustomOrigin.html
 * @see https://www.fastly.com/documentation/reference/http/http-headers/X-Forwarded-For/
 * @see https://techdocs.akamai.com/property-mgr/docs/origin-server
 * @see https://learn.microsoft.com/azure/frontdoor/front-door-http-headers-protocol
 * @see https://cloud.google.com/load-balancing/docs/https#x-forwarded-for_header
 */
export const CDNS = {
  cloudflare: {
    name: 'Cloudflare',
    headers: [always('CF-Connecting-IP'), always('CF-Connecting-IPv6')],
    appendsTo: 'every request',
    sendsProxyProtocol: true,
    forwardedHeaders: ['X-Forwarded-Proto'],
    networks: CLOUDFLARE.networks,
    date: CLOUDFLARE.date,
  },
  cloudFront: {
    name: 'CloudFront',
    headers: [{ name: 'CloudFront-Viewer-Address', overwrites: 'if configured', writes: 'address:port' }],
    appendsTo: 'every request',
    forwardedHeaders: [],
    networks: [
      '13.224.0.0/14',
      '13.249.0.0/16',
      '15.158.0.0/16',
      '18.160.0.0/15',
      '52.84.0.0/15',
      '54.182.0.0/16',
      '54.192.0.0/16',
      '54.230.0.0/16',
      '54.239.128.0/18',
      '64.252.64.0/18',
      '64.252.128.0/18',
      '70.132.0.0/18',
      '99.84.0.0/16',
      '130.176.0.0/16',
      '143.204.0.0/16',
      '204.246.160.0/19',
      '205.251.192.0/19',
      '2600:9000::/28',
    ],
  },
  fastly: {
    name: 'Fastly',
    headers: [{ name: 'Fastly-Client-IP', overwrites: 'never', writes: 'address' }],
    appendsTo: 'requests over TLS',
    forwardedHeaders: [],
    networks: [
      '23.235.32.0/20',
      '43.249.72.0/22',
      '103.244.50.0/24',
      '103.245.222.0/23',
      '103.245.224.0/24',
      '104.156.80.0/20',
      '140.248.64.0/18',
      '140.248.128.0/17',
      '146.75.0.0/17',
      '151.101.0.0/16',
      '157.52.64.0/18',
      '167.82.0.0/17',
      '172.111.64.0/18',
      '185.31.16.0/22',
      '199.27.72.0/21',
      '199.232.0.0/16',
      '2a04:4e40::/32',
      '2a04:4e42::/32',
    ],
  },
  akamai: {
    name: 'Akamai',
    headers: [{ name: 'True-Client-IP', overwrites: 'if configured', writes: 'address' }],
    appendsTo: 'every request',
    forwardedHeaders: [],
    networks: [],
  },
  azureFrontDoor: {
    name: 'Azure Front Door',
    headers: [always('X-Azure-SocketIP')],
    appendsTo: 'every request',
    forwardedHeaders: [],
    networks: [],
  },
  google: {
    name: 'Google Cloud CDN',
    headers: [],
    appendsTo: 'every request',
    forwardedHeaders: ['X-Forwarded-Proto'],
    networks: [],
  },
} satisfies Record<string, CdnFacts>;

/** The CDN that may report the client in this header, with what it does to it. */
export function cdnHeader(name: string): { cdn: CdnFacts; header: CdnHeader } | undefined {
  for (const cdn of Object.values<CdnFacts>(CDNS)) {
    const header = cdn.headers.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (header) {
      return { cdn, header };
    }
  }
  return undefined;
}
