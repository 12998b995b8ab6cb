import { TriedWay, Judgement } from '../judge';
import { CLEAN, HETZNER, HETZNER_PROXY, PROXY } from './example';
import { atEntrance, balancerName, carriesClient, waysThatLose } from './questions';
import { Rule } from './rule';
import { isBalancersXff, peersOf } from './settings';
import { AWS, KONG } from './sources';

export const balancerHidesClient: Rule = {
  id: 'balancer-hides-client',
  level: 'error',
  title: 'The balancer ends the connections of clients and passes on nothing about them.',
  why:
    'The balancer opens its own connection to Kong, so the packets have its address, or that of a node: ' +
    'every client has it. externalTrafficPolicy: Local changes nothing.',
  mend: 'Turn PROXY protocol on at the balancer and at the listeners, or use its HTTP mode.',
  sources: [KONG.preserve, AWS.classic],
  wrong: { service: { annotations: HETZNER, externalTrafficPolicy: 'Local' } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) =>
    waysThatLose(judgement)
      .filter((way) => hidesClient(way, judgement))
      .map((way) => {
        const { proxyProtocol } = way.balancer.settings;
        return {
          ...atEntrance(way, proxyProtocol?.field),
          why:
            `The ${balancerName(way)} opens its own connection to Kong and passes on nothing about the client: ` +
            'every client has its address, or that of a node. externalTrafficPolicy: Local changes nothing.',
          mend: proxyProtocol
            ? `Set ${proxyProtocol.field} to ${JSON.stringify(proxyProtocol.write)}, ` +
              'put proxy_protocol on every listener, set KONG_REAL_IP_HEADER=proxy_protocol and KONG_TRUSTED_IPS ' +
              `to ${peersOf(way)}.`
            : undefined,
        };
      }),
};

function hidesClient(way: TriedWay, judgement: Judgement): boolean {
  const { peer, settings } = way.balancer;
  if (peer.role === 'client' || settings.keepSource) return false;
  if (carriesClient(way, judgement)) return false;
  return !isBalancersXff(way, 'X-Forwarded-For');
}
