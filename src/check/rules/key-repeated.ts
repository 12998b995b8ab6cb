import { GKE } from './example';
import { Match, Rule } from './rule';
import { KUBERNETES } from './sources';

export const keyRepeated: Rule = {
  id: 'key-repeated',
  level: 'warning',
  title: 'A key is written twice.',
  why:
    'kubectl and Helm take the last one without a word; other tools refuse the object, or take the first. ' +
    'Whoever edits the first one changes nothing.',
  mend: 'Keep one of them.',
  sources: [KUBERNETES.manifests],
  wrong: { service: { annotations: GKE, externalTrafficPolicy: 'Local' }, twice: 'externalTrafficPolicy: Local' },
  right: { service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: ({ gateway, services, entrances }) => {
    const objects = [
      gateway.workload,
      ...services.map(({ spot }) => spot().at),
      ...entrances.map(({ entrance }) => entrance.at),
    ];
    return [...new Set(objects)].flatMap((at) =>
      at.repeated.map((field): Match => ({
        at,
        field,
        why:
          `The key ${field} is written twice. The last one counts for kubectl and Helm; ` +
          'other tools refuse the object, or take the first.',
      })),
    );
  },
};
