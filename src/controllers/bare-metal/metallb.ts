import { passing, serviceController } from '../service-table';

/** It announces addresses and passes packets on; it has no PROXY protocol, and checks nothing. */
export const metalLb = serviceController({
  id: 'metallb',
  cloud: 'metallb',
  makes: { metallb: 'MetalLB' },
  prefix: 'metallb.io/',
  signs: { prefixes: ['metallb.universe.tf/'], classes: ['metallb.io/metallb', 'metallb'], anywhere: true },
  keys: ['metallb.io/', 'metallb.universe.tf/'].flatMap((prefix) =>
    ['address-pool', 'allow-shared-ip', 'ip-allocated-from-pool', 'loadBalancerIPs'].map((suffix) => `${prefix}${suffix}`)),
  make: (service) => passing(service, 'metallb', 'MetalLB', { healthCheck: { kind: 'none' } }),
});
