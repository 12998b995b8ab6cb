import { TriedWay } from '../judge';
import { NLB } from './example';
import { balancerName, header, headerVariable, proxied, settled, variable, waysThat, writes } from './questions';
import { Rule } from './rule';
import { isBalancersXff, isMisspelt } from './settings';
import { AWS, KONG } from './sources';
import { cdnOfHeader } from '../trial/providers';
import { readsHttp } from '../world/ways';

export const headerNotWrittenByBalancer: Rule = {
  id: 'header-not-written-by-balancer',
  level: 'error',
  title: 'Kong believes a header that the balancer in front does not write.',
  why:
    'The trusted balancer passes on what the client wrote, and Kong believes it: ' +
    'every client chooses its own address.',
  mend:
    'Behind a balancer that passes connections on, trust no address and keep the source, or use PROXY protocol. ' +
    'Behind one that reads HTTP, name the header that it writes.',
  sources: [KONG.realIpHeader, AWS.forwarded],
  wrong: {
    env: { KONG_TRUSTED_IPS: '10.0.0.0/16', KONG_REAL_IP_HEADER: 'X-Forwarded-For' },
    service: { annotations: NLB },
  },
  right: { service: { annotations: NLB, externalTrafficPolicy: 'Local' } },
  find: (judgement) => {
    const name = headerVariable(judgement);
    const read = header(judgement);
    const second = settled(judgement).some(({ judged }) => judged.verdict === 'kept') && !judgement.trust.everybody;
    if (name === undefined || read === 'proxy_protocol' || isMisspelt(read) || second) return [];
    return waysThat(judgement, 'forgeable')
      .filter(
        (way) =>
          !writes(way, read) && !proxied(way) && !isBalancersXff(way, read) && !(readsHttp(way) && cdnOfHeader(read)),
      )
      .map((way) => ({
        ...variable(judgement, name),
        why:
          `The ${balancerName(way)} does not write ${read}: ` +
          'it passes on what the client wrote, and Kong believes it. Every client chooses its own address.',
        mend: readsHttp(way) ? `Set ${name}=X-Forwarded-For, which the balancer writes.` : otherWay(way),
      }));
  },
};

function otherWay({ balancer: { settings } }: TriedWay): string {
  const { keepSource } = settings;
  const source = keepSource
    ? ` (take KONG_TRUSTED_IPS out) and keep the source (${keepSource.field}: ${keepSource.write})`
    : '';
  return `Trust no address${source}${settings.proxyProtocol ? ', or use PROXY protocol' : ''}.`;
}
