import { ALB, FORWARDED } from './example';
import { atEntrance, waysThat } from './questions';
import { Rule } from './rule';
import { AWS, KONG } from './sources';
import { speaksHttp2, understandsHttp2 } from '../world/ways';

export const backendHttp2Mismatch: Rule = {
  id: 'backend-http2-mismatch',
  level: 'error',
  title: "The balancer speaks HTTP/2 to Kong, and none of Kong's proxy listeners has it.",
  why: 'Without the flag http2 a plain listener takes HTTP/2 and gRPC for a broken request: no request comes through.',
  mend: 'Add http2 to the listener in KONG_PROXY_LISTEN, or let the balancer speak HTTP/1.',
  sources: [AWS.ingress, KONG.proxyListen],
  wrong: {
    env: FORWARDED,
    service: {},
    ingress: {
      className: 'alb',
      annotations: {
        ...ALB,
        'alb.ingress.kubernetes.io/certificate-arn': 'arn:aws:acm:eu-central-1:111122223333:certificate/a',
        'alb.ingress.kubernetes.io/backend-protocol-version': 'HTTP2',
      },
    },
  },
  right: { env: FORWARDED, service: {}, ingress: { className: 'alb', annotations: ALB } },
  find: (judgement) =>
    waysThat(judgement, 'broken')
      .filter(
        (way) =>
          speaksHttp2(way) && way.target === 'requests' && !understandsHttp2(judgement.kong?.configuration.proxy ?? []),
      )
      .map((way) => atEntrance(way, way.balancer.settings.backend?.field)),
};
