import { prefixed, service } from './objects';

/*
 * The clouds by the prefixes of their keys, and the values that a Service of theirs needs.
 */

export const BETA = 'service.beta.kubernetes.io/';

export const LOCAL = { externalTrafficPolicy: 'Local' };

export const RANGES = ['192.0.2.0/24'];

export const ANNOTATION = { [`${BETA}load-balancer-source-ranges`]: RANGES[0] };

export const DO = { prefix: `${BETA}do-loadbalancer-`, values: { type: 'REGIONAL' } };

export const HETZNER = { prefix: 'load-balancer.hetzner.cloud/', values: {} };

export const SCALEWAY = { prefix: `${BETA}scw-loadbalancer-`, values: { zone: 'fr-par-1' } };

export const VULTR = { prefix: `${BETA}vultr-loadbalancer-`, values: {} };

export const LINODE = { prefix: `${BETA}linode-loadbalancer-`, values: {} };

export const OCI = { prefix: '', values: { 'oci.oraclecloud.com/load-balancer-type': 'lb' } };

export const OCI_NLB = { prefix: '', values: { 'oci.oraclecloud.com/load-balancer-type': 'nlb' } };

export const CLB = { prefix: `${BETA}alibaba-cloud-loadbalancer-`, values: { spec: 'slb.s1.small' } };

export const NLB = {
  prefix: CLB.prefix,
  values: { 'zone-maps': 'a:vsw-1,b:vsw-2' },
  spec: { loadBalancerClass: 'alibabacloud.com/nlb' },
};

export const OCTAVIA = { prefix: 'loadbalancer.openstack.org/', values: {} };

export const IBM = { prefix: 'service.kubernetes.io/ibm-load-balancer-cloud-provider-', values: {} };

export const STACKIT = { prefix: 'lb.stackit.cloud/', values: {} };

/** Marks a Service as one of Tencent's. */
export const TKE = 'service.kubernetes.io/loadbalance-id';

export const LB_OF_OCI = `${BETA}oci-load-balancer-`;

export const NLB_OF_OCI = 'oci-network-load-balancer.oraclecloud.com/';

export interface Cloud {
  readonly prefix: string;
  readonly values: Record<string, unknown>;
  readonly spec?: object;
}

export function given(cloud: Cloud, values: Record<string, unknown>, spec: object = {}) {
  return service(prefixed(cloud.prefix, { name: 'x', ...cloud.values, ...values }), {
    ...LOCAL,
    ...cloud.spec,
    ...spec,
  });
}
