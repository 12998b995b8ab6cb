import { ALB, FORWARDED } from './example';
import { Rule } from './rule';
import { KONG } from './sources';

export const envOverridden: Rule = {
  id: 'env-overridden',
  level: 'error',
  title: 'Two variables set the same thing differently.',
  why: 'The variable with the name of the nginx directive silently wins.',
  mend: 'Keep one of the two.',
  sources: [KONG.configuration],
  wrong: {
    env: { ...FORWARDED, KONG_NGINX_PROXY_REAL_IP_HEADER: 'X-Real-IP' },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: ({ gateway: { environment } }) =>
    ['REAL_IP_HEADER', 'REAL_IP_RECURSIVE'].flatMap((name) => {
      const [ignored, wins] = [environment.value(`KONG_${name}`), environment.value(`KONG_NGINX_PROXY_${name}`)];
      return ignored === undefined || wins === undefined || ignored === wins
        ? []
        : [
            {
              ...environment.spot(`KONG_NGINX_PROXY_${name}`),
              why:
                `KONG_NGINX_PROXY_${name} is ${JSON.stringify(wins)}. ` +
                `It silently wins over KONG_${name}, which is ${JSON.stringify(ignored)}.`,
              mend: `Keep one of the two; KONG_${name} is the one that Kong documents.`,
            },
          ];
    }),
};
