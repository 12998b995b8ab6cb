import { Manifest } from '../manifest';
import { Balancer, keepsSourceAddress, ofIngress, passedThrough } from './balancer';

const NODE = ['10.0.64.11'];
const PROXY_ONLY_SUBNET = ['10.129.0.4', '10.129.1.9'];

/** By class of the Ingress. ownAddress: the one that the examples reserve, since the manifest holds its name alone. */
const APPLICATION_LOAD_BALANCERS = new Map([
  ['gce', { name: 'external Application Load Balancer', sources: ['35.191.12.3', '130.211.1.4'], ownAddress: '203.0.113.10' }],
  ['gce-regional-external', { name: 'regional external Application Load Balancer', sources: PROXY_ONLY_SUBNET, ownAddress: '203.0.113.10' }],
  ['gce-internal', { name: 'internal Application Load Balancer', sources: PROXY_ONLY_SUBNET, ownAddress: '10.0.5.7' }],
]);

export function googleBalancer(manifest: Manifest): Balancer {
  return manifest.find('Ingress') ? applicationLoadBalancer(manifest) : networkLoadBalancer(manifest);
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
function applicationLoadBalancer(manifest: Manifest): Balancer {
  const ingress = manifest.get('Ingress');
  const service = manifest.get('Service');
  const read = (key: string) => ingress.metadata.annotations?.[key];
  const ofClass = APPLICATION_LOAD_BALANCERS.get(read('kubernetes.io/ingress.class') ?? '');
  if (!ofClass) throw new Error(`nobody serves Ingress class ${read('kubernetes.io/ingress.class')}`);
  const { name, sources, ownAddress } = ofClass;
  if (!JSON.parse(service.metadata.annotations?.['cloud.google.com/neg'] ?? '{}').ingress) throw new Error('without a NEG the balancer dials nodes');
  const { default: backendName } = JSON.parse(service.metadata.annotations?.['cloud.google.com/backend-config'] ?? '{}');
  const backend = manifest.get('BackendConfig', backendName).spec;
  const frontendName = read('networking.gke.io/v1beta1.FrontendConfig');
  const frontend = frontendName ? manifest.get('FrontendConfig', frontendName).spec : {};
  const endsTls = read('networking.gke.io/managed-certificates') ?? read('ingress.gcp.kubernetes.io/pre-shared-cert') ?? ingress.spec.tls;
  const frontends = ofIngress(manifest, [
    ...read('kubernetes.io/ingress.allow-http') === 'false' ? [] : [{ scheme: 'http' as const, port: 80 }],
    ...endsTls ? [{ scheme: 'https' as const, port: 443 }] : [],
  ]);
  return {
    name,
    frontends,
    sources,
    http: {
      forwardedFor: `%[src],${ownAddress}`,
      headers: ({ scheme, port }) => ({
        'X-Forwarded-Proto': scheme,
        ...Object.fromEntries(customHeaders(backend).map(([header, value]) => [header, value.replace('{server_port}', String(port))])),
      }),
      redirectsToHttps: frontend.redirectToHttps?.enabled ?? false,
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
