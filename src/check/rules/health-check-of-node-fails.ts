import { CLEAN, NLB } from './example';
import { failedChecks } from './questions';
import { Rule } from './rule';
import { AWS, KUBERNETES } from './sources';

export const healthCheckOfNodeFails: Rule = {
  id: 'health-check-of-node-fails',
  level: 'error',
  title: 'The balancer asks kube-proxy of the node in a way that never passes.',
  why:
    'With externalTrafficPolicy: Local kube-proxy answers 200 over plain HTTP on nodes that have a pod: ' +
    'every such node fails its check.',
  mend: 'Leave protocol and codes of the health check to the controller.',
  sources: [AWS.nlb, KUBERNETES.trafficPolicy],
  wrong: {
    env: CLEAN,
    service: {
      annotations: { ...NLB, 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-success-codes': '503' },
      externalTrafficPolicy: 'Local',
    },
  },
  right: { env: CLEAN, service: { annotations: NLB, externalTrafficPolicy: 'Local' } },
  find: (judgement) =>
    failedChecks(judgement, 'node-never-passes', healthCheckOfNodeFails, ({ settings, healthCheck }) => ({
      field: settings.healthCheck?.field,
      why:
        healthCheck.kind === 'node' && healthCheck.fails ? `The check never passes: ${healthCheck.fails}.` : undefined,
    })),
};
