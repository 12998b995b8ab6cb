import { Cdn, cdnOf, Edges } from './cdn';
import { KubernetesObject, Manifest } from './manifest';
import * as controllers from '../../src/controllers/balancer';
import { readConfiguration } from '../../src/kong/configuration';
import { has } from '../../src/kong/listeners';
import { Environment } from '../../src/kong/traffic';
import { readingsOf } from '../controllers/entrance';

/**
 * What the controllers make of a variant, with a port of Kong's container behind every front end, and with addresses
 * for who dials.
 */
export interface Balancer {
  readonly name: string;
  readonly frontends: readonly Frontend[];
  /** The real-world addresses that it dials Kong from; none when the packets keep the client's address. */
  readonly sources: readonly string[];
  readonly proxyProtocol?: 1 | 2;
  /** Set when it speaks HTTP; it then ends TLS too. */
  readonly http?: HttpRules;
  readonly healthCheck: HealthCheck;
  /** The edges of a CDN that dial it. */
  readonly edges?: Edges;
}

/** A port that clients dial. */
export interface Frontend {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  readonly containerPort: number;
  /** Whether it speaks TLS to Kong, having ended the client's. */
  readonly reencrypts?: boolean;
  /** Whether Kong is spoken to in HTTP/2 in clear. */
  readonly clearHttp2?: boolean;
}

/** How it rewrites the headers of a request, in HAProxy's format language. */
export interface HttpRules {
  /** What it appends to X-Forwarded-For, behind whatever the client wrote. */
  readonly forwardedFor: string;
  /** The headers that it overwrites, given the front end. */
  readonly headers: (frontend: Frontend) => Readonly<Record<string, string>>;
  readonly redirectsToHttps: boolean;
}

/** node: it asks kube-proxy of the node, and never dials Kong. none: it is configured elsewhere. */
export type HealthCheck =
  | { readonly kind: 'none' }
  | { readonly kind: 'node' }
  | { readonly kind: 'tcp'; readonly containerPort: number; readonly sendsProxyProtocol: boolean }
  | { readonly kind: 'http'; readonly containerPort: number; readonly path: string };

const NODES = ['10.0.64.11'];
const AWS_SUBNETS = ['10.0.101.21', '10.0.102.22'];
const FRONT_ENDS = ['35.191.12.3', '130.211.1.4'];
/** The subnets that the examples of other clouds trust. */
const SUBNETS = ['10.0.101.4', '10.0.102.9'];
const PROXY_ONLY_SUBNET = ['10.129.0.4', '10.129.1.9'];

/** Addresses that the examples' balancers dial from: the manifests hold names of subnets at most. */
const OWN_ADDRESSES: Readonly<Record<string, readonly string[]>> = {
  'aws-nlb': AWS_SUBNETS,
  'aws-alb': AWS_SUBNETS,
  'aws-classic': AWS_SUBNETS,
  'aws-target-group': AWS_SUBNETS,
  'aws-gateway-nlb': AWS_SUBNETS,
  'aws-gateway-alb': AWS_SUBNETS,
  'eks-auto-nlb': AWS_SUBNETS,
  'eks-auto-alb': AWS_SUBNETS,
  'gke-application': FRONT_ENDS,
  'gke-regional-application': PROXY_ONLY_SUBNET,
  'gke-internal-application': PROXY_ONLY_SUBNET,
  'gke-private-service-connect': ['10.100.0.2', '10.100.0.3'],
  'aks-private-link-service': ['10.0.9.4'],
  'aks-application-gateway': ['10.0.200.4', '10.0.200.5'],
  'aks-application-gateway-for-containers': ['10.0.201.4', '10.0.201.250'],
  'digitalocean-regional': SUBNETS,
  hetzner: SUBNETS,
  scaleway: SUBNETS,
  linode: ['192.168.255.7'],
  vultr: SUBNETS,
  upcloud: SUBNETS,
  civo: SUBNETS,
  cloudscale: SUBNETS,
  octavia: SUBNETS,
  'oci-flexible': SUBNETS,
  'oci-network': SUBNETS,
  'alibaba-clb': ['100.64.0.9', '100.127.0.9'],
  'alibaba-nlb': SUBNETS,
  'ibm-vpc': SUBNETS,
  // cloudflared is a pod.
  'cloudflare-tunnel': ['10.0.65.40'],
  // As are proxies in the cluster.
  'front-proxy': ['10.0.65.41', '10.0.66.42'],
};

/**
 * The addresses that the examples reserve for balancers that append their own: the manifest holds the addresses'
 * names alone.
 */
const RESERVED: Readonly<Record<string, string>> = {
  'gke-application': '203.0.113.10',
  'gke-regional-application': '203.0.113.10',
  'gke-internal-application': '10.0.5.7',
};

/** Where the variant's name says in which cloud and for which controller it is, the manifest need not. */
const CLOUDS: Readonly<Record<string, string>> = { eks: 'aws', gke: 'gke', aks: 'aks' };

/** The one balancer of a manifest. */
export function balancerOf(name: string, manifest: Manifest): Balancer {
  const cluster = {
    cloud: CLOUDS[name.split('-')[0]],
    controller: /in-tree|classic/.test(name) ? 'cloud-provider-aws' : undefined,
    list: (kind: string) => manifest.list(kind),
  };
  if (manifest.list('TargetGroupBinding').length > 0) return adapt(promisedTargetGroup(manifest), manifest);
  if (name.startsWith('self-managed')) return ownBalancer(manifest, manifest.get('Service'));
  const [reading, ...others] = readingsOf(manifest.objects, cluster);
  if (!reading?.balancer || others.length > 0 || reading.remarks.length > 0) {
    throw new Error(`${name}: not one balancer without remarks: ${JSON.stringify([reading, ...others])}`);
  }
  const balancer = adapt(reading.balancer, manifest);
  const cdn = cdnOf(name);
  return cdn ? behindCdn(cdn, balancer, reading.balancer) : balancer;
}

/** HAProxy with the lines that the library prints, from an address that the example gives it. */
function ownBalancer(manifest: Manifest, service: KubernetesObject): Balancer {
  if (service.spec.externalTrafficPolicy !== 'Local') {
    throw new Error('a node would stand between the balancer and Kong');
  }
  const frontends = passedThrough(manifest, service);
  const { containerPort } = frontends[0];
  return {
    name: 'own HAProxy, PROXY v2',
    frontends,
    sources: ['10.0.101.4'],
    proxyProtocol: 2,
    healthCheck: { kind: 'tcp', containerPort, sendsProxyProtocol: true },
  };
}

/**
 * Before a balancer that speaks HTTP the edges are a hop of their own; where packets keep their source, they dial
 * Kong.
 */
function behindCdn(
  { name, sources, http, proxyProtocol }: Cdn,
  balancer: Balancer,
  { admits, before }: controllers.Balancer,
): Balancer {
  if (balancer.http) {
    if (!http) throw new Error(`${balancer.name} reads no PROXY header`);
    return {
      ...balancer,
      name: `${balancer.name}, behind ${name}`,
      edges: { sources, http, only: admits !== undefined },
    };
  }
  if (before?.only) {
    const frontends = reencrypted(balancer);
    return { ...balancer, name: `${balancer.name}, behind ${name}`, http, frontends };
  }
  if (balancer.sources.length > 0) throw new Error(`${balancer.name} hides the edge`);
  if (proxyProtocol) return { ...balancer, name: `${balancer.name}, behind ${name}`, sources, proxyProtocol };
  return {
    ...balancer,
    name: `${balancer.name}, behind ${name}`,
    sources,
    http,
    frontends: reencrypted(balancer),
  };
}

function reencrypted({ frontends }: Balancer): Frontend[] {
  return frontends.map((frontend) => ({ ...frontend, reencrypts: frontend.scheme === 'https' }));
}

/**
 * The ports of a Service that only the cluster reaches, or whose balancer looks into nothing: TLS is whatever
 * Kong's listener speaks.
 */
export function passedThrough(manifest: Manifest, service: KubernetesObject): Frontend[] {
  const tls = tlsPorts(manifest.environment);
  return manifest.servicePorts(service).map(({ port, containerPort }) => ({
    scheme: tls.includes(containerPort) ? 'https' : 'http',
    port,
    containerPort,
  }));
}

/** What a target group does is not in the manifest: it was promised to the binding, which set up Kong for it. */
function promisedTargetGroup(manifest: Manifest): controllers.Balancer {
  const header = manifest.environment.KONG_REAL_IP_HEADER;
  const ofApplications = header === 'X-Forwarded-For';
  const proxyProtocol = header === 'proxy_protocol' ? 2 : undefined;
  const atNodes = proxyProtocol ? 'node' : 'client';
  const bindings = manifest.list('TargetGroupBinding').map(({ spec }) => spec);
  const targets = bindings.every(({ targetType }) => targetType === 'ip') ? 'pods' : 'nodes';
  return {
    id: 'aws-target-group',
    name: `${ofApplications ? 'Application' : 'Network'} Load Balancer of AWS, made elsewhere, ${targets === 'pods' ? 'ip' : 'instance'} targets`,
    frontends: bindings.map(({ serviceRef: { name, port } }) => ({
      port,
      speaks: ofApplications ? 'http' : 'tcp',
      service: name,
      servicePort: port,
      backend: ofApplications ? 'http' : 'tcp',
      proxyProtocol,
    })),
    targets,
    peer: { role: ofApplications || (proxyProtocol && targets === 'pods') ? 'balancer' : atNodes },
    http: ofApplications
      ? {
          forwardedFor: { mode: 'append' },
          overwrites: { 'X-Forwarded-Proto': '{scheme}', 'X-Forwarded-Port': '{port}' },
          redirectsToHttps: false,
        }
      : undefined,
    healthCheck: ofApplications
      ? { kind: 'http', port: 8100, path: '/status', passes: '200', sendsProxyProtocol: false }
      : { kind: 'tcp', port: 'traffic-port', sendsProxyProtocol: proxyProtocol !== undefined },
    settings: {},
    internal: false,
  };
}

function adapt(balancer: controllers.Balancer, manifest: Manifest): Balancer {
  const { id, name, peer, http } = balancer;
  const versions = [...new Set(balancer.frontends.map(({ proxyProtocol }) => proxyProtocol))];
  if (versions.length !== 1) throw new Error(`${name}: this run sends the same PROXY header, or none, on every port`);
  const frontends = balancer.frontends.map((frontend) => adaptFrontend(frontend, manifest));
  const sources = { client: [], node: NODES, balancer: OWN_ADDRESSES[id] }[peer.role];
  if (!sources) throw new Error(`${name}: no address is known for it in the examples`);
  return {
    name: `${name}${versions[0] ? `, PROXY v${versions[0]}` : ''}`,
    frontends,
    sources,
    proxyProtocol: versions[0],
    http: http && adaptRules(http, RESERVED[id]),
    healthCheck: adaptCheck(balancer, frontends),
  };
}

function adaptFrontend(
  { port, speaks, service, servicePort, backend: toKong }: controllers.Frontend,
  manifest: Manifest,
): Frontend {
  const backend = manifest.servicePorts(manifest.get('Service', service)).find((other) => other.port === servicePort);
  if (!backend) throw new Error(`Service ${service} has no port ${servicePort}`);
  const { containerPort } = backend;
  if (speaks === 'http' || speaks === 'https') {
    return { scheme: speaks, port, containerPort, clearHttp2: toKong === 'h2c' || toKong === 'grpc' };
  }
  // Ended and begun anew, TLS looks to Kong as if it were passed on.
  if (speaks !== 'tcp' && !(speaks === 'tls' && toKong === 'tls')) {
    throw new Error(`this run has no balancer that speaks ${speaks}`);
  }
  return { scheme: tlsPorts(manifest.environment).includes(containerPort) ? 'https' : 'http', port, containerPort };
}

function adaptRules(
  { forwardedFor, overwrites, redirectsToHttps }: controllers.HttpRules,
  ownAddress: string | undefined,
): HttpRules {
  if (forwardedFor.mode !== 'append') throw new Error(`X-Forwarded-For in mode ${forwardedFor.mode} loses the client`);
  const client = forwardedFor.withPort ? '%[src]:%[src_port]' : '%[src]';
  const appended = (forwardedFor.appends ?? []).map((address) => (address === '{balancer}' ? ownAddress : address));
  if (appended.includes(undefined)) throw new Error('the balancer appends an address that the examples do not reserve');
  return {
    forwardedFor: [client, ...appended].join(','),
    headers: ({ scheme, port }) =>
      Object.fromEntries(
        Object.entries(overwrites).map(([name, value]) => [
          name,
          value.replace('{client}', '%[src]').replace('{scheme}', scheme).replace('{port}', String(port)),
        ]),
      ),
    redirectsToHttps,
  };
}

function adaptCheck(
  { name, healthCheck: check, targets }: controllers.Balancer,
  [first]: readonly Frontend[],
): HealthCheck {
  if (check.kind === 'none') return { kind: 'none' };
  if (check.kind === 'node') {
    if (check.sendsProxyProtocol) {
      throw new Error(`${name}: kube-proxy, which it checks, cannot read the PROXY header of the check`);
    }
    return { kind: 'node' };
  }
  if (typeof check.port === 'object' || (check.port !== 'traffic-port' && targets === 'nodes')) {
    throw new Error(`${name}: checks port ${JSON.stringify(check.port)} of the nodes, which this run does not know`);
  }
  const containerPort = check.port === 'traffic-port' ? first.containerPort : check.port;
  if (check.kind === 'tcp') return { kind: 'tcp', containerPort, sendsProxyProtocol: check.sendsProxyProtocol };
  if (check.kind === 'grpc') throw new Error(`${name}: its check speaks gRPC, which this run does not`);
  if (check.sendsProxyProtocol) throw new Error(`${name}: its check over HTTP carries a PROXY header`);
  return { kind: 'http', containerPort, path: check.path };
}

function tlsPorts(environment: Environment): number[] {
  return readConfiguration(environment)
    .proxy.filter((listener) => has(listener, 'ssl'))
    .map(({ port }) => port);
}
