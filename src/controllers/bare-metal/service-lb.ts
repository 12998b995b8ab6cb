import { ADMIT_BY_FIELD, NO_CHECK, passing } from '../making';
import { serviceController } from '../service-table';
import { isLocal, LOCAL_POLICY } from '../services';
import { sourceRanges } from '../source-ranges';

/**
 * The ServiceLB of k3s. Its pods forward ports of the nodes, and masquerade: what comes through them has the address
 * of such a pod. With policy Local kube-proxy may be quicker, and keep the source; which of the two it is depends on
 * the order of the node's rules.
 */
export const serviceLb = serviceController({
  id: 'k3s-servicelb',
  cloud: 'k3s',
  makes: { 'k3s-servicelb': 'ServiceLB of k3s' },
  prefix: 'svccontroller.k3s.cattle.io/',
  signs: { traces: /^svccontroller\.k3s\.cattle\.io\// },
  keys: ['enablelb', 'lbpool', 'nodeselector', 'priorityclassname', 'tolerations'],
  make: (service) =>
    passing(service, 'k3s-servicelb', 'ServiceLB of k3s', {
      healthCheck: NO_CHECK,
      admits: sourceRanges(service),
      settings: { admit: ADMIT_BY_FIELD },
    }),
  doubt: (service) =>
    !isLocal(service)
      ? undefined
      : {
          doubt: 'unknown-balancer',
          remark: {
            rule: 'balancer-unknown',
            field: LOCAL_POLICY.field,
            why:
              'With Local the source survives only where kube-proxy takes the packet before the pods of ServiceLB ' +
              'do: that depends on the node.',
            mend:
              'Look at the access log of Kong with one request. ' +
              'Sure is MetalLB (disable ServiceLB), or Kong on the network of the host.',
          },
        },
});
