import { CLEAN, NLB_PROXY, PROXY } from './example';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const noEntranceFound: Rule = {
  id: 'no-entrance-found',
  level: 'note',
  leavesOpen: true,
  title: 'Nothing in the input leads to this gateway.',
  why: 'How clients reach it is not in the input: no Service, Ingress, host port or host network leads to it.',
  mend: 'Add the Service to the input.',
  sources: [KUBERNETES.service],
  wrong: { env: { ...PROXY, ...CLEAN } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: ({ kong, entrances, gateway, apiRefusals }) =>
    kong && entrances.length === 0 && apiRefusals.length === 0 ? [{ at: gateway.workload }] : [],
};
