import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { proxied, waysThat } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const forwardedHeadersNotCleaned: Rule = {
  id: 'forwarded-headers-not-cleaned',
  level: 'warning',
  title: 'Nothing removes the forwarded headers that clients write.',
  why:
    'X-Real-IP is right, but the upstream reads "forged, balancer" in X-Forwarded-For, without the client, ' +
    'and a forged X-Forwarded-Proto: https opens https-only routes.',
  mend:
    'Set KONG_REQUEST_DEBUG=off and ' +
    'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS="X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP".',
  sources: [KONG.proxying, KONG.configuration],
  wrong: { env: PROXY, service: { annotations: HETZNER_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) =>
    judgement.kong?.configuration.requestDebug && judgement.kong.configuration.clearedHeaders.length > 0
      ? []
      : waysThat(judgement, 'kept')
          .filter(
            (way) =>
              proxied(way) &&
              way.target === 'requests' &&
              way.trial.honest.peerTrusted &&
              (way.trial.protoForged || way.trial.textKept),
          )
          .slice(0, 1)
          .map(() => judgement.gateway.environment.whole),
};
