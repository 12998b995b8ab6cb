import { CLEAN, DO_PROXY, PROXY } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { DIGITALOCEAN, KUBERNETES } from './sources';

export const annotationMisspelt: Rule = {
  id: 'annotation-misspelt',
  level: 'error',
  title: 'The controller does not know an annotation that is close to one it knows.',
  why: 'It is silently ignored.',
  mend: 'Use the key that the controller knows.',
  sources: [KUBERNETES.annotations, DIGITALOCEAN],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: {
        'service.beta.kubernetes.io/do-loadbalancer-type': 'REGIONAL',
        'service.beta.kubernetes.io/do-loadbalancer-proxy-protocol': 'true',
      },
    },
  },
  right: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: DO_PROXY,
    },
  },
  find: (judgement) => remarked(judgement, 'annotation-misspelt'),
};
