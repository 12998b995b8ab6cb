import { NLB_IP } from './example';
import { Rule } from './rule';
import { AWS } from './sources';

const PRESERVING = {
  ...NLB_IP,
  'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true',
};
const accelerator = (clientIPPreservationEnabled: boolean) => ({
  apiVersion: 'aga.k8s.aws/v1beta1',
  kind: 'GlobalAccelerator',
  metadata: { name: 'edge', namespace: 'kong' },
  spec: {
    listeners: [
      { endpointGroups: [{ endpoints: [{ type: 'Service', name: 'kong-proxy', clientIPPreservationEnabled }] }] },
    ],
  },
});

export const acceleratorHidesClient: Rule = {
  id: 'accelerator-hides-client',
  level: 'error',
  title: 'Global Accelerator is in front of the balancer and does not preserve the client IP.',
  why:
    'The balancer takes the accelerator for the client: every client has an address of the accelerator, ' +
    'whatever the balancer and Kong do.',
  mend:
    'Set clientIPPreservationEnabled: true for the endpoint. ' +
    'Before a Network Load Balancer it needs a security group and no TLS listener.',
  sources: [AWS.accelerator],
  wrong: { service: { annotations: PRESERVING }, more: [accelerator(false)] },
  right: { service: { annotations: PRESERVING }, more: [accelerator(true)] },
  find: ({ between }) => between.filter(({ rule }) => rule === 'accelerator-hides-client'),
};
