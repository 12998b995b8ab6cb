import { CLEAN, NLB_PROXY, PROXY } from './example';
import { variable } from './questions';
import { Rule } from './rule';
import { KONG } from './sources';

export const probeMeetsProxyProtocol: Rule = {
  id: 'probe-meets-proxy-protocol',
  level: 'error',
  title: 'A probe of the kubelet asks a port that expects PROXY protocol.',
  why: 'The probe finds a closed connection, so the pod never becomes ready, or is restarted again and again.',
  mend: 'Probe the status listener (8100), and keep it without the flag.',
  sources: [KONG.probes, KONG.proxyListen],
  wrong: {
    env: { ...PROXY, ...CLEAN, KONG_STATUS_LISTEN: '0.0.0.0:8100 proxy_protocol' },
    container: { readinessProbe: { httpGet: { path: '/status/ready', port: 8100 } } },
    service: { annotations: NLB_PROXY },
  },
  right: {
    env: { ...PROXY, ...CLEAN },
    container: { readinessProbe: { httpGet: { path: '/status/ready', port: 8100 } } },
    service: { annotations: NLB_PROXY },
  },
  find: (judgement) =>
    judgement.failedProbes.map(({ at, field, probe, port, listen }) => ({
      ...(listen === 'KONG_STATUS_LISTEN' ? variable(judgement, listen) : { at, field }),
      why:
        `The ${probe} asks port ${port} over HTTP, which expects PROXY protocol: ` +
        'it finds a closed connection, and the pod never becomes ready or is restarted again and again.',
    })),
};
