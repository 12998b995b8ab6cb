import { isLocal, LOCAL_POLICY } from '../manifest';
import { passing, serviceController } from '../service-table';

const L2 = 'io.cilium/l2-announcer';
const MAKES = { 'cilium-bgp': 'addresses that Cilium announces over BGP', 'cilium-l2': 'addresses that Cilium announces on the local network' };

/** L2 announcements do not look at where pods run, so with Local the announcing node may have none. */
export const cilium = serviceController({
  id: 'cilium',
  cloud: 'cilium',
  makes: MAKES,
  prefix: 'lbipam.cilium.io/',
  signs: { prefixes: ['io.cilium/'], classes: ['io.cilium/bgp-control-plane', L2], anywhere: true },
  keys: [
    'ips', 'sharing-cross-namespace', 'sharing-key',
    ...['affinity', 'global-service', 'lb-ipam-ips', 'lb-ipam-sharing-cross-namespace', 'lb-ipam-sharing-key', 'shared-service', 'global'].map((suffix) => `io.cilium/${suffix}`),
  ],
  make: (service) => {
    const id = service.spec?.loadBalancerClass === L2 ? 'cilium-l2' : 'cilium-bgp';
    return passing(service, id, MAKES[id], { healthCheck: { kind: 'none' }, drops: id === 'cilium-l2' && isLocal(service) });
  },
  remarks: (service) => service.spec?.loadBalancerClass === L2 && isLocal(service) ? [{
    rule: 'cilium-l2-with-local',
    field: LOCAL_POLICY.field,
    why: 'The node that announces the address may have no pod of the gateway, and then drops the traffic.',
    mend: 'Announce over BGP (loadBalancerClass: io.cilium/bgp-control-plane), or use MetalLB.',
  }] : [],
});
