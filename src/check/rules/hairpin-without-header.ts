import { CLEAN, DO_PROXY, PROXY } from './example';
import { proxied, settled } from './questions';
import { Rule } from './rule';
import { KUBERNETES } from './sources';

export const hairpinWithoutHeader: Rule = {
  id: 'hairpin-without-header',
  level: 'note',
  title: 'Pods that call the public address reach Kong without a PROXY header.',
  why:
    'With an IP in the status of the Service, kube-proxy short-cuts calls of pods to Kong; ' +
    'they carry no PROXY header and are cut off. The self-check of cert-manager is such a call.',
  mend: 'Give the balancer a host name by the annotation of the cloud, or use a plain inner listener.',
  sources: [KUBERNETES.ipMode, KUBERNETES.issue(66607)],
  wrong: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: DO_PROXY,
      status: { loadBalancer: { ingress: [{ ip: '203.0.113.44' }] } },
    },
  },
  right: {
    env: { ...PROXY, ...CLEAN },
    service: {
      annotations: DO_PROXY,
      status: { loadBalancer: { ingress: [{ hostname: 'api.example.com' }] } },
    },
  },
  find: (judgement) =>
    settled(judgement)
      .filter(({ hypothesis }) => hypothesis.balancer?.shortCut && hypothesis.ways.some(proxied))
      .map(({ judged }) => judged.entrance.spot('status.loadBalancer.ingress[0]')),
};
