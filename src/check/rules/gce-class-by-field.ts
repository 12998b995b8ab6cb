import { BACKEND_CONFIG, GOOGLE_BACKEND, GOOGLE_FORWARDED, GOOGLE_INGRESS } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { GOOGLE } from './sources';

export const gceClassByField: Rule = {
  id: 'gce-class-by-field',
  level: 'error',
  title: 'The Ingress names its class in a field that the Ingress controller of GKE does not read.',
  why: 'GKE reads the class from the annotation kubernetes.io/ingress.class alone: no balancer appears.',
  mend: 'Write the annotation kubernetes.io/ingress.class, and take spec.ingressClassName out.',
  sources: [GOOGLE.ingress],
  wrong: {
    env: GOOGLE_FORWARDED,
    service: { annotations: GOOGLE_BACKEND },
    ingress: { className: 'gce' },
    more: [BACKEND_CONFIG],
  },
  right: {
    env: GOOGLE_FORWARDED,
    service: { annotations: GOOGLE_BACKEND },
    ingress: GOOGLE_INGRESS,
    more: [BACKEND_CONFIG],
  },
  find: (judgement) => remarked(judgement, 'gce-class-by-field'),
};
