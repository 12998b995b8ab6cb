import { CLEAN, NLB_PROXY, PROXY } from './example';
import { trustVariable } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const trustEverybodyPastTheBalancer: Rule = {
  id: 'trust-everybody-past-the-balancer',
  level: 'warning',
  title: 'Kong trusts every address, and only the balancer keeps clients from using that.',
  why: 'Clients who come through the balancer cannot forge. Anybody who bypasses it and reaches a pod or a node port can: any pod, any host of the network.',
  mend: 'Narrow KONG_TRUSTED_IPS to the subnets of the balancer or the nodes, and close node ports to others.',
  sources: [KONG.trustedIps, KONG.preserve],
  wrong: { env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '0.0.0.0/0,::/0' }, service: { annotations: NLB_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const { hidden, entrances, trust } = judgement;
    const supposed = hidden.length > 0 ? [] : entrances.flatMap(({ hypotheses }) => hypotheses.flatMap((one) => one.ways));
    const verdicts = supposed.map(({ trial }) => trial.verdict);
    return trust.everybody && verdicts.includes('kept') && !verdicts.includes('forgeable') ? [trustVariable(judgement)] : [];
  },
};
