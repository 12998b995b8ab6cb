import { GKE } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const balancerUnknown: Rule = {
  id: 'balancer-unknown',
  level: 'note',
  title: 'It cannot be told which balancer serves this Service, or what it does.',
  why: 'Local keeps the client with some balancers and not with others.',
  mend: 'Name the cloud (--cloud), or include the status of the Service.',
  sources: [KUBERNETES.loadBalancerClass],
  wrong: { service: { externalTrafficPolicy: 'Local' } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) => remarked(judgement, 'balancer-unknown'),
};
