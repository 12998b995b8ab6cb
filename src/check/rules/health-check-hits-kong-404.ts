import { BACKEND_CONFIG, GOOGLE_CHECKED } from './example';
import { failedChecks } from './questions';
import { Rule } from './rule';
import { AWS, KONG } from './sources';

const DEFAULT_CHECK = { ...BACKEND_CONFIG, spec: { healthCheck: { type: 'HTTP' } } };

export const healthCheckHitsKong404: Rule = {
  id: 'health-check-hits-kong-404',
  level: 'error',
  title: "The balancer's health check asks the proxy for a path that no route answers.",
  why: 'Kong answers 404 where it has no route: every target fails its check.',
  mend: 'Check port 8100, path /status. On AKS, leave appProtocol out.',
  sources: [KONG.probes, AWS.ingress],
  wrong: { ...GOOGLE_CHECKED, more: [DEFAULT_CHECK] },
  right: GOOGLE_CHECKED,
  find: (judgement) =>
    failedChecks(judgement, 'kong-404', healthCheckHitsKong404, ({ settings: { healthCheck } }) => ({
      field: healthCheck?.field,
      mend: healthCheck && `Check port 8100, path /status: set ${healthCheck.field} to ${healthCheck.write}.`,
    })),
};
