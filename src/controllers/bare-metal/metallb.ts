import { wallOfNodes, wallRemarks } from './wall';
import { networkMeant } from '../../net/cidr';
import { KubernetesObject } from '../balancer';
import { annotation, annotationField } from '../fields';
import { ADMIT_BY_FIELD, NO_CHECK, passing } from '../making';
import { Remark } from '../reading';
import { serviceController } from '../service-table';
import { LOCAL_POLICY } from '../services';
import { list } from '../values';

const PREFIXES = ['metallb.io/', 'metallb.universe.tf/'];

/**
 * It announces addresses and passes packets on; it has no PROXY protocol, and checks nothing. kube-proxy builds the
 * wall.
 */
export const metalLb = serviceController({
  id: 'metallb',
  cloud: 'metallb',
  makes: { metallb: 'MetalLB' },
  prefix: PREFIXES[0],
  legacyPrefixes: [PREFIXES[1]],
  signs: { classes: ['metallb.io/metallb', 'metallb'], anywhere: true },
  keys: ['address-pool', 'allow-shared-ip', 'ip-allocated-from-pool', 'loadBalancerIPs'],
  refusals,
  remarks: wallRemarks,
  make: (service) =>
    passing(service, 'metallb', 'MetalLB', {
      healthCheck: NO_CHECK,
      ...wallOfNodes(service),
      settings: { keepSource: LOCAL_POLICY, admit: ADMIT_BY_FIELD },
    }),
});

/** One address, or one of each family. */
function refusals(service: KubernetesObject): Remark[] {
  const key = PREFIXES.map((prefix) => `${prefix}loadBalancerIPs`).find(
    (one) => annotation(service, one) !== undefined,
  );
  const versions = list(key && annotation(service, key)).map((text) => networkMeant(`${text}/32`)?.version);
  if (
    key === undefined ||
    (versions.length > 0 && !versions.includes(undefined) && new Set(versions).size === versions.length)
  ) {
    return [];
  }
  return [
    {
      rule: 'annotation-refused',
      field: annotationField(key),
      why: 'The controller refuses it: it takes one address, or one of each family.',
      mend: 'Write an address, or an IPv4 and an IPv6 address with a comma between.',
    },
  ];
}
