import { ALB, FORWARDED } from './example';
import { headerVariable, proxied, variable, waysThat, writes } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { TriedWay } from '../judge';

export const realIpHeaderMissing: Rule = {
  id: 'real-ip-header-missing',
  level: 'error',
  title: 'Kong trusts a proxy, no variable names the header to read, and the balancer does not write the default one.',
  why:
    'The most dangerous half of a configuration: X-Forwarded-For and the PROXY header are ignored, ' +
    'and an X-Real-IP that a client sends is believed.',
  mend:
    'Set KONG_REAL_IP_HEADER to what the balancer sends: ' +
    'X-Forwarded-For, or proxy_protocol with listeners that have the flag.',
  sources: [KONG.realIpHeader, KONG.issue(5992)],
  wrong: {
    env: { KONG_PROXY_LISTEN: '0.0.0.0:8000', KONG_TRUSTED_IPS: '10.0.48.0/20' },
    service: {},
    ingress: { className: 'alb', annotations: ALB },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) =>
    headerVariable(judgement)
      ? []
      : waysThat(judgement, 'forgeable')
          .filter(({ trial }) => !trial.forged!.claim.proxyHeader)
          .map((way) => ({ ...variable(judgement, 'KONG_REAL_IP_HEADER'), mend: mendOf(way) })),
};

function mendOf(way: TriedWay): string {
  if (proxied(way)) return 'Set KONG_REAL_IP_HEADER=proxy_protocol.';
  if (writes(way, 'X-Forwarded-For')) return 'Set KONG_REAL_IP_HEADER=X-Forwarded-For.';
  return (
    'The balancer writes no header, so none may be believed: ' +
    'take KONG_TRUSTED_IPS out, or send PROXY protocol and set KONG_REAL_IP_HEADER=proxy_protocol.'
  );
}
