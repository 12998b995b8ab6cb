import { ALB, CLEAN, FORWARDED } from './example';
import { variable, waysThat } from './questions';
import { Rule } from './rule';
import { AWS, KONG } from './sources';
import { clear } from '../../kong/headers';
import { readsHttp } from '../world/ways';

export const clearListRemovesBalancerHeaders: Rule = {
  id: 'clear-list-removes-balancer-headers',
  level: 'warning',
  title: 'What is cleared includes headers that the balancer writes.',
  why:
    "The balancer's honest X-Forwarded-Proto goes, too: " +
    'Kong takes every request for http, and https-only routes answer 426.',
  mend:
    'Keep what the balancer writes: ' +
    'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS="X-Forwarded-For X-Forwarded-Host X-Forwarded-Path ' +
    'X-Forwarded-Prefix X-Forwarded_* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP".',
  sources: [KONG.proxying, AWS.forwarded],
  wrong: { env: { ...FORWARDED, ...CLEAN }, service: {}, ingress: { className: 'alb', annotations: ALB } },
  right: {
    env: {
      ...FORWARDED,
      KONG_REQUEST_DEBUG: 'off',
      KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS:
        'X-Forwarded-For X-Forwarded-Host X-Forwarded-Path X-Forwarded-Prefix X-Forwarded_* X_Forwarded* Forwarded ' +
        'X-Real-IP X_Real* X-Real_IP',
    },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  find: (judgement) => {
    const { requestDebug = true, clearedHeaders = [] } = judgement.kong?.configuration ?? {};
    const written = waysThat(judgement, 'kept', 'forgeable', 'lost')
      .filter(readsHttp)
      .flatMap(({ balancer }) => Object.keys(balancer.http!.overwrites))
      .filter((name) => /^x-forwarded-(proto|port|host)$/i.test(name));
    const lines = written.map((name) => ({ name, key: name.toLowerCase(), value: '' }));
    return !requestDebug && clear(lines, clearedHeaders).length < lines.length
      ? [variable(judgement, 'KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS')]
      : [];
  },
};
