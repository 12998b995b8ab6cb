import { TriedWay, Judgement } from '../judge';
import { CLEAN, NLB_PROXY, PROXY } from './example';
import { carriesClient, headerVariable, proxied, trustsNobody, variable, waysThatLose } from './questions';
import { Rule } from './rule';
import { peersOf, strayedSettings } from './settings';
import { KONG, NGINX } from './sources';

export const trustedIpsMissing: Rule = {
  id: 'trusted-ips-missing',
  level: 'error',
  title: "The client's address reaches Kong, but Kong does not trust the sender.",
  why:
    'Without trust nginx ignores the PROXY header and the HTTP header alike, without a warning: ' +
    'every client has the address of the balancer or of a node.',
  mend:
    'Set KONG_TRUSTED_IPS to the networks that dial Kong: ' +
    'the subnets of the balancer, or the nodes (and the pods, with an overlay network) where packets pass a node.',
  sources: [KONG.trustedIps, NGINX.realIp, KONG.issue(4021)],
  wrong: {
    env: {
      ...CLEAN,
      KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 0.0.0.0:8443 http2 ssl proxy_protocol',
      KONG_REAL_IP_HEADER: 'proxy_protocol',
    },
    service: { annotations: NLB_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const strayed = strayedSettings(judgement).some(({ names }) => names.includes('KONG_TRUSTED_IPS'));
    return strayed || !trustsNobody(judgement)
      ? []
      : waysThatLose(judgement)
          .filter((way) => carriesClient(way, judgement))
          .map((way) => ({
            ...variable(judgement, 'KONG_TRUSTED_IPS'),
            mend: `Set KONG_TRUSTED_IPS to ${peersOf(way)}${withHeader(way, judgement)}.`,
          }));
  },
};

function withHeader(way: TriedWay, judgement: Judgement): string {
  const isRead = proxied(way) || headerVariable(judgement) !== undefined;
  return isRead ? '' : ', and KONG_REAL_IP_HEADER=X-Forwarded-For';
}
