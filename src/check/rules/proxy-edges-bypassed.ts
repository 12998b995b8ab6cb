import { CLEAN, GKE, PROXY } from './example';
import { atEntrance, balancerName, waysThat } from './questions';
import { Rule } from './rule';
import { NGINX } from './sources';

const EDGES = ['173.245.48.0/20', '104.16.0.0/13'];
const SENT_BY_EDGES = {
  ...GKE,
  'kong-client-ip/promises': JSON.stringify({ before: { networks: EDGES, proxyProtocol: true } }),
};

export const proxyEdgesBypassed: Rule = {
  id: 'proxy-edges-bypassed',
  level: 'error',
  title: 'Kong believes every PROXY header, and others than the proxies in front can connect.',
  why: 'Whoever dials the balancer directly sends a PROXY header of their own, and chooses the address.',
  mend: 'Keep the source by externalTrafficPolicy: Local, and trust the networks of the proxies in front alone.',
  sources: [NGINX.realIp, 'https://developers.cloudflare.com/spectrum/how-to/enable-proxy-protocol/'],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: SENT_BY_EDGES } },
  right: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: EDGES.join(',') },
    service: { annotations: SENT_BY_EDGES, externalTrafficPolicy: 'Local' },
  },
  find: (judgement) =>
    waysThat(judgement, 'forgeable')
      .filter(({ trial: { honest, forged } }) => honest.edgeHeader !== undefined && forged?.claim.proxyHeader)
      .map((way) => {
        const networks = way.balancer.before?.networks;
        return {
          ...atEntrance(way, 'spec.externalTrafficPolicy'),
          why:
            `Whoever dials the ${balancerName(way)} directly sends a PROXY header of their own, ` +
            'and chooses the address.',
          mend: networks && `Set externalTrafficPolicy: Local, and KONG_TRUSTED_IPS="${networks.join(',')}".`,
        };
      }),
};
