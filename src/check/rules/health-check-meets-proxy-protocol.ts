import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { failedChecks } from './questions';
import { Rule } from './rule';
import { AWS } from './sources';

export const healthCheckMeetsProxyProtocol: Rule = {
  id: 'health-check-meets-proxy-protocol',
  level: 'error',
  title: "The balancer's health check speaks HTTP, and PROXY protocol is in its way.",
  why:
    'A balancer that sends the PROXY header on its checks, too, gets 400 from a plain status port. ' +
    'One that sends none finds a listener that closes the connection. Every target fails its check.',
  mend: 'Check over TCP, on the port for traffic, which is the default.',
  sources: [AWS.nlb, AWS.targets],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: { annotations: { ...HETZNER_PROXY, 'load-balancer.hetzner.cloud/health-check-protocol': 'http' } },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) => failedChecks(judgement, 'meets-proxy-protocol', healthCheckMeetsProxyProtocol),
};
