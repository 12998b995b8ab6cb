import { CLEAN, NLB, NLB_PROXY, PROXY } from './example';
import { header, headerVariable, variable, waysThat } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { expectsProxy } from '../world/ways';

export const proxyHeaderWithoutProxyListener: Rule = {
  id: 'proxy-header-without-proxy-listener',
  level: 'error',
  title: 'Kong is told to read PROXY protocol, but no listener expects it and no balancer sends it.',
  why:
    'Kong starts without a warning, and the setting does nothing: ' +
    'every client has the address of the balancer or of a node.',
  mend: 'Turn PROXY protocol on at the balancer and at every listener, or take the setting out.',
  sources: [KONG.realIpHeader, KONG.proxyListen],
  wrong: {
    env: { KONG_TRUSTED_IPS: '10.0.0.0/16', KONG_REAL_IP_HEADER: 'proxy_protocol' },
    service: { annotations: NLB },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) =>
    header(judgement) !== 'proxy_protocol'
      ? []
      : waysThat(judgement, 'lost')
          .filter((way) => way.target === 'requests' && !expectsProxy(way) && !way.frontend.proxyProtocol)
          .map(() => variable(judgement, headerVariable(judgement)!)),
};
