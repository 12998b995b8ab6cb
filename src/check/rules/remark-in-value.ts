import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { Rule } from './rule';
import { refusedVariables } from './settings';
import { KONG } from './sources';

export const remarkInValue: Rule = {
  id: 'remark-in-value',
  level: 'error',
  title: 'The value of a variable holds a comment behind a #.',
  why:
    'Kong strips comments from kong.conf only. In an environment variable they are part of the value: ' +
    'in a list of networks the comment is an entry, which Kong refuses, ' +
    'and in the name of a header it breaks the configuration of nginx. The pod does not start.',
  mend: 'Take the comment out of the value. In a block of YAML (| or >) everything is text.',
  sources: [KONG.configuration],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '10.0.0.0/16, # nodes 10.244.0.0/16' },
    service: { annotations: HETZNER_PROXY },
  },
  right: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '10.0.0.0/16, 10.244.0.0/16' },
    service: { annotations: HETZNER_PROXY },
  },
  find: (judgement) =>
    refusedVariables(judgement)
      .filter(({ variable: { value } }) => value?.includes('#'))
      .map(({ variable: { at, field, name, value, secret } }) => ({
        at,
        field,
        mend:
          secret !== undefined
            ? undefined
            : `Write ${name} without the remark: ${JSON.stringify(
                value!
                  .split(/[\n,]/)
                  .map((part) => part.replace(/#.*/, '').trim())
                  .filter((part) => part !== '')
                  .join(','),
              )}. In a block of YAML (| or >) everything is text.`,
      })),
};
