import { CLEAN, GKE, PROXY } from './example';
import { atEntrance, balancerName, waysWithoutProxy } from './questions';
import { Rule } from './rule';
import { GOOGLE, KONG } from './sources';

export const balancerCannotSendProxyProtocol: Rule = {
  id: 'balancer-cannot-send-proxy-protocol',
  level: 'error',
  title: 'Kong expects PROXY protocol from a balancer that cannot send it.',
  why: 'Kong closes every connection without an answer.',
  mend: 'Take proxy_protocol out of the listeners and of KONG_REAL_IP_HEADER, and set externalTrafficPolicy: Local.',
  sources: [KONG.preserve, GOOGLE.service],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: GKE } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) =>
    waysWithoutProxy(judgement)
      .filter(({ balancer: { id, settings } }) => id !== 'unknown' && !settings.proxyProtocol)
      .map((way) => ({
        ...atEntrance(way),
        why: `Kong closes every connection without an answer: the ${balancerName(way)} has no PROXY protocol.`,
      })),
};
