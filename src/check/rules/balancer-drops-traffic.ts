import { CLEAN } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

const EXOSCALE = 'service.beta.kubernetes.io/exoscale-loadbalancer-';

export const balancerDropsTraffic: Rule = {
  id: 'balancer-drops-traffic',
  level: 'error',
  title: 'The balancer is made, and drops traffic all the same.',
  why: 'Its settings lead some or all of the traffic to where nothing answers.',
  mend: 'Change the setting that is named.',
  sources: [
    KUBERNETES.annotations,
    'https://github.com/exoscale/exoscale-cloud-controller-manager/blob/master/docs/service-loadbalancer.md',
  ],
  wrong: {
    env: { ...CLEAN },
    service: { annotations: { [`${EXOSCALE}name`]: 'kong' }, externalTrafficPolicy: 'Local' },
  },
  right: {
    env: { ...CLEAN },
    service: {
      annotations: {
        [`${EXOSCALE}service-healthcheck-mode`]: 'http',
        [`${EXOSCALE}service-healthcheck-uri`]: '/healthz',
      },
      externalTrafficPolicy: 'Local',
    },
  },
  find: (judgement) => remarked(judgement, 'balancer-drops-traffic'),
};
