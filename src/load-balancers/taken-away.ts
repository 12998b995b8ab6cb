const CILIUM = ['type', 'src-ranges-policy', 'proxy-delegation', 'lb-l7'].map((name) => `service.cilium.io/${name}`);
const ALIBABA = ['service.beta.kubernetes.io/class', 'service.beta.kubernetes.io/backend-type'];
const DIGITALOCEAN = ['service.kubernetes.io/do-loadbalancer-disown'];
const METALLB = ['address-pool', 'allow-shared-ip', 'loadBalancerIPs'].map((name) => `metallb.universe.tf/${name}`);

/**
 * Annotations that take a Service away from the controller of its balancer, or put another proxy or another kind of
 * target between the two, by the balancer's id. Those without a slash stand behind the balancer's prefix.
 */
export const TAKEN_AWAY_BY: Readonly<Record<string, readonly string[]>> = {
  'alibaba-clb': ALIBABA,
  'alibaba-nlb': ALIBABA,
  'cilium-bgp': CILIUM,
  'digitalocean-network': DIGITALOCEAN,
  'digitalocean-regional': DIGITALOCEAN,
  exoscale: ['external'],
  'kube-vip': ['ignore', ...CILIUM],
  metallb: [...METALLB, ...CILIUM],
  scaleway: ['externally-managed'],
  'tencent-clb': ['mode'],
  vultr: ['create'],
};
