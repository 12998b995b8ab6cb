import { CLEAN, NLB, NLB_PROXY, PROXY } from './example';
import { atEntrance, waysThat } from './questions';
import { Rule } from './rule';
import { KONG, NGINX } from './sources';
import { TriedWay } from '../judge';
import { expectsProxySomewhere } from '../world/ways';

export const proxyProtocolNotSent: Rule = {
  id: 'proxy-protocol-not-sent',
  level: 'error',
  title: 'Kong expects PROXY protocol, and the balancer is not told to send it.',
  why:
    'Kong closes every connection without an answer. ' +
    'Through a balancer that passes connections on, an attacker may send a PROXY header, and Kong believes it.',
  mend: 'Turn PROXY protocol on at the balancer, or take the flag proxy_protocol out of the listeners.',
  sources: [KONG.proxyListen, NGINX.proxyProtocol],
  wrong: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const explained = (way: TriedWay) =>
      way.reading.remarks.some(
        ({ rule, field }) =>
          rule === 'in-tree-nlb-ignores-proxy-protocol' || (rule === 'annotation-misspelt' && /proxy/.test(field)),
      );
    return waysThat(judgement, 'broken')
      .filter(
        (way) =>
          expectsProxySomewhere(way) &&
          !way.frontend.proxyProtocol &&
          !explained(way) &&
          way.entrance.kind === 'balancer' &&
          (way.balancer.settings.proxyProtocol !== undefined || way.balancer.id === 'unknown'),
      )
      .map((way) => {
        const { proxyProtocol } = way.balancer.settings;
        return {
          ...atEntrance(way, proxyProtocol?.field),
          mend: proxyProtocol
            ? `Set ${proxyProtocol.field} to ${JSON.stringify(proxyProtocol.write)}, ` +
              'or take the flag proxy_protocol out of the listeners.'
            : undefined,
        };
      });
  },
};
