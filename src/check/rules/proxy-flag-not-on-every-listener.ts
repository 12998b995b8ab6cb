import { CLEAN, NLB_PROXY, PROXY } from './example';
import { sendsProxy, settled, variable } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { has } from '../../kong/listeners';
import { expectsProxy, expectsProxySomewhere } from '../world/ways';

export const proxyFlagNotOnEveryListener: Rule = {
  id: 'proxy-flag-not-on-every-listener',
  level: 'error',
  title: 'The balancer sends PROXY protocol to several listeners, and not all of them expect it.',
  why: 'The others answer 400 to the PROXY header, or pass it on to a stream as if it were payload.',
  mend:
    'Put the flag proxy_protocol on every address of every port that the balancer dials: ' +
    '8443 as well as 8000, [::] as well as 0.0.0.0, and streams.',
  sources: [KONG.proxyListen, KONG.ingressIssue(1135)],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 0.0.0.0:8443 http2 ssl' },
    service: { annotations: NLB_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) =>
    settled(judgement).flatMap(({ judged: { entrance, verdict }, hypothesis }) => {
      // Ports without a balancer in the manifest expect one that sends PROXY protocol to each.
      const asked = hypothesis.ways.filter(
        (way) => way.target !== 'nothing' && (sendsProxy(way) || entrance.kind !== 'balancer'),
      );
      const flagged = verdict === 'broken' && asked.some(expectsProxySomewhere);
      return !flagged
        ? []
        : asked
            .filter((way) => !expectsProxy(way))
            .map((way) => ({
              ...variable(judgement, way.target === 'stream' ? 'KONG_STREAM_LISTEN' : 'KONG_PROXY_LISTEN'),
              mend: `Put the flag proxy_protocol on ${way.listeners
                .filter((one) => !has(one, 'proxy_protocol'))
                .map(({ host, port }) => `${host}:${port}`)
                .join(' and ')}.`,
            }));
    }),
};
