import type { Frontend, HttpRules } from './balancer';

/** The edges of a CDN: they end TLS, and speak it again to what they dial. */
export interface Edges {
  readonly sources: readonly string[];
  readonly http: HttpRules;
  /** Whether the balancer admits nobody else. */
  readonly only: boolean;
}

/** A CDN, with two addresses of its edges, from the networks of the examples. */
export type Cdn = Pick<Edges, 'sources' | 'http'> & { readonly name: string };

const EDGES = ['198.18.0.7', '198.18.1.7'];

function cdn(name: string, sources: readonly string[], headers: HttpRules['headers'] = () => ({}), forwardedFor = '%[src]'): Cdn {
  return { name, sources, http: { forwardedFor, headers, redirectsToHttps: false } };
}

/** By the beginning of the variant's name: the manifest does not say which CDN stands before the balancer. */
const CDNS: Readonly<Record<string, Cdn>> = {
  'cloudflare-passthrough': cloudflare(),
  'cloudflare-alb': cloudflare(),
  'cloudfront': cdn('CloudFront', EDGES),
  // One edge asks another, which asks Kong.
  'fastly': cdn('Fastly with shielding', EDGES, () => ({}), '%[src],198.18.0.9'),
  'akamai': cdn('Akamai', EDGES, () => ({ 'True-Client-IP': '%[src]' })),
  'front-door': cdn('Front Door', EDGES, () => ({ 'X-Azure-SocketIP': '%[src]' })),
};

function cloudflare(): Cdn {
  return cdn('Cloudflare', ['173.245.48.7', '104.16.0.9'], ({ scheme }: Frontend) => ({ 'CF-Connecting-IP': '%[src]', 'X-Forwarded-Proto': scheme }));
}

export function cdnOf(variant: string): Cdn | undefined {
  return Object.entries(CDNS).find(([prefix]) => variant.startsWith(`${prefix}-`))?.[1];
}
