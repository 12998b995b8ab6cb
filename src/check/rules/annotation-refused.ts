import { CLEAN, NLB, NLB_PROXY, PROXY } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { AWS, KUBERNETES } from './sources';

export const annotationRefused: Rule = {
  id: 'annotation-refused',
  level: 'error',
  title: 'The controller refuses an annotation, or what it is combined with.',
  why: 'The balancer is not made, or not changed.',
  mend: 'Use the value that the controller accepts, or one of the two settings.',
  sources: [AWS.service, KUBERNETES.annotations],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: { annotations: { ...NLB, 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': 'true' } },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => remarked(judgement, 'annotation-refused'),
};
