import { ALB, FORWARDED } from './example';
import { atEntrance, balancerName, waysThat } from './questions';
import { Rule } from './rule';
import { AWS, KONG } from './sources';
import { TriedWay } from '../judge';
import { speaksTls } from '../world/ways';

export const backendTlsMismatch: Rule = {
  id: 'backend-tls-mismatch',
  level: 'error',
  title: "The balancer and Kong's listener do not agree on TLS.",
  why:
    'A plain port answers 400 to TLS, and a port with TLS answers 400 to plain HTTP; ' +
    'TLS around a PROXY header is a broken header. No traffic comes through on that port.',
  mend:
    'Point an Ingress at port 80 of the Service, not 443. ' +
    'Let a balancer of packets speak tcp, or http to the plain port.',
  sources: [AWS.provider, KONG.issue(6399)],
  wrong: {
    env: { ...FORWARDED, KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl' },
    service: { ports: { 80: 8000, 443: 8443 } },
    ingress: { className: 'alb', annotations: ALB, port: 443 },
  },
  right: {
    env: { ...FORWARDED, KONG_PROXY_LISTEN: '0.0.0.0:8000, 0.0.0.0:8443 http2 ssl' },
    service: { ports: { 80: 8000, 443: 8443 } },
    ingress: { className: 'alb', annotations: ALB, port: 80 },
  },
  find: (judgement) =>
    waysThat(judgement, 'broken')
      .filter(mismatches)
      .map((way) => {
        const { backend } = way.balancer.settings;
        const wants = speaksTls(way) ? 'wants TLS' : 'is plain';
        const header = way.frontend.proxyProtocol ? ' and expects the PROXY header outside of TLS' : '';
        return {
          ...atEntrance(way, backend?.field),
          why:
            `The ${balancerName(way)} speaks ${way.frontend.backend} to port ${way.port} of the pod, ` +
            `and Kong's listener there ${wants}${header}: no request comes through.`,
        };
      }),
};

const PLAIN = ['http', 'h2c', 'grpc'];

function mismatches(way: TriedWay): boolean {
  if (way.target !== 'requests') return false;
  const { backend, proxyProtocol, speaks } = way.frontend;
  if (backend === 'tls' || backend === 'https') return !speaksTls(way) || proxyProtocol !== undefined;
  const isPlain = PLAIN.includes(backend) || (backend === 'tcp' && speaks === 'tls');
  return isPlain && speaksTls(way);
}
