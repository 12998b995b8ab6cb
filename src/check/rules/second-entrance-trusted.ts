import { ALB, FORWARDED, NLB, secondService } from './example';
import { settled } from './questions';
import { Rule } from './rule';
import { KONG, NGINX } from './sources';

export const secondEntranceTrusted: Rule = {
  id: 'second-entrance-trusted',
  level: 'error',
  title: 'A second public entrance leads to a listener that believes the first.',
  why:
    'The peers of the second entrance are trusted, although they vouch for nothing: ' +
    'its clients write the header that is meant for the other balancer.',
  mend: 'Close the second entrance, give it its own listener, or trust only the subnets of the first balancer.',
  sources: [NGINX.realIp, KONG.trustedIps],
  wrong: {
    env: { ...FORWARDED, KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl', KONG_TRUSTED_IPS: '10.0.0.0/16' },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
    more: [secondService('kong-direct', { annotations: NLB })],
  },
  right: {
    env: { ...FORWARDED, KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl', KONG_TRUSTED_IPS: '10.0.0.0/16' },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  find: (judgement) => {
    const all = settled(judgement);
    const first = all.find(({ judged }) => judged.verdict === 'kept');
    return first === undefined || judgement.trust.everybody
      ? []
      : all
          .filter(({ judged }) => judged.verdict === 'forgeable')
          .map(({ judged: { entrance } }) => ({
            ...entrance.spot(),
            why:
              `Clients of ${entrance.at.id} come from trusted addresses and write the header ` +
              `that is meant for ${first.judged.entrance.at.id}: they choose the address that Kong believes.`,
          }));
  },
};
