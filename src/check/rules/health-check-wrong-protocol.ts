import { GOOGLE_CHECKED, GOOGLE_FORWARDED } from './example';
import { failedChecks } from './questions';
import { Rule } from './rule';
import { GOOGLE, KONG } from './sources';

export const healthCheckWrongProtocol: Rule = {
  id: 'health-check-wrong-protocol',
  level: 'error',
  title: "The balancer's health check and the listener that it asks do not agree on TLS or HTTP/2.",
  why:
    'A listener with TLS answers 400 to plain HTTP, a plain one answers 400 to TLS, ' +
    'and one without http2 to HTTP/2: every target fails its check.',
  mend: 'Keep KONG_STATUS_LISTEN without ssl, and check port 8100, path /status over HTTP.',
  sources: [KONG.probes, GOOGLE.ingress],
  wrong: { ...GOOGLE_CHECKED, env: { ...GOOGLE_FORWARDED, KONG_STATUS_LISTEN: '0.0.0.0:8100 ssl' } },
  right: GOOGLE_CHECKED,
  find: (judgement) => failedChecks(judgement, 'wrong-protocol', healthCheckWrongProtocol),
};
