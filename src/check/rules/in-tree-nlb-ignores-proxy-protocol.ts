import { CLEAN, IN_TREE, IN_TREE_STATUS, PROXY } from './example';
import { remarked } from './questions';
import { Rule } from './rule';
import { AWS, KUBERNETES } from './sources';

export const inTreeNlbIgnoresProxyProtocol: Rule = {
  id: 'in-tree-nlb-ignores-proxy-protocol',
  level: 'error',
  title:
    'A Network Load Balancer of the cloud provider AWS is asked for PROXY protocol by an annotation ' +
    'that it never reads.',
  why:
    'No PROXY header is sent: listeners with the flag close every connection, and the others lose the address ' +
    'with traffic policy Cluster.',
  mend:
    'Set externalTrafficPolicy: Local, and take proxy_protocol out of the listeners and of KONG_REAL_IP_HEADER, ' +
    'or use the AWS Load Balancer Controller (type external).',
  sources: [AWS.provider, KUBERNETES.issue(101608)],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: { annotations: IN_TREE, loadBalancerSourceRanges: ['203.0.113.0/24'], status: IN_TREE_STATUS },
  },
  right: {
    service: {
      annotations: {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb',
        'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'instance',
      },
      externalTrafficPolicy: 'Local',
      status: IN_TREE_STATUS,
    },
  },
  find: (judgement) =>
    remarked(
      judgement,
      'in-tree-nlb-ignores-proxy-protocol',
      ({ verdict }) => verdict === 'broken' || verdict === 'lost',
    ),
};
