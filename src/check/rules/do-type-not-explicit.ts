import { CLEAN, DO_PROXY, PROXY } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { DIGITALOCEAN } from './sources';

export const doTypeNotExplicit: Rule = {
  id: 'do-type-not-explicit',
  level: 'warning',
  title: 'DigitalOcean is asked for PROXY protocol or HTTP, and the type of the balancer is left open.',
  why:
    'Since version 0.1.61 of its controller the default is REGIONAL_NETWORK, which has neither; ' +
    'an older balancer may still be REGIONAL.',
  mend: 'Write the type into the annotation: "REGIONAL".',
  sources: [DIGITALOCEAN],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: { annotations: { 'service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol': 'true' } },
  },
  right: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: DO_PROXY,
    },
  },
  find: (judgement) => remarked(judgement, 'do-type-not-explicit'),
};
