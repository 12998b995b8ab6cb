import { ALB, FORWARDED } from './example';
import { variable, ways } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { readsHttp } from '../world/ways';

export const trustByNginxDirectiveOnly: Rule = {
  id: 'trust-by-nginx-directive-only',
  level: 'warning',
  title: 'Trust is given to nginx alone, and trusted_ips is empty.',
  why:
    "nginx reads the client's address, but Kong does not believe the balancer's X-Forwarded-Proto " +
    'and X-Forwarded-Port: https-only routes answer 426, and redirects loop.',
  mend: 'Write the networks into KONG_TRUSTED_IPS, and take KONG_NGINX_PROXY_SET_REAL_IP_FROM out.',
  sources: [KONG.trustedIps, KONG.proxying],
  wrong: {
    env: {
      KONG_PROXY_LISTEN: '0.0.0.0:8000',
      KONG_REAL_IP_HEADER: 'X-Forwarded-For',
      KONG_NGINX_PROXY_SET_REAL_IP_FROM: '10.0.48.0/20',
    },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) =>
    judgement.kong?.configuration.trustedIps.length === 0 &&
    judgement.gateway.environment.value('KONG_NGINX_PROXY_SET_REAL_IP_FROM') &&
    ways(judgement).some(readsHttp)
      ? [variable(judgement, 'KONG_NGINX_PROXY_SET_REAL_IP_FROM')]
      : [],
};
