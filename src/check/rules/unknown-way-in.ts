import { GKE } from './example';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const unknownWayIn: Rule = {
  id: 'unknown-way-in',
  level: 'note',
  leavesOpen: true,
  title: 'An object whose kind is not known here names a Service of the gateway.',
  why: 'It may be a way in, by which Kong is dialled from other addresses than by those that are known.',
  mend: 'Look at what it sends to Kong, and from where. If it is a way in, trust its addresses only.',
  sources: [KUBERNETES.service],
  wrong: {
    service: { annotations: GKE, externalTrafficPolicy: 'Local' },
    more: [
      {
        apiVersion: 'example.com/v1',
        kind: 'EdgeTunnel',
        metadata: { name: 'edge', namespace: 'kong' },
        spec: { serviceName: 'kong-proxy' },
      },
    ],
  },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: ({ between }) => between.filter(({ rule }) => rule === 'unknown-way-in'),
};
