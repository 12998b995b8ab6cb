import { GKE } from './example';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

const policy = (cidr: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'kong', namespace: 'kong' },
  spec: {
    podSelector: { matchLabels: { app: 'kong' } },
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ ipBlock: { cidr } }] }],
  },
});

export const networkPolicyKeepsClientsOut: Rule = {
  id: 'network-policy-keeps-clients-out',
  level: 'warning',
  leavesOpen: true,
  title: 'A network policy admits none of those who dial Kong.',
  why:
    'Where the source of packets is kept, clients come as themselves. ' +
    'A policy that admits the nodes or the pods only keeps them all out, if the network of the cluster enforces it.',
  mend: 'Admit the networks of the clients, or of the balancer that dials Kong.',
  sources: [KUBERNETES.networkPolicies],
  wrong: { service: { annotations: GKE, externalTrafficPolicy: 'Local' }, more: [policy('10.0.0.0/16')] },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' }, more: [policy('0.0.0.0/0')] },
  find: ({ between }) => between.filter(({ rule }) => rule === 'network-policy-keeps-clients-out'),
};
