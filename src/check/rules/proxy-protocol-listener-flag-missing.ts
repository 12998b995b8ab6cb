import { CLEAN, HETZNER_PROXY, PROXY } from './example';
import { sendsProxy, variable, ways } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { has } from '../../kong/listeners';
import { Judgement } from '../judge';

export const proxyProtocolListenerFlagMissing: Rule = {
  id: 'proxy-protocol-listener-flag-missing',
  level: 'error',
  title: 'The balancer sends PROXY protocol, and no public listener expects it.',
  why:
    'Kong takes the PROXY header for a broken request and answers 400 to every client; ' +
    'the access log shows "PROXY TCP4 …" or "\\x00".',
  mend:
    'Put the flag proxy_protocol on every public listener and set KONG_REAL_IP_HEADER=proxy_protocol, ' +
    'or turn PROXY protocol off at the balancer.',
  sources: [KONG.proxyListen, KONG.issue(3531)],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl' },
    service: { annotations: HETZNER_PROXY },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: HETZNER_PROXY } },
  find: (judgement) => {
    const sent = ways(judgement).filter((way) => sendsProxy(way) && way.target !== 'nothing');
    return sent.length === 0 || sent.some(({ listeners }) => listeners.some((one) => has(one, 'proxy_protocol')))
      ? []
      : [
          {
            ...variable(judgement, 'KONG_PROXY_LISTEN'),
            mend:
              `Set KONG_PROXY_LISTEN=${JSON.stringify(withFlag(judgement))} ` +
              'and KONG_REAL_IP_HEADER=proxy_protocol, or turn PROXY protocol off at the balancer.',
          },
        ];
  },
};

function withFlag({ kong }: Judgement): string {
  return (kong?.configuration.proxy ?? [])
    .map(({ host, port, flags }) => [`${host}:${port}`, ...flags, 'proxy_protocol'].join(' '))
    .join(', ');
}
