import { CLEAN, NLB_IP_PROXY, PROXY } from './example';
import { settled } from './questions';
import { Rule } from './rule';
import { AWS, NGINX } from './sources';

export const preserveAndProxyTogether: Rule = {
  id: 'preserve-and-proxy-together',
  level: 'warning',
  title: 'The balancer sends PROXY protocol and keeps the source of packets as well.',
  why: 'The peer is then the client, who is not trusted, so Kong ignores the PROXY header and is right by luck. Trusting everybody instead would let every client choose its address.',
  mend: 'Set preserve_client_ip.enabled=false together with PROXY protocol.',
  sources: [AWS.targets, NGINX.realIp],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: { ...NLB_IP_PROXY, 'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true' } } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_IP_PROXY } },
  find: (judgement) => settled(judgement).filter(({ hypothesis: { balancer, failedCheck } }) => !failedCheck && balancer?.peer.role === 'client' && balancer.frontends.some(({ proxyProtocol }) => proxyProtocol))
    .map(({ judged, hypothesis: { balancer } }) => judged.entrance.spot(/^metadata/.test(balancer?.settings.keepSource?.field ?? '') ? balancer!.settings.keepSource!.field
      : 'metadata.annotations[service.beta.kubernetes.io/aws-load-balancer-target-group-attributes]')),
};
