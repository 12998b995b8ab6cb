import { Manifest } from '../manifest';
import { Balancer, keepsSourceAddress, ofIngress, passedThrough } from './balancer';

const NODE = ['10.0.64.11'];
const FRONT_ENDS = ['35.191.12.3', '130.211.1.4'];

/** ownAddress: the reserved address behind the Ingress's static IP name, which the manifest does not hold. */
export function googleBalancer(manifest: Manifest, ownAddress: string): Balancer {
  return manifest.find('Ingress') ? applicationLoadBalancer(manifest, ownAddress) : networkLoadBalancer(manifest);
}

/** Passthrough Network Load Balancer: it never opens a connection, and its health check is kube-proxy's. */
function networkLoadBalancer(manifest: Manifest): Balancer {
  const service = manifest.get('Service');
  return {
    name: 'passthrough Network Load Balancer',
    frontends: passedThrough(manifest, service),
    sources: keepsSourceAddress(service) ? [] : NODE,
    healthCheck: { kind: 'node' },
  };
}

/** GKE Ingress, container-native: it appends the client and its own address, and sets what the BackendConfig says. */
function applicationLoadBalancer(manifest: Manifest, ownAddress: string): Balancer {
  const ingress = manifest.get('Ingress');
  const service = manifest.get('Service');
  const read = (key: string) => ingress.metadata.annotations?.[key];
  if (read('kubernetes.io/ingress.class') !== 'gce') throw new Error('the Ingress is not for the external load balancer');
  if (!JSON.parse(service.metadata.annotations?.['cloud.google.com/neg'] ?? '{}').ingress) throw new Error('without a NEG the balancer dials nodes');
  const { default: backendName } = JSON.parse(service.metadata.annotations?.['cloud.google.com/backend-config'] ?? '{}');
  const backend = manifest.get('BackendConfig', backendName).spec;
  const endsTls = read('networking.gke.io/managed-certificates') ?? read('ingress.gcp.kubernetes.io/pre-shared-cert') ?? ingress.spec.tls;
  const frontends = ofIngress(manifest, [
    ...read('kubernetes.io/ingress.allow-http') === 'false' ? [] : [{ scheme: 'http' as const, port: 80 }],
    ...endsTls ? [{ scheme: 'https' as const, port: 443 }] : [],
  ]);
  return {
    name: 'external Application Load Balancer',
    frontends,
    sources: FRONT_ENDS,
    http: {
      forwardedFor: `%[src],${ownAddress}`,
      headers: (frontend) => ({
        'X-Forwarded-Proto': frontend.scheme,
        ...Object.fromEntries(customHeaders(backend).map(([name, value]) => [name, value.replace('{server_port}', String(frontend.port))])),
      }),
      redirectsToHttps: false,
    },
    healthCheck: {
      kind: 'http',
      containerPort: backend.healthCheck?.port ?? frontends[0].containerPort,
      path: backend.healthCheck?.requestPath ?? '/',
    },
  };
}

function customHeaders(backend: any): [name: string, value: string][] {
  return (backend.customRequestHeaders?.headers ?? []).map((header: string) => {
    const [, name, value] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
    if (!/^[^{]*$|^\{server_port\}$/.test(value)) throw new Error(`this run cannot fill in ${header}`);
    return [name, value];
  });
}
