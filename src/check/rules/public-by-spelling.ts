import { CLEAN } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { AZURE, GOOGLE } from './sources';

export const publicBySpelling: Rule = {
  id: 'public-by-spelling',
  level: 'warning',
  title: 'A value that is meant to make the balancer internal is not read so: the balancer is public.',
  why:
    'The controller compares letter by letter, and takes any other spelling for no. ' +
    'What was meant for a private network is open to the internet.',
  mend: 'Write the value as the controller has it.',
  sources: [AZURE, GOOGLE.service],
  wrong: {
    env: CLEAN,
    service: {
      annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'True' },
      externalTrafficPolicy: 'Local',
    },
  },
  right: {
    env: CLEAN,
    service: {
      annotations: { 'service.beta.kubernetes.io/azure-load-balancer-internal': 'true' },
      externalTrafficPolicy: 'Local',
    },
  },
  find: (judgement) => remarked(judgement, 'public-by-spelling'),
};
