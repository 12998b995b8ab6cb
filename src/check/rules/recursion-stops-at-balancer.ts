import { BACKEND_CONFIG, GOOGLE_BACKEND } from './example';
import { header, variable, waysThat, writes } from './questions';
import { Rule } from './rule';
import { GOOGLE, KONG } from './sources';
import { sameAddress } from '../trial/networks';

export const recursionStopsAtBalancer: Rule = {
  id: 'recursion-stops-at-balancer',
  level: 'error',
  title: 'X-Forwarded-For holds more than one proxy, and Kong stops at the wrong one.',
  why:
    'Kong takes the last element, or the last one that is not trusted: ' +
    'every client has the public address of the balancer, or of an edge of the CDN.',
  mend:
    'Set KONG_REAL_IP_RECURSIVE=on and trust every hop: ' +
    'with Google, its front ends and the address of the forwarding rule as /32; with a CDN, its networks.',
  sources: [GOOGLE.forwarded, KONG.realIpRecursive],
  wrong: {
    env: {
      KONG_PROXY_LISTEN: '0.0.0.0:8000',
      KONG_TRUSTED_IPS: '35.191.0.0/16,130.211.0.0/22',
      KONG_REAL_IP_HEADER: 'X-Forwarded-For',
    },
    service: { annotations: GOOGLE_BACKEND },
    ingress: { annotations: { 'kubernetes.io/ingress.class': 'gce' } },
    more: [BACKEND_CONFIG],
  },
  right: {
    env: {
      KONG_PROXY_LISTEN: '0.0.0.0:8000',
      KONG_TRUSTED_IPS: '35.191.0.0/16,130.211.0.0/22,203.0.113.10/32',
      KONG_REAL_IP_HEADER: 'X-Forwarded-For',
      KONG_REAL_IP_RECURSIVE: 'on',
    },
    service: { annotations: GOOGLE_BACKEND },
    ingress: { annotations: { 'kubernetes.io/ingress.class': 'gce' } },
    more: [BACKEND_CONFIG],
  },
  find: (judgement) =>
    waysThat(judgement, 'lost')
      .filter(
        (way) =>
          writes(way, header(judgement)) &&
          way.trial.honest.peerTrusted &&
          !sameAddress(way.trial.honest.believed ?? '', way.trial.honest.peer),
      )
      .map(({ trial: { honest } }) => ({
        ...variable(
          judgement,
          judgement.kong?.configuration.realIp[0].recursive ? 'KONG_TRUSTED_IPS' : 'KONG_REAL_IP_RECURSIVE',
        ),
        why:
          `The header reads ${JSON.stringify(honest.headers.find(([name]) => name === 'X-Forwarded-For')?.[1])} ` +
          `for a client ${honest.client}, and Kong takes ` +
          `${honest.believed}${honest.cdn ? `, an edge of ${honest.cdn}` : ', an address of the balancer'}: every ` +
          'client has it.',
      })),
};
