import { TriedWay } from '../judge';
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
  find: (judgement) => {
    const { requestDebug, clearedHeaders = [] } = judgement.kong?.configuration ?? {};
    // That rule names the cause: request-debug-undoes-cleaning.
    if (requestDebug && clearedHeaders.length > 0) return [];
    return waysThat(judgement, 'kept').some(passesClaims) ? [judgement.gateway.environment.whole] : [];
  },
};

/** Whether what a client claims passes for the balancer's word, which is believed but does not look into requests. */
function passesClaims(way: TriedWay): boolean {
  if (way.target !== 'requests' || !proxied(way)) return false;
  const { honest, protoForged, textKept } = way.trial;
  return honest.peerTrusted && Boolean(protoForged || textKept);
}
