import { GKE } from './example';
import { sidePorts } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const adminApiPublic: Rule = {
  id: 'admin-api-public',
  level: 'warning',
  title: 'The Admin API is reached from outside.',
  why: 'An attacker who reaches the Admin API changes routes and plugins, and reads the credentials of consumers.',
  mend: 'Take the port out of the Service, or admit the networks of your administrators only.',
  sources: [KONG.adminApi],
  wrong: {
    env: { KONG_ADMIN_LISTEN: '0.0.0.0:8001' },
    service: { annotations: GKE, externalTrafficPolicy: 'Local', ports: { 80: 8000, 443: 8443, 8001: 8001 } },
  },
  right: { env: { KONG_ADMIN_LISTEN: '0.0.0.0:8001' }, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) =>
    sidePorts(judgement, ['admin'])
      .filter(
        ({ listeners, balancer }) =>
          listeners.length > 0 && balancer.internal !== true && balancer.admits === undefined,
      )
      .map((side) => ({
        ...side.spot,
        why:
          `Port ${side.servicePort.port} leads to the Admin API, which listens on port ${side.port} of the pod: ` +
          'an attacker who reaches it changes routes and plugins, and reads the credentials of consumers.',
      })),
};
