import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const envHidden: Rule = {
  id: 'env-hidden',
  level: 'note',
  leavesOpen: true,
  title: 'A variable that decides is not in the input.',
  why: 'The check cannot tell what Kong believes.',
  mend:
    'Add the ConfigMap or Secret to the input, or write the value, which is not a secret, into the manifest. ' +
    'Where an expression makes it, check what your tool makes: ' +
    'terraform show -json of a plan, or the rendered manifests.',
  sources: [KUBERNETES.environment],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: { configMapKeyRef: { name: 'kong-env', key: 'trusted' } } },
    service: { annotations: HETZNER_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: ({ hidden }) =>
    hidden.filter(({ rule }) => rule === 'env-hidden').map(({ at, field, why }) => ({ at, field, why })),
};
