import { Gateway } from './gateways';

/** The sidecar of a mesh in the pod, unless it is told to leave inbound ports to the container. */
export function meshOf(gateway: Gateway): string | undefined {
  if (hasIstio(gateway)) return 'Istio';
  if (hasLinkerd(gateway)) return 'Linkerd';
  return hasKuma(gateway) ? 'Kuma' : undefined;
}

function hasIstio(gateway: Gateway): boolean {
  const { podAnnotations: annotations } = gateway;
  const injected = isMarked(gateway, 'sidecar.istio.io/inject', 'true') || hasContainer(gateway, 'istio-proxy');
  return injected
    && annotations['traffic.sidecar.istio.io/includeInboundPorts'] !== ''
    && annotations['traffic.sidecar.istio.io/excludeInboundPorts'] === undefined
    && annotations['sidecar.istio.io/interceptionMode'] !== 'TPROXY';
}

function hasLinkerd(gateway: Gateway): boolean {
  const injected = ['enabled', 'ingress'].some((value) => isMarked(gateway, 'linkerd.io/inject', value)) || hasContainer(gateway, 'linkerd-proxy');
  return injected && gateway.podAnnotations['config.linkerd.io/skip-inbound-ports'] === undefined;
}

function hasKuma(gateway: Gateway): boolean {
  const injected = isMarked(gateway, 'kuma.io/sidecar-injection', 'enabled') || hasContainer(gateway, 'kuma-sidecar');
  return injected
    && gateway.podAnnotations['traffic.kuma.io/exclude-inbound-ports'] === undefined
    && !isMarked(gateway, 'kuma.io/gateway', 'enabled');
}

/** Meshes read annotations and labels of the pod. */
function isMarked({ podAnnotations, podLabels }: Gateway, key: string, value: string): boolean {
  return String(podAnnotations[key] ?? podLabels[key] ?? '') === value;
}

function hasContainer({ beside }: Gateway, name: string): boolean {
  return beside.some((container) => container.name === name);
}
