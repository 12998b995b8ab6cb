import { CLEAN, NLB_IP_PROXY, PROXY } from './example';
import { settled } from './questions';
import { Match, Rule } from './rule';
import { AWS, NGINX } from './sources';

export const preserveAndProxyTogether: Rule = {
  id: 'preserve-and-proxy-together',
  level: 'warning',
  title: 'The balancer sends PROXY protocol and keeps the source of packets as well.',
  why:
    'The peer is then the client, who is not trusted, so Kong ignores the PROXY header and is right by luck. ' +
    'Trusting all addresses instead would let every client choose its address.',
  mend: 'Let the balancer hide the source of packets where it sends PROXY protocol.',
  sources: [AWS.targets, NGINX.realIp],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: {
        ...NLB_IP_PROXY,
        'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes': 'preserve_client_ip.enabled=true',
      },
    },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_IP_PROXY } },
  find: (judgement) => {
    const found: Match[] = [];
    for (const {
      judged: { entrance },
      hypothesis: { balancer, failedCheck, failsOpen },
    } of settled(judgement)) {
      if (failedCheck && !failsOpen) continue;
      if (balancer?.peer.role !== 'client' || !balancer.frontends.some(({ proxyProtocol }) => proxyProtocol)) continue;
      const { hideSource } = balancer.settings;
      found.push({
        ...entrance.spot(hideSource?.field),
        mend: hideSource && `Set ${hideSource.field} to ${JSON.stringify(hideSource.write)}.`,
      });
    }
    return found;
  },
};
