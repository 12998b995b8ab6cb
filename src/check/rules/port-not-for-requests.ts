import { GKE } from './example';
import { sidePorts } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { Target } from '../world/ports';

const NAMES: Partial<Record<Target, string>> = {
  admin: 'the Admin API',
  manager: 'Kong Manager',
  portal: 'the Developer Portal',
  cluster: 'the data planes of a hybrid pair',
  status: 'the Status API',
  metrics: 'metrics',
};

export const portNotForRequests: Rule = {
  id: 'port-not-for-requests',
  level: 'note',
  title: 'A port of a public Service leads to another part of Kong than its proxy.',
  why: 'It takes no requests for your APIs, so it is left out of the verdict.',
  mend: 'Take the port out of the Service unless it is meant to be reached from outside.',
  sources: [KONG.ports],
  wrong: { service: { annotations: GKE, externalTrafficPolicy: 'Local', ports: { 80: 8000, 443: 8443, 8100: 8100 } } },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: (judgement) => {
    const sides = sidePorts(judgement, ['admin', 'manager', 'portal', 'cluster', 'status', 'metrics']);
    const alike = new Map<string, typeof sides>();
    for (const side of sides) {
      const key = `${side.service.name} ${side.target} ${side.listeners.length > 0}`;
      alike.set(key, [...(alike.get(key) ?? []), side]);
    }
    return [...alike.values()].map((group) => {
      const [{ spot, target, listeners }] = group;
      const ports = [...new Set(group.map(({ servicePort }) => servicePort.port))];
      const [word, are, they, take] =
        ports.length === 1 ? ['Port', 'is', 'It', 'takes'] : ['Ports', 'are', 'They', 'take'];
      const silent = listeners.length > 0 ? '' : ', which is not known to listen there';
      return {
        ...spot,
        why:
          `${word} ${ports.join(' and ')} ${are} for ${NAMES[target]}${silent}. ` +
          `${they} ${take} no requests for your APIs, so ${they.toLowerCase()} ${are} left out of the verdict.`,
      };
    });
  },
};
