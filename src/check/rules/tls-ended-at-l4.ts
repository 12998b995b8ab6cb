import { CLEAN, NLB_PROXY, PROXY } from './example';
import { atEntrance } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';
import { TriedWay } from '../judge';
import { speaksTls } from '../world/ways';

export const tlsEndedAtL4: Rule = {
  id: 'tls-ended-at-l4',
  level: 'warning',
  title: "A balancer that does not read HTTP ends TLS, and dials Kong's plain port.",
  why: 'Kong takes https requests to be http: https-only routes answer 426, and redirects loop.',
  mend: 'End TLS at Kong, or at a balancer that reads HTTP and writes X-Forwarded-Proto.',
  sources: [KONG.proxying, KONG.issue(4021)],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: {
        ...NLB_PROXY,
        'service.beta.kubernetes.io/aws-load-balancer-ssl-cert':
          'arn:aws:acm:eu-west-1:000000000000:certificate/example',
        'service.beta.kubernetes.io/aws-load-balancer-ssl-ports': '443',
      },
      ports: { 80: 8000, 443: 8000 },
    },
  },
  right: { env: { ...PROXY, ...CLEAN }, service: { annotations: NLB_PROXY } },
  find: (judgement) =>
    judgement.hidden.length > 0
      ? []
      : judgement.entrances
          .flatMap(({ hypotheses }) => {
            const [first, ...others] = hypotheses.map(({ ways }) => ways.filter(isEnded));
            // Whoever serves the port, TLS ends there.
            return (first ?? []).filter(({ frontend: { port } }) =>
              others.every((all) => all.some((other) => other.frontend.port === port)),
            );
          })
          .map((way) => atEntrance(way, way.balancer.settings.passTls?.field)),
};

function isEnded(way: TriedWay): boolean {
  return (
    way.frontend.speaks === 'tls' && way.frontend.backend === 'tcp' && way.target === 'requests' && !speaksTls(way)
  );
}
