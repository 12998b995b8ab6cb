import { GKE } from './example';
import { atEntrance, waysThat } from './questions';
import { Rule } from './rule';
import { CLOUDFLARE, NGINX } from './sources';
import { sameAddress } from '../trial/networks';
import { readsHttp } from '../world/ways';

export const cdnEdgeIsClient: Rule = {
  id: 'cdn-edge-is-client',
  level: 'error',
  title: 'A CDN is in front, and nothing reads its header.',
  why: 'The client that Kong sees is an edge of the CDN: many users share one address, and a ban hits all of them.',
  mend:
    'Keep the source (no PROXY protocol) and trust the networks of the CDN with its header, ' +
    'or put the CDN before a balancer that reads HTTP.',
  sources: [CLOUDFLARE, NGINX.realIp],
  wrong: {
    service: {
      annotations: GKE,
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['173.245.48.0/20', '104.16.0.0/13'],
    },
  },
  right: {
    env: { KONG_TRUSTED_IPS: '173.245.48.0/20,104.16.0.0/13', KONG_REAL_IP_HEADER: 'CF-Connecting-IP' },
    service: {
      annotations: GKE,
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['173.245.48.0/20', '104.16.0.0/13'],
    },
  },
  find: (judgement) =>
    waysThat(judgement, 'lost')
      .filter(
        ({ trial: { honest }, ...way }) =>
          honest.cdn && !readsHttp(way) && sameAddress(honest.believed ?? '', honest.source),
      )
      .map((way) => ({
        ...atEntrance(way, 'spec.loadBalancerSourceRanges'),
        mend: way.trial.honest.edgeHeader
          ? 'Trust the networks of the proxies in front, which send PROXY protocol, and no others.'
          : undefined,
        why:
          `${way.trial.honest.cdn} is in front, and the client that Kong sees is one of its edges: ` +
          'many users share one address, and a ban hits all of them.',
      })),
};
