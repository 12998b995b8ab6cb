import { CLEAN, NLB_PROXY, PROXY } from './example';
import { header, headerVariable, proxied, variable, waysThat } from './questions';
import { Rule } from './rule';
import { isMisspelt } from './settings';
import { KONG, NGINX } from './sources';

export const proxyListenerOtherHeader: Rule = {
  id: 'proxy-listener-other-header',
  level: 'error',
  title: 'Listeners expect PROXY protocol, but Kong takes the address from an HTTP header.',
  why:
    "nginx reads one source only. The trusted peer is a balancer that passes every client's headers on, " +
    'so every client chooses its own address.',
  mend:
    'Set KONG_REAL_IP_HEADER=proxy_protocol. ' +
    'A CDN in front of a balancer that sends PROXY protocol cannot be resolved this way: ' +
    'put the CDN before one that reads HTTP.',
  sources: [KONG.realIpHeader, NGINX.realIp],
  wrong: { env: { ...PROXY, KONG_REAL_IP_HEADER: 'X-Forwarded-For' }, service: { annotations: NLB_PROXY } },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) => {
    const name = headerVariable(judgement);
    return name === undefined || header(judgement) === 'proxy_protocol' || isMisspelt(header(judgement))
      ? []
      : waysThat(judgement, 'forgeable', 'lost')
          .filter(proxied)
          .map(() => variable(judgement, name));
  },
};
