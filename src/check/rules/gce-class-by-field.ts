import { BACKEND_CONFIG, GOOGLE_BACKEND } from './example';
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
  wrong: { env: { KONG_PROXY_LISTEN: '0.0.0.0:8000', KONG_TRUSTED_IPS: '35.191.0.0/16,130.211.0.0/22,203.0.113.10/32', KONG_REAL_IP_HEADER: 'X-Forwarded-For', KONG_REAL_IP_RECURSIVE: 'on' }, service: { annotations: GOOGLE_BACKEND }, ingress: { className: 'gce' }, more: [BACKEND_CONFIG] },
  right: { env: { KONG_PROXY_LISTEN: '0.0.0.0:8000', KONG_TRUSTED_IPS: '35.191.0.0/16,130.211.0.0/22,203.0.113.10/32', KONG_REAL_IP_HEADER: 'X-Forwarded-For', KONG_REAL_IP_RECURSIVE: 'on' }, service: { annotations: GOOGLE_BACKEND }, ingress: { annotations: { 'kubernetes.io/ingress.class': 'gce' } }, more: [BACKEND_CONFIG] },
  find: (judgement) => remarked(judgement, 'gce-class-by-field'),
};
