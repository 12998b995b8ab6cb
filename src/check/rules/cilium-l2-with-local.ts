import { remarked } from './questions';
import { Rule } from './rule';
import { CILIUM } from './sources';

export const ciliumL2WithLocal: Rule = {
  id: 'cilium-l2-with-local',
  level: 'error',
  title: 'Cilium announces the address on the local network, and the traffic policy is Local.',
  why: 'A node without a pod may announce the address, and then drops all traffic.',
  mend: 'Announce with the BGP control plane, or use MetalLB.',
  sources: [CILIUM],
  wrong: { service: { loadBalancerClass: 'io.cilium/l2-announcer', externalTrafficPolicy: 'Local' } },
  right: { service: { loadBalancerClass: 'io.cilium/bgp-control-plane', externalTrafficPolicy: 'Local' } },
  find: (judgement) => remarked(judgement, 'cilium-l2-with-local'),
};
