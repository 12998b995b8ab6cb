import { CLEAN, GKE } from './example';
import { proxied, waysThat } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const forwardedForKeepsClientText: Rule = {
  id: 'forwarded-for-keeps-client-text',
  level: 'note',
  title: 'The upstream reads an X-Forwarded-For that begins with what the client wrote.',
  why:
    'X-Real-IP is right. Of X-Forwarded-For only the end is true: ' +
    'an upstream that reads its beginning believes the client.',
  mend:
    'Let upstreams read X-Real-IP, or clear the forwarded headers: ' +
    'KONG_REQUEST_DEBUG=off and KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS.',
  sources: [KONG.proxying],
  wrong: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  right: { env: CLEAN, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) =>
    judgement.verdict !== 'kept'
      ? []
      : waysThat(judgement, 'kept')
          .filter((way) => way.trial.textKept && !(proxied(way) && way.trial.honest.peerTrusted))
          .slice(0, 1)
          .map(() => judgement.gateway.environment.whole),
};
