import { KubernetesObject, Manifest } from '../manifest';
import { Balancer, Frontend, keepsSourceAddress, ofIngress, passedThrough, PROTO_AND_PORT } from './balancer';

const NODE = ['10.0.64.11'];
const PRIVATE_LINK_ADDRESSES = ['10.0.9.4'];
const GATEWAY_INSTANCES = ['10.0.200.4', '10.0.200.5'];
const DELEGATED_SUBNET = ['10.0.201.4', '10.0.201.250'];

export function azureBalancer(manifest: Manifest): Balancer {
  const ingress = manifest.find('Ingress');
  if (!ingress) return loadBalancer(manifest, manifest.get('Service'));
  return ingress.spec.ingressClassName === 'azure-alb-external' ? applicationGatewayForContainers(manifest) : applicationGateway(manifest);
}

/** Azure Load Balancer, with a Private Link Service in front of it if the manifest says so. */
function loadBalancer(manifest: Manifest, service: KubernetesObject): Balancer {
  const proxyProtocol = annotation(service, 'pls-create') === 'true' && annotation(service, 'pls-proxy-protocol') === 'true';
  const local = keepsSourceAddress(service);
  const frontends = passedThrough(manifest, service);
  return {
    name: proxyProtocol ? 'Private Link Service, PROXY v2' : 'Load Balancer',
    frontends,
    sources: !local ? NODE : proxyProtocol ? PRIVATE_LINK_ADDRESSES : [],
    proxyProtocol: proxyProtocol ? 2 : undefined,
    // kube-proxy could not read a PROXY header, so the controller probes the node port then, with Local too.
    healthCheck: local && !proxyProtocol ? { kind: 'node' } : nodePortCheck(service, frontends[0]),
  };
}

/** appProtocol or an annotation turns the TCP check into an HTTP one. */
function nodePortCheck(service: KubernetesObject, { containerPort }: Frontend) {
  const [{ appProtocol }] = service.spec.ports;
  const protocol = annotation(service, 'load-balancer-health-probe-protocol') ?? appProtocol ?? 'tcp';
  if (protocol === 'tcp') return { kind: 'tcp', containerPort } as const;
  return { kind: 'http', containerPort, path: annotation(service, 'load-balancer-health-probe-request-path') ?? '/' } as const;
}

/** Application Gateway with its Ingress Controller: it dials pods, and writes each hop with its port. */
function applicationGateway(manifest: Manifest): Balancer {
  const { metadata, spec } = manifest.get('Ingress');
  const read = (suffix: string) => metadata.annotations?.[`appgw.ingress.kubernetes.io/${suffix}`];
  const className = metadata.annotations?.['kubernetes.io/ingress.class'] ?? spec.ingressClassName;
  if (!/application-gateway/.test(className)) throw new Error(`nobody serves Ingress class ${className}`);
  const endsTls = read('appgw-ssl-certificate') ?? spec.tls;
  const redirects = read('ssl-redirect') === 'true';
  const frontends = ofIngress(manifest, [
    ...endsTls && !redirects ? [] : [{ scheme: 'http' as const, port: 80 }],
    ...endsTls ? [{ scheme: 'https' as const, port: 443 }] : [],
  ]);
  return {
    name: 'Application Gateway',
    frontends,
    sources: GATEWAY_INSTANCES,
    http: { forwardedFor: '%[src]:%[src_port]', headers: PROTO_AND_PORT, redirectsToHttps: redirects },
    healthCheck: {
      kind: 'http',
      containerPort: Number(read('health-probe-port') ?? frontends[0].containerPort),
      path: read('health-probe-path') ?? '/',
    },
  };
}

/** Application Gateway for Containers: it dials pods, writes bare addresses and no port, and checks as its policy says. */
function applicationGatewayForContainers(manifest: Manifest): Balancer {
  const service = manifest.get('Service');
  const { targetRef, default: check } = manifest.get('HealthCheckPolicy').spec;
  if (targetRef.kind !== 'Service' || targetRef.name !== service.metadata.name) throw new Error('the HealthCheckPolicy is for another object');
  return {
    name: 'Application Gateway for Containers',
    frontends: ofIngress(manifest, [manifest.get('Ingress').spec.tls ? { scheme: 'https', port: 443 } : { scheme: 'http', port: 80 }]),
    sources: DELEGATED_SUBNET,
    http: { forwardedFor: '%[src]', headers: ({ scheme }) => ({ 'X-Forwarded-Proto': scheme }), redirectsToHttps: false },
    healthCheck: { kind: 'http', containerPort: check.port, path: check.http.path },
  };
}

function annotation(service: KubernetesObject, suffix: string): string | undefined {
  return service.metadata.annotations?.[`service.beta.kubernetes.io/azure-${suffix}`];
}
