import { isLocal, refused } from '../manifest';
import { passing, serviceController } from '../service-table';

/** It announces addresses and passes packets on; it has no PROXY protocol, and checks nothing. */
export const kubeVip = serviceController({
  id: 'kube-vip',
  cloud: 'kube-vip',
  makes: { 'kube-vip': 'kube-vip' },
  prefix: 'kube-vip.io/',
  signs: { classes: ['kube-vip.io/kube-vip-class'], anywhere: true },
  keys: [
    'egress', 'egress-allowed-networks', 'egress-denied-networks', 'egress-destination-ports', 'egress-ipv6', 'egress-source-ports', 'flush-conntrack', 'forcePerServiceElection',
    'ignore', 'leaseName', 'loadbalancerHostname', 'loadbalancerIPs', 'macAddress', 'serviceInterface', 'upnp', 'vipHost',
  ],
  make: (service) => passing(service, 'kube-vip', 'kube-vip', { healthCheck: { kind: 'none' } }),
  refusals: (service, read) => isLocal(service) && read('leaseName') !== undefined
    ? [refused('kube-vip.io/leaseName', 'kube-vip refuses a shared lease with externalTrafficPolicy: Local.', 'Take it out.')] : [],
});
