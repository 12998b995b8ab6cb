import { ALB, FORWARDED } from './example';
import { header, headerVariable, variable } from './questions';
import { Rule } from './rule';
import { KONG, NGINX } from './sources';

export const realIpHeaderLowerCase: Rule = {
  id: 'real-ip-header-lower-case',
  level: 'warning',
  title: 'The header is X-Forwarded-For in another case.',
  why:
    'nginx knows X-Forwarded-For in this one spelling; ' +
    'in another it is an ordinary header, of which only the first line is read. ' +
    'Where a proxy adds a second line instead of appending, the line of the client wins.',
  mend: 'Write X-Forwarded-For.',
  sources: [NGINX.realIp, KONG.realIpHeader],
  wrong: {
    env: { ...FORWARDED, KONG_REAL_IP_HEADER: 'x-forwarded-for' },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) => {
    const name = headerVariable(judgement);
    const read = header(judgement);
    return name && !judgement.trust.nobody && read !== 'X-Forwarded-For' && read.toLowerCase() === 'x-forwarded-for'
      ? [variable(judgement, name)]
      : [];
  },
};
