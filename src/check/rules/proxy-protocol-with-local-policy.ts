import { CLEAN, NLB_PROXY, PROXY } from './example';
import { failedChecks } from './questions';
import { Rule } from './rule';
import { AWS } from './sources';

export const proxyProtocolWithLocalPolicy: Rule = {
  id: 'proxy-protocol-with-local-policy',
  level: 'error',
  title: 'PROXY protocol meets externalTrafficPolicy Local on instance targets of a Network Load Balancer.',
  why:
    'The health check asks kube-proxy of the node and begins with a PROXY header, which kube-proxy cannot read: ' +
    'every target is unhealthy.',
  mend: 'Set externalTrafficPolicy: Cluster, and trust the nodes.',
  sources: [AWS.nlb],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY, externalTrafficPolicy: 'Local' } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY, externalTrafficPolicy: 'Cluster' } },
  find: (judgement) =>
    failedChecks(judgement, 'node-reads-no-proxy-protocol', proxyProtocolWithLocalPolicy, () => ({
      field: 'spec.externalTrafficPolicy',
    })),
};
