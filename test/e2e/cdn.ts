import type { HttpRules } from './balancer';
import { CdnFacts, CDNS } from '../../src/net/cdns';

/** The edges of a CDN: they end TLS, and speak it again to what they dial. */
export interface Edges {
  readonly sources: readonly string[];
  readonly http: HttpRules;
  /** Whether the balancer admits no other client. */
  readonly only: boolean;
}

/** A CDN, with two addresses of its edges, from the networks of the examples. It speaks HTTP or PROXY protocol. */
export type Cdn = Pick<Edges, 'sources'> & {
  readonly name: string;
  readonly http?: HttpRules;
  readonly proxyProtocol?: 1 | 2;
};

const EDGES = ['198.18.0.7', '198.18.1.7'];

function cdn({ name, headers: [header], forwardedHeaders }: CdnFacts, sources = EDGES, forwardedFor = '%[src]'): Cdn {
  const own = header?.writes === 'address' && header.overwrites !== 'never' ? { [header.name]: '%[src]' } : {};
  const headers: HttpRules['headers'] = ({ scheme }) => ({
    ...own,
    ...(forwardedHeaders.includes('X-Forwarded-Proto') ? { 'X-Forwarded-Proto': scheme } : {}),
  });
  return { name, sources, http: { forwardedFor, headers, redirectsToHttps: false } };
}

const OF_CLOUDFLARE = ['173.245.48.7', '104.16.0.9'];
const CLOUDFLARE = cdn(CDNS.cloudflare, OF_CLOUDFLARE);

/** By the beginning of the variant's name: the manifest does not show which CDN is before the balancer. */
const VARIANTS: Readonly<Record<string, Cdn>> = {
  'cloudflare-passthrough': CLOUDFLARE,
  'cloudflare-alb': CLOUDFLARE,
  'cloudflare-traefik': CLOUDFLARE,
  cloudfront: cdn(CDNS.cloudFront),
  // One edge asks another, which asks Kong.
  fastly: cdn(CDNS.fastly, EDGES, '%[src],198.18.0.9'),
  akamai: cdn(CDNS.akamai),
  'front-door': cdn(CDNS.azureFrontDoor),
  spectrum: { name: 'Cloudflare Spectrum', sources: OF_CLOUDFLARE, proxyProtocol: 1 },
};

export function cdnOf(variant: string): Cdn | undefined {
  return Object.entries(VARIANTS).find(([prefix]) => variant.startsWith(`${prefix}-`))?.[1];
}
