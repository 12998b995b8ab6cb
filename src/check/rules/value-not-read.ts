import { GKE } from './example';
import { Match, Rule } from './rule';

const RIGHT = {
  env: { database: 'off' },
  proxy: { type: 'LoadBalancer', annotations: GKE, externalTrafficPolicy: 'Local' },
};

export const valueNotRead: Rule = {
  id: 'value-not-read',
  level: 'warning',
  title: 'The chart does not read a value.',
  why: 'The value changes nothing, and what it was meant to do does not happen.',
  mend:
    'Move it to where the chart reads it. ' +
    'The Service of the proxy is under proxy, and its ports are proxy.http and proxy.tls.',
  sources: ['https://github.com/Kong/charts/blob/main/charts/kong/README.md'],
  wrong: { values: { ...RIGHT, service: { type: 'LoadBalancer' } } },
  right: { values: RIGHT },
  find: ({ gateway: { workload } }) =>
    (workload.made?.ignored ?? []).map(({ value, place }): Match => ({
      at: { ...workload, place: () => place },
      field: value,
      why: `The chart does not read ${value}, so the value changes nothing.`,
    })),
};
