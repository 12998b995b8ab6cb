import { CLEAN, NLB_PROXY, PROXY } from './example';
import { trustVariable } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const trustEverybodyPastTheBalancer: Rule = {
  id: 'trust-everybody-past-the-balancer',
  level: 'warning',
  title: 'Kong trusts every address, and at most the balancer keeps clients from using that.',
  why:
    'Clients who come through the balancer cannot forge. Whoever bypasses it and reaches a pod or a node port can: ' +
    'any pod, any host of the network.',
  mend: 'Narrow KONG_TRUSTED_IPS to the subnets of the balancer or the nodes, and close node ports to others.',
  sources: [KONG.trustedIps, KONG.preserve],
  wrong: { env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '0.0.0.0/0,::/0' }, service: { annotations: NLB_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const { hidden, entrances, trust, verdict } = judgement;
    if (!trust.everybody || hidden.length > 0 || verdict === 'forgeable' || judgement.also.includes('forgeable')) {
      return [];
    }
    const verdicts = entrances.flatMap(({ hypotheses }) =>
      hypotheses.flatMap((one) => one.ways.map(({ trial }) => trial.verdict)),
    );
    if (verdicts.includes('forgeable')) return [{ ...trustVariable(judgement), why: UNSEEN }];
    return verdicts.includes('kept') ? [trustVariable(judgement)] : [];
  },
};

const UNSEEN =
  'What is in front is not in the input, and Kong trusts every address: any pod, and any host that reaches one, ' +
  'can choose the address that Kong believes. ' +
  'So can clients, unless what is in front overwrites the header that Kong reads.';
