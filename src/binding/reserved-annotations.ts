/**
 * Annotations of a Service that undo every way, whichever balancer makes it: by them Cilium, in kube-proxy's place,
 * hides the source of packets, turns `sourceRanges` round, or takes the Service away from the balancer.
 *
 * @see https://docs.cilium.io/en/stable/network/kubernetes/kubeproxy-free/
 */
export const RESERVED_ANNOTATIONS = ['forwarding-mode', 'src-ranges-policy', 'type', 'proxy-delegation', 'lb-l7'].map(
  (name) => `service.cilium.io/${name}`,
);
