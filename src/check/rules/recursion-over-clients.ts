import { ALB, FORWARDED } from './example';
import { header, variable, waysThat, writes } from './questions';
import { Rule } from './rule';
import { KONG, NGINX } from './sources';

export const recursionOverClients: Rule = {
  id: 'recursion-over-clients',
  level: 'error',
  title: 'Recursion is on, and clients are among the trusted.',
  why:
    'nginx walks past a client whose own address is trusted, and takes the element to its left, ' +
    'which that client wrote.',
  mend: 'Turn recursion off where there is one proxy; else trust the subnets of the balancer, not the private ranges.',
  sources: [KONG.realIpRecursive, NGINX.realIp],
  wrong: {
    env: { ...FORWARDED, KONG_TRUSTED_IPS: '10.0.0.0/8', KONG_REAL_IP_RECURSIVE: 'on' },
    service: {},
    ingress: { className: 'alb', annotations: { ...ALB, 'alb.ingress.kubernetes.io/scheme': 'internal' } },
  },
  right: {
    env: FORWARDED,
    service: {},
    ingress: { className: 'alb', annotations: { ...ALB, 'alb.ingress.kubernetes.io/scheme': 'internal' } },
  },
  find: (judgement) =>
    judgement.trust.everybody || !judgement.kong?.configuration.realIp[0].recursive
      ? []
      : waysThat(judgement, 'forgeable')
          .filter((way) => writes(way, header(judgement)) && judgement.trust.holds(way.trial.forged!.client))
          .map(() => variable(judgement, 'KONG_REAL_IP_RECURSIVE')),
};
