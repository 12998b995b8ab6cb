import { isLocal, LOCAL_POLICY } from '../manifest';
import { passing, serviceController } from '../service-table';

/** The ServiceLB of k3s forwards from host ports by pods of its own; whether the source survives depends on its version and the policy. */
export const serviceLb = serviceController({
  id: 'k3s-servicelb',
  cloud: 'k3s',
  makes: { 'k3s-servicelb': 'ServiceLB of k3s' },
  prefix: 'svccontroller.k3s.cattle.io/',
  keys: ['lbpool', 'priorityclassname', 'tolerations', 'nodeselector'],
  make: (service) => passing(service, 'k3s-servicelb', 'ServiceLB of k3s', { healthCheck: { kind: 'none' } }),
  doubt: (service) => !isLocal(service) ? undefined : {
    doubt: 'unknown-balancer',
    remark: {
      rule: 'balancer-unknown',
      field: LOCAL_POLICY.field,
      why: 'Whether the ServiceLB of k3s keeps the source with policy Local is not settled.',
      mend: 'Look at the access log of Kong with one request, or use MetalLB.',
    },
  },
});
