import { ALB, FORWARDED } from './example';
import { Rule } from './rule';
import { strayedSettings } from './settings';
import { KONG } from './sources';

export const settingsOnWrongContainer: Rule = {
  id: 'settings-on-wrong-container',
  level: 'error',
  title: "Settings for the client's address are where no proxy reads them.",
  why: 'The container that proxies runs with the defaults.',
  mend: 'Move them to the container that proxies; in a hybrid pair, to the data plane.',
  sources: [KONG.configuration, KONG.proxying],
  wrong: {
    env: { KONG_PROXY_LISTEN: '0.0.0.0:8000' },
    pod: {
      initContainers: [
        {
          name: 'clear-stale-pid',
          image: 'kong:3.9.3',
          env: [
            { name: 'KONG_TRUSTED_IPS', value: '10.0.48.0/20' },
            { name: 'KONG_REAL_IP_HEADER', value: 'X-Forwarded-For' },
          ],
        },
      ],
    },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) =>
    strayedSettings(judgement).map(({ names, where, at, field }) => ({
      at,
      field,
      why:
        `${names.join(', ')} of ${where} is read by no proxy: ` +
        `the container ${judgement.gateway.container.name} runs without.`,
      mend:
        `Move ${names.join(', ')} to the container ${judgement.gateway.container.name} of ` +
        `${judgement.gateway.workload.id}.`,
    })),
};
