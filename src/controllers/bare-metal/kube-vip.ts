import { wallOfNodes, wallRemarks } from './wall';
import { refused } from '../fields';
import { ADMIT_BY_FIELD, NO_CHECK, passing } from '../making';
import { serviceController } from '../service-table';
import { isLocal, LOCAL_POLICY } from '../services';

/**
 * It announces addresses and passes packets on; it has no PROXY protocol, and checks nothing. kube-proxy builds the
 * wall.
 */
export const kubeVip = serviceController({
  id: 'kube-vip',
  cloud: 'kube-vip',
  makes: { 'kube-vip': 'kube-vip' },
  prefix: 'kube-vip.io/',
  signs: { classes: ['kube-vip.io/kube-vip-class'], anywhere: true },
  keys: [
    'egress',
    'egress-allowed-networks',
    'egress-denied-networks',
    'egress-destination-ports',
    'egress-ipv6',
    'egress-source-ports',
    'flush-conntrack',
    'forcePerServiceElection',
    'forwardUPNP',
    'hwaddr',
    'ignore',
    'leaseName',
    'loadbalancerHostname',
    'loadbalancerIPs',
    'serviceInterface',
    'vipHost',
  ],
  make: (service) =>
    passing(service, 'kube-vip', 'kube-vip', {
      healthCheck: NO_CHECK,
      ...wallOfNodes(service),
      settings: { keepSource: LOCAL_POLICY, admit: ADMIT_BY_FIELD },
    }),
  remarks: wallRemarks,
  refusals: (service, read) =>
    isLocal(service) && read('leaseName') !== undefined
      ? [
          refused(
            'kube-vip.io/leaseName',
            'kube-vip refuses a shared lease with externalTrafficPolicy: Local.',
            'Take it out.',
          ),
        ]
      : [],
});
