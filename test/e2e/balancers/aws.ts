import { KubernetesObject, Manifest } from '../manifest';
import { Balancer, HealthCheck, keepsSourceAddress, ofIngress, passedThrough, PROTO_AND_PORT } from './balancer';

const NODE = ['10.0.64.11'];
const NETWORK_INTERFACES = ['10.0.101.21', '10.0.102.22'];

export function awsBalancer(manifest: Manifest): Balancer {
  if (manifest.find('Ingress')) return applicationLoadBalancer(manifest);
  const service = manifest.get('Service');
  const type = annotation(service, 'type');
  if (service.spec.loadBalancerClass === 'service.k8s.aws/nlb' || type === 'external') return networkLoadBalancer(manifest, service);
  if (service.spec.loadBalancerClass) throw new Error(`nobody serves loadBalancerClass ${service.spec.loadBalancerClass}`);
  return type === 'nlb' ? inTreeNetworkLoadBalancer(manifest, service) : classicLoadBalancer(manifest, service);
}

/** AWS Load Balancer Controller: PROXY v2, instance or ip targets. */
function networkLoadBalancer(manifest: Manifest, service: KubernetesObject): Balancer {
  const target = annotation(service, 'nlb-target-type') ?? 'instance';
  const attributes = keyValues(annotation(service, 'target-group-attributes'));
  const proxyProtocol = readProxyProtocol(service) || attributes['proxy_protocol_v2.enabled'] === 'true';
  const preserves = (attributes['preserve_client_ip.enabled'] ?? String(target === 'instance')) === 'true';
  const frontends = passedThrough(manifest, service);
  const dialsFrom = target === 'ip' ? NETWORK_INTERFACES : NODE;
  const checksNode = target === 'instance' && keepsSourceAddress(service);
  if (checksNode && proxyProtocol) throw new Error('kube-proxy, which this balancer checks, cannot read the PROXY header of the check');
  return {
    name: `NLB, ${target} targets${proxyProtocol ? ', PROXY v2' : ''}`,
    frontends,
    sources: preserves && (target === 'ip' || keepsSourceAddress(service)) ? [] : dialsFrom,
    proxyProtocol: proxyProtocol ? 2 : undefined,
    healthCheck: healthCheck(service, checksNode ? { kind: 'node' } : { kind: 'tcp', containerPort: frontends[0].containerPort }),
  };
}

/** The cloud provider's own NLB: instance targets, no PROXY whatever the annotations say. */
function inTreeNetworkLoadBalancer(manifest: Manifest, service: KubernetesObject): Balancer {
  const frontends = passedThrough(manifest, service);
  const local = keepsSourceAddress(service);
  return {
    name: 'in-tree NLB',
    frontends,
    sources: local ? [] : NODE,
    healthCheck: healthCheck(service, local ? { kind: 'node' } : { kind: 'tcp', containerPort: frontends[0].containerPort }),
  };
}

/** The cloud provider's Classic ELB: TCP with PROXY v1, or HTTP. It always opens a connection of its own. */
function classicLoadBalancer(manifest: Manifest, service: KubernetesObject): Balancer {
  const speaksHttp = ['http', 'https'].includes(annotation(service, 'backend-protocol') ?? '');
  const proxyProtocol = readProxyProtocol(service) && !speaksHttp;
  const tlsPorts = annotation(service, 'ssl-cert') ? annotation(service, 'ssl-ports')?.split(',').map(Number) : [];
  const frontends = passedThrough(manifest, service).map((frontend) =>
    tlsPorts?.includes(frontend.port) ?? true ? { ...frontend, scheme: 'https' as const } : frontend);
  return {
    name: `Classic ELB, ${speaksHttp ? 'HTTP' : 'TCP'}${proxyProtocol ? ', PROXY v1' : ''}`,
    frontends,
    sources: keepsSourceAddress(service) ? NETWORK_INTERFACES : NODE,
    proxyProtocol: proxyProtocol ? 1 : undefined,
    http: speaksHttp ? { forwardedFor: '%[src]', headers: PROTO_AND_PORT, redirectsToHttps: false } : undefined,
    healthCheck: keepsSourceAddress(service) ? { kind: 'node' } : { kind: 'tcp', containerPort: frontends[0].containerPort },
  };
}

/** The ALB of the AWS Load Balancer Controller's Ingress, ip targets. */
function applicationLoadBalancer(manifest: Manifest): Balancer {
  const { metadata, spec } = manifest.get('Ingress');
  const read = (suffix: string) => metadata.annotations?.[`alb.ingress.kubernetes.io/${suffix}`];
  if (spec.ingressClassName !== 'alb') throw new Error(`nobody serves Ingress class ${spec.ingressClassName}`);
  if (read('target-type') !== 'ip') throw new Error('instance targets need a Service with node ports');
  const mode = keyValues(read('load-balancer-attributes'))['routing.http.xff_header_processing.mode'] ?? 'append';
  if (mode !== 'append') throw new Error(`X-Forwarded-For processing mode ${mode} loses the client`);
  const ports = JSON.parse(read('listen-ports') ?? '[{"HTTP":80}]') as Record<string, number>[];
  const frontends = ofIngress(manifest, ports.flatMap(Object.entries).map(([protocol, port]) =>
    ({ scheme: protocol === 'HTTPS' ? 'https' : 'http', port })));
  return {
    name: 'ALB, ip targets',
    frontends,
    sources: NETWORK_INTERFACES,
    http: { forwardedFor: '%[src]', headers: PROTO_AND_PORT, redirectsToHttps: read('ssl-redirect') !== undefined },
    healthCheck: {
      kind: 'http',
      containerPort: Number(read('healthcheck-port')?.replace('traffic-port', '') || frontends[0].containerPort),
      path: read('healthcheck-path') ?? '/',
    },
  };
}

/** A Service's own choice of health check, over the controller's. */
function healthCheck(service: KubernetesObject, usual: HealthCheck): HealthCheck {
  const protocol = annotation(service, 'healthcheck-protocol')?.toLowerCase();
  const port = annotation(service, 'healthcheck-port');
  if (protocol === undefined && port === undefined) return usual;
  throw new Error(`the Service asks for health checks over ${protocol} on port ${port}, which this run does not do`);
}

function readProxyProtocol(service: KubernetesObject): boolean {
  const value = annotation(service, 'proxy-protocol');
  if (value !== undefined && value !== '*') throw new Error(`the controller refuses proxy-protocol "${value}"`);
  return value === '*';
}

function annotation(service: KubernetesObject, suffix: string): string | undefined {
  return service.metadata.annotations?.[`service.beta.kubernetes.io/aws-load-balancer-${suffix}`];
}

function keyValues(value = ''): Record<string, string | undefined> {
  return Object.fromEntries(value.split(',').map((entry) => entry.split('=')));
}
