import { CLEAN, NLB_IP_PROXY, PROXY } from './example';
import { settled } from './questions';
import { Rule } from './rule';
import { AWS } from './sources';

export const healthCheckMeetsProxyProtocol: Rule = {
  id: 'health-check-meets-proxy-protocol',
  level: 'error',
  title: 'The balancer\'s health check speaks HTTP, and PROXY protocol is in its way.',
  why: 'The balancer sends the PROXY header on its checks, too: a plain status port answers 400. Where it sends none, a listener that expects it closes the connection. All targets are down.',
  mend: 'Check over TCP, on the port for traffic, which is the default.',
  sources: [AWS.nlb, AWS.targets],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: { ...NLB_IP_PROXY, 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-protocol': 'http', 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-port': '8100', 'service.beta.kubernetes.io/aws-load-balancer-healthcheck-path': '/status' } } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_IP_PROXY } },
  find: (judgement) => settled(judgement).filter(({ hypothesis }) => hypothesis.failedCheck === 'meets-proxy-protocol')
    .map(({ judged, hypothesis }) => judged.entrance.spot(hypothesis.balancer?.settings.healthCheck?.field)),
};
