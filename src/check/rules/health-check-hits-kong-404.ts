import { ALB, FORWARDED } from './example';
import { settled } from './questions';
import { Rule } from './rule';
import { AWS, KONG } from './sources';

export const healthCheckHitsKong404: Rule = {
  id: 'health-check-hits-kong-404',
  level: 'error',
  title: 'The balancer\'s health check asks the proxy for a path that no route answers.',
  why: 'Kong answers 404 where it has no route: all backends are down.',
  mend: 'Check port 8100, path /status. On AKS, leave appProtocol out.',
  sources: [KONG.probes, AWS.ingress],
  wrong: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: { 'alb.ingress.kubernetes.io/scheme': 'internet-facing', 'alb.ingress.kubernetes.io/target-type': 'ip' } } },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) => settled(judgement).filter(({ hypothesis }) => hypothesis.failedCheck === 'kong-404').map(({ judged, hypothesis }) => {
    const setting = hypothesis.balancer?.settings.healthCheck;
    return { ...judged.entrance.spot(setting?.field), mend: setting ? `Check port 8100, path /status: set ${setting.field} to ${setting.write}.` : undefined };
  }),
};
