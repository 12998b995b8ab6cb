import { ALB, FORWARDED } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { AWS } from './sources';

export const albXffMode: Rule = {
  id: 'alb-xff-mode',
  level: 'error',
  title: 'The balancer does not write the client into X-Forwarded-For.',
  why:
    'preserve: the X-Forwarded-For of a client reaches Kong as if the balancer vouched for it. ' +
    'remove: no header comes, and every client has the address of the balancer.',
  mend: 'Write routing.http.xff_header_processing.mode=append, or leave it out.',
  sources: [AWS.forwarded, AWS.ingress],
  wrong: {
    env: FORWARDED,
    service: {},
    ingress: {
      className: 'alb',
      annotations: {
        ...ALB,
        'alb.ingress.kubernetes.io/load-balancer-attributes': 'routing.http.xff_header_processing.mode=preserve',
      },
    },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) =>
    remarked(judgement, 'alb-xff-mode', ({ verdict }) => verdict === 'forgeable' || verdict === 'lost'),
};
