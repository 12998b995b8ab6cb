import { ALB, FORWARDED } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { NGINX } from './sources';

export const frontProxyUnseen: Rule = {
  id: 'front-proxy-unseen',
  level: 'note',
  title: 'Another proxy of the cluster is in front.',
  why: 'Whether it knows the client, and whether it overwrites or appends, is not in the input.',
  mend: 'Check that proxy first, and trust its pods only.',
  sources: [NGINX.realIp],
  wrong: { env: { ...FORWARDED, KONG_TRUSTED_IPS: '10.244.0.0/16' }, service: {}, ingress: { className: 'nginx' } },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) => remarked(judgement, 'front-proxy-unseen'),
};
