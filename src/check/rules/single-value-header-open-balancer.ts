import { ALB, FORWARDED } from './example';
import { atEntrance, header, proxied, waysThat } from './questions';
import { Rule } from './rule';
import { CLOUDFLARE } from './sources';
import { cdnOfHeader } from '../trial/providers';

export const singleValueHeaderOpenBalancer: Rule = {
  id: 'single-value-header-open-balancer',
  level: 'error',
  title: 'Kong believes the header of a CDN behind a balancer that admits everybody.',
  why: 'An attacker dials the balancer directly and writes the header, and the balancer passes it on.',
  mend: 'Admit the networks of the CDN only (inbound-cidrs, loadBalancerSourceRanges, a security group), or use X-Forwarded-For with recursion.',
  sources: [CLOUDFLARE],
  wrong: { env: { ...FORWARDED, KONG_REAL_IP_HEADER: 'CF-Connecting-IP' }, service: {}, ingress: { className: 'alb', annotations: ALB } },
  right: { env: { ...FORWARDED, KONG_REAL_IP_HEADER: 'CF-Connecting-IP' }, service: {}, ingress: { className: 'alb', annotations: { ...ALB, 'alb.ingress.kubernetes.io/inbound-cidrs': '173.245.48.0/20,104.16.0.0/13,172.64.0.0/13' } } },
  find: (judgement) => cdnOfHeader(header(judgement)) === undefined ? [] : waysThat(judgement, 'forgeable')
    .filter((way) => way.balancer.admits === undefined && !proxied(way) && way.balancer.peer.role !== 'client')
    .map((way) => atEntrance(way, way.entrance.at.kind === 'Ingress' ? 'metadata.annotations[alb.ingress.kubernetes.io/inbound-cidrs]' : 'spec.loadBalancerSourceRanges')),
};
