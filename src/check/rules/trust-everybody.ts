import { GKE } from './example';
import { trustVariable, waysThat } from './questions';
import { Rule } from './rule';
import { KONG, NGINX } from './sources';

export const trustEverybody: Rule = {
  id: 'trust-everybody',
  level: 'error',
  title: 'Kong trusts every address, and clients can use that.',
  why:
    'Every sender is a trusted proxy. With recursion the left-most X-Forwarded-For wins; ' +
    'with a header that no balancer overwrites, the client simply writes its address. ' +
    "Rate limits, ip-restriction and logs are then the attacker's to choose.",
  mend:
    'Trust the subnets of the balancer, or the nodes, and nothing else. ' +
    'If packets keep their source, trust no address: take KONG_TRUSTED_IPS out.',
  sources: [KONG.trustedIps, NGINX.realIp, KONG.issue(3946)],
  wrong: { env: { KONG_TRUSTED_IPS: '0.0.0.0/0,::/0' }, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) =>
    judgement.trust.everybody
      ? waysThat(judgement, 'forgeable').map(({ balancer: { peer } }) => ({
          ...trustVariable(judgement),
          mend:
            peer.role === 'client'
              ? 'Packets keep their source on this way, so no proxy has to be believed: take KONG_TRUSTED_IPS out.'
              : undefined,
        }))
      : [],
};
