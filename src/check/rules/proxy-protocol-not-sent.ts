import { CLEAN, NLB, NLB_PROXY, PROXY } from './example';
import { atEntrance, waysWithoutProxy } from './questions';
import { Rule } from './rule';
import { KONG, NGINX } from './sources';
import { TriedWay } from '../judge';

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
  find: (judgement) =>
    waysWithoutProxy(judgement)
      .filter((way) => couldSend(way) && !isExplained(way))
      .map((way) => {
        const { proxyProtocol } = way.balancer.settings;
        return {
          ...atEntrance(way, proxyProtocol?.field),
          mend: proxyProtocol
            ? `Set ${proxyProtocol.field} to ${JSON.stringify(proxyProtocol.write)}, ` +
              'or take the flag proxy_protocol out of the listeners.'
            : undefined,
        };
      }),
};

function couldSend({ balancer: { id, settings } }: TriedWay): boolean {
  return settings.proxyProtocol !== undefined || id === 'unknown';
}

/** Whether another rule names the cause. */
function isExplained({ reading }: TriedWay): boolean {
  return reading.remarks.some(({ rule, field }) => {
    if (rule === 'in-tree-nlb-ignores-proxy-protocol') return true;
    return rule === 'annotation-misspelt' && /proxy/.test(field);
  });
}
