import { CLEAN, NLB_PROXY, PROXY } from './example';
import { atEntrance, ways } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { speaksTls } from '../world/ways';

export const tlsEndedAtL4: Rule = {
  id: 'tls-ended-at-l4',
  level: 'warning',
  title: 'A balancer that does not read HTTP ends TLS, and dials Kong\'s plain port.',
  why: 'Kong takes https requests to be http: https-only routes answer 426, and redirects loop.',
  mend: 'End TLS at Kong, or at a balancer that reads HTTP and says so.',
  sources: [KONG.proxying, KONG.issue(4021)],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: { ...NLB_PROXY, 'service.beta.kubernetes.io/aws-load-balancer-ssl-cert': 'arn:aws:acm:eu-west-1:000000000000:certificate/example', 'service.beta.kubernetes.io/aws-load-balancer-ssl-ports': '443' }, ports: { 80: 8000, 443: 8000 } } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => ways(judgement).filter((way) => way.frontend.speaks === 'tls' && way.frontend.backend === 'tcp' && way.target === 'requests' && !speaksTls(way))
    .map((way) => atEntrance(way, way.balancer.settings.passTls?.field)),
};
