import { CLEAN, NLB_PROXY, PROXY } from './example';
import { variable, ways } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { has } from '../../kong/listeners';
import { expectsProxy } from '../ways';

export const proxyFlagNotOnEveryListener: Rule = {
  id: 'proxy-flag-not-on-every-listener',
  level: 'error',
  title: 'The balancer sends PROXY protocol to several listeners, and not all of them expect it.',
  why: 'The others answer 400 to the PROXY header, or pass it on to a stream as if it were payload.',
  mend: 'Put the flag proxy_protocol on every address of every port that the balancer dials: 8443 as well as 8000, [::] as well as 0.0.0.0, and streams.',
  sources: [KONG.proxyListen, KONG.ingressIssue(1135)],
  wrong: { env: { ...PROXY, ...CLEAN, KONG_PROXY_LISTEN: '0.0.0.0:8000 proxy_protocol, 0.0.0.0:8443 http2 ssl' }, service: { annotations: NLB_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const sent = ways(judgement).filter(({ frontend, target }) => frontend.proxyProtocol && target !== 'nothing');
    const flagged = sent.some(({ listeners }) => listeners.some((one) => has(one, 'proxy_protocol')));
    return !flagged ? [] : sent.filter((way) => way.trial.verdict === 'broken' && !expectsProxy(way)).map((way) => ({
      ...variable(judgement, way.target === 'stream' ? 'KONG_STREAM_LISTEN' : 'KONG_PROXY_LISTEN'),
      mend: `Put the flag proxy_protocol on ${way.listeners.filter((one) => !has(one, 'proxy_protocol')).map(({ host, port }) => `${host}:${port}`).join(' and ')}.`,
    }));
  },
};
