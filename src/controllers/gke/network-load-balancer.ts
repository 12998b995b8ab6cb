import { Controller, KubernetesObject, made } from '../balancer';
import { annotation, chosenSources, isLocal, LOCAL_POLICY, passedThrough, shortCut, sourceRanges } from '../manifest';
import { misspelt } from '../spelling';

const NAME = 'passthrough Network Load Balancer of Google';

/** GKE's classes for Services, and whether they are for internal clients. */
const CLASSES: Readonly<Record<string, boolean>> = {
  'networking.gke.io/l4-regional-external': false,
  'networking.gke.io/l4-regional-external-legacy': false,
  'networking.gke.io/l4-regional-internal': true,
  'networking.gke.io/l4-regional-internal-legacy': true,
};

/** The keys of GKE on Services, those of its Ingresses' backends included. */
export const GKE_KEYS = [
  'beta.cloud.google.com/backend-config', 'cloud.google.com/app-protocols', 'cloud.google.com/backend-config', 'cloud.google.com/l4-rbs',
  'cloud.google.com/load-balancer-type', 'cloud.google.com/neg', 'cloud.google.com/neg-status', 'cloud.google.com/network-tier',
  'networking.gke.io/internal-load-balancer-allow-global-access', 'networking.gke.io/internal-load-balancer-subnet',
  'networking.gke.io/load-balancer-ip-addresses', 'networking.gke.io/load-balancer-subnet', 'networking.gke.io/load-balancer-type',
  'networking.gke.io/transparent-health-checker', 'networking.gke.io/weighted-load-balancing',
];

/** GKE's controllers for Services: target pools of the cloud provider, backend services of ingress-gce. Both pass packets on, and have no PROXY protocol. */
export const gkeServiceController: Controller = {
  id: 'gke-service-controller',
  cloud: 'gke',
  makes: { 'gke-network': NAME },
  signs: { prefixes: ['networking.gke.io/', 'cloud.google.com/'], classes: Object.keys(CLASSES), traces: /^gke\.networking\.io\// },
  read(service) {
    const loadBalancerClass = service.spec?.loadBalancerClass;
    if (service.kind !== 'Service' || loadBalancerClass && !(loadBalancerClass in CLASSES)) return undefined;
    return made('gke-service-controller', {
      id: 'gke-network',
      name: NAME,
      frontends: passedThrough(service),
      targets: 'nodes',
      peer: { role: isLocal(service) ? 'client' : 'node' },
      healthCheck: { kind: 'node', sendsProxyProtocol: false },
      settings: { keepSource: LOCAL_POLICY },
      internal: isInternal(service),
      admits: admits(service),
      shortCut: shortCut(service),
    }, misspelt(service, ['networking.gke.io/', 'cloud.google.com/'], GKE_KEYS));
  },
};

function isInternal(service: KubernetesObject): boolean {
  const byClass = CLASSES[service.spec?.loadBalancerClass];
  const type = annotation(service, 'networking.gke.io/load-balancer-type') ?? annotation(service, 'cloud.google.com/load-balancer-type');
  return byClass ?? type?.toLowerCase() === 'internal';
}

/** A family of the Service without a range admits everybody of it. */
function admits(service: KubernetesObject): readonly string[] | undefined {
  const ranges = sourceRanges(service);
  const families: unknown[] = Array.isArray(service.spec?.ipFamilies) ? service.spec.ipFamilies : ['IPv4'];
  const hasIpv6 = ranges?.some((range) => range.includes(':'));
  const hasIpv4 = ranges?.some((range) => !range.includes(':'));
  return ranges && chosenSources([
    ...ranges,
    ...families.includes('IPv4') && !hasIpv4 ? ['0.0.0.0/0'] : [],
    ...families.includes('IPv6') && !hasIpv6 ? ['::/0'] : [],
  ]);
}
