import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { balancerName, trustsNobody, variable, waysThatLose } from './questions';
import { Rule } from './rule';
import { peersOf } from './settings';
import { KONG, NGINX } from './sources';

export const trustedIpsMissPeer: Rule = {
  id: 'trusted-ips-miss-peer',
  level: 'error',
  title: 'Kong trusts networks, but not the one from which it is dialled.',
  why:
    'Trust is about the TCP peer. If the peer is not listed, the header is ignored and every client has the ' +
    'address of the peer.',
  mend:
    'List the peer: the networks of nodes and pods with traffic policy Cluster, else the subnets of the balancer; ' +
    'both families on dual-stack.',
  sources: [KONG.trustedIps, NGINX.realIp],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '173.245.48.0/20,104.16.0.0/13' },
    service: { annotations: HETZNER_PROXY },
  },
  right: {
    env: { ...PROXY, ...CLEAN, KONG_TRUSTED_IPS: '10.0.0.0/16,10.244.0.0/16' },
    service: { annotations: HETZNER_PROXY },
  },
  find: (judgement) =>
    trustsNobody(judgement)
      ? []
      : waysThatLose(judgement)
          .filter((way) => !way.trial.honest.peerTrusted && way.balancer.peer.role !== 'client')
          .map((way) => ({
            ...variable(judgement, 'KONG_TRUSTED_IPS'),
            why:
              'Trust is about the TCP peer, and ' +
              `${way.balancer.peer.role === 'node' ? 'a node' : `the ${balancerName(way)}`} dials ` +
              `Kong${way.trial.honest.peer.includes(':') ? ' over IPv6' : ''}, ` +
              'which KONG_TRUSTED_IPS does not hold. ' +
              'The header is ignored, and every client has the address of the peer.',
            mend: `Add ${peersOf(way)}${way.trial.honest.peer.includes(':') ? ', with their IPv6 networks' : ''}.`,
          })),
};
