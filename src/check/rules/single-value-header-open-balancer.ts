import { ALB, FORWARDED } from './example';
import { atEntrance, header, proxied, waysThat } from './questions';
import { Match, Rule } from './rule';
import { CLOUDFLARE } from './sources';
import { cdnOfHeader } from '../trial/providers';

export const singleValueHeaderOpenBalancer: Rule = {
  id: 'single-value-header-open-balancer',
  level: 'error',
  title: 'Kong believes the header of a CDN behind a balancer that admits all sources.',
  why: 'An attacker dials the balancer directly and writes the header, and the balancer passes it on.',
  mend:
    'Admit the networks of the CDN only, by the balancer or by a firewall before ' +
    'it, or use X-Forwarded-For with recursion.',
  sources: [CLOUDFLARE],
  wrong: {
    env: { ...FORWARDED, KONG_REAL_IP_HEADER: 'CF-Connecting-IP' },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  right: {
    env: { ...FORWARDED, KONG_REAL_IP_HEADER: 'CF-Connecting-IP' },
    service: {},
    ingress: {
      className: 'alb',
      annotations: { ...ALB, 'alb.ingress.kubernetes.io/inbound-cidrs': '173.245.48.0/20,104.16.0.0/13,172.64.0.0/13' },
    },
  },
  find: (judgement) => {
    const found: Match[] = [];
    if (cdnOfHeader(header(judgement)) === undefined) return found;
    for (const way of waysThat(judgement, 'forgeable')) {
      const {
        admits,
        peer,
        settings: { admit },
      } = way.balancer;
      if (admits !== undefined || peer.role === 'client') continue;
      if (proxied(way)) continue;
      const mend =
        admit &&
        `Admit the networks of the CDN only: set ${admit.field} to ${admit.write}. ` +
          'Or use X-Forwarded-For with recursion.';
      found.push({ ...atEntrance(way, admit?.field), mend });
    }
    return found;
  },
};
