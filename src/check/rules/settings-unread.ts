import { CLEAN, GKE } from './example';
import { Rule } from './rule';
import { KONG } from './sources';

export const settingsUnread: Rule = {
  id: 'settings-unread',
  level: 'note',
  leavesOpen: true,
  title: 'Kong takes settings from a file or a command that is not in the input.',
  why: 'The check cannot tell what Kong believes.',
  mend: 'Write the settings into the variables of the container, where they can be read, or add the file to the input.',
  sources: [KONG.configuration],
  wrong: {
    env: CLEAN,
    pod: { volumes: [{ name: 'conf', configMap: { name: 'kong-conf' } }] },
    container: { volumeMounts: [{ name: 'conf', mountPath: '/etc/kong' }] },
    service: { annotations: GKE, externalTrafficPolicy: 'Local' },
  },
  right: { env: CLEAN, service: { annotations: GKE, externalTrafficPolicy: 'Local' } },
  find: ({ hidden }) =>
    hidden.filter(({ rule }) => rule === 'settings-unread').map(({ at, field, why }) => ({ at, field, why })),
};
