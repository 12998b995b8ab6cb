/**
 * In a namespace whose pods get the sidecar of a service mesh, the sidecar would take the connections first, and
 * Kong's peer would be 127.0.0.1 for every client. These annotations of the pod leave the incoming connections to
 * Kong; what Kong sends to upstreams still passes the sidecar. Outside a mesh they have no effect.
 *
 * @param ports the ports on which the container listens, with commas between them; or a token for them
 * @see https://istio.io/latest/docs/reference/config/annotations/
 * @see https://linkerd.io/2/reference/proxy-configuration/
 * @see https://kuma.io/docs/latest/reference/kubernetes-annotations/
 */
export function meshAnnotations(ports: unknown): { [key: string]: any } {
  return {
    'traffic.sidecar.istio.io/includeInboundPorts': '',
    'kuma.io/gateway': 'enabled',
    // Linkerd has no word for all ports.
    'config.linkerd.io/skip-inbound-ports': ports,
  };
}
