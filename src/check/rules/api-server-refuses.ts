import { CLEAN, HETZNER, HETZNER_PROXY, PROXY } from './example';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const apiServerRefuses: Rule = {
  id: 'api-server-refuses',
  level: 'error',
  title: 'The API server refuses the object.',
  why: 'Nothing is applied: the old state stays, or nothing runs at all.',
  mend:
    'Quote values of annotations and variables, leave fields out that do not fit the type of the Service, ' +
    'and mount one volume at a path.',
  sources: [KUBERNETES.annotations, KUBERNETES.service],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: { annotations: { ...HETZNER, 'load-balancer.hetzner.cloud/uses-proxyprotocol': true } },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: ({ apiRefusals }) => apiRefusals,
};
