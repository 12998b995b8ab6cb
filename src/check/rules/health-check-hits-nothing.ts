import { GOOGLE_CHECKED, GOOGLE_FORWARDED } from './example';
import { failedChecks } from './questions';
import { Rule } from './rule';
import { GOOGLE, KONG } from './sources';

export const healthCheckHitsNothing: Rule = {
  id: 'health-check-hits-nothing',
  level: 'error',
  title: "The balancer's health check asks a port on which nothing listens.",
  why: 'Connections of the check are refused: every target fails it.',
  mend: 'Set KONG_STATUS_LISTEN=0.0.0.0:8100, and check port 8100, path /status.',
  sources: [KONG.probes, GOOGLE.ingress],
  wrong: { ...GOOGLE_CHECKED, env: { ...GOOGLE_FORWARDED, KONG_STATUS_LISTEN: '127.0.0.1:8100' } },
  right: GOOGLE_CHECKED,
  find: (judgement) => failedChecks(judgement, 'nothing-listens', healthCheckHitsNothing),
};
