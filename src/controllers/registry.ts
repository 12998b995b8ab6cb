import { albController, applicationGatewayIngressController, AZURE_CLASSES } from './aks/application-gateway';
import { cloudProviderAzure } from './aks/load-balancer';
import { awsIngressController, eksAutoModeIngress } from './aws/application-load-balancer';
import { cloudProviderAws } from './aws/cloud-provider';
import { awsLoadBalancerController, eksAutoMode } from './aws/network-load-balancer';
import { AWS, CLASS } from './aws/service';
import { Cluster, Controller, KubernetesObject, Reading } from './balancer';
import { GCE_CLASSES, ingressGce } from './gke/application-load-balancer';
import { GKE_CLASSES, gkeServiceController } from './gke/network-load-balancer';
import { annotation, annotationsOf, ingressBackends, ingressClassOf, objectsIn } from './manifest';
import { readOther } from './others';

/** The annotation in which a Service or an Ingress says which balancer serves it. */
export const STATEMENT = 'kong-client-ip/load-balancer';

/** A balancer that the annotation may name. */
export interface KnownBalancer {
  readonly name: string;
  readonly cloud: string;
  /** The controller that makes it; several balancers may share one. */
  readonly controller: string;
}

export const BALANCERS: Readonly<Record<string, KnownBalancer>> = {
  'aws-nlb': { name: 'Network Load Balancer of AWS', cloud: 'aws', controller: 'aws-load-balancer-controller' },
  'aws-alb': { name: 'Application Load Balancer of AWS', cloud: 'aws', controller: 'aws-load-balancer-controller' },
  'aws-in-tree-nlb': { name: 'Network Load Balancer of the cloud provider AWS', cloud: 'aws', controller: 'cloud-provider-aws' },
  'aws-classic': { name: 'Classic Load Balancer of AWS', cloud: 'aws', controller: 'cloud-provider-aws' },
  'eks-auto-nlb': { name: 'Network Load Balancer of EKS Auto Mode', cloud: 'aws', controller: 'eks-auto-mode' },
  'eks-auto-alb': { name: 'Application Load Balancer of EKS Auto Mode', cloud: 'aws', controller: 'eks-auto-mode' },
  'gke-network': { name: 'passthrough Network Load Balancer of Google', cloud: 'gke', controller: 'gke-service-controller' },
  'gke-application': { name: 'external Application Load Balancer of Google', cloud: 'gke', controller: 'ingress-gce' },
  'gke-internal-application': { name: 'internal Application Load Balancer of Google', cloud: 'gke', controller: 'ingress-gce' },
  'gke-regional-application': { name: 'regional external Application Load Balancer of Google', cloud: 'gke', controller: 'ingress-gce' },
  'aks-load-balancer': { name: 'Standard Load Balancer of Azure', cloud: 'aks', controller: 'cloud-provider-azure' },
  'aks-private-link-service': { name: 'Private Link Service of Azure', cloud: 'aks', controller: 'cloud-provider-azure' },
  'aks-application-gateway': { name: 'Application Gateway of Azure', cloud: 'aks', controller: 'application-gateway-ingress-controller' },
  'aks-application-gateway-for-containers': { name: 'Application Gateway for Containers of Azure', cloud: 'aks', controller: 'azure-alb-controller' },
  'aws-target-group': { name: 'target group of AWS that somebody else sets up', cloud: 'aws', controller: 'outside' },
  'self-managed': { name: 'load balancer that somebody else sets up', cloud: 'none', controller: 'outside' },
  'host-network': { name: 'ports of the nodes themselves', cloud: 'none', controller: 'kubelet' },
  'node-dns': { name: 'node ports', cloud: 'none', controller: 'kube-proxy' },
  'cloudflare-tunnel': { name: 'Cloudflare Tunnel', cloud: 'none', controller: 'cloudflared' },
};

const CONTROLLERS: readonly Controller[] = [
  cloudProviderAws, awsLoadBalancerController, eksAutoMode, awsIngressController, eksAutoModeIngress,
  gkeServiceController, ingressGce,
  cloudProviderAzure, applicationGatewayIngressController, albController,
];

/** Who takes a class, by the class's name. */
const CLASSES: Readonly<Record<string, string>> = {
  ...byCloud('aws', Object.values(CLASS)),
  ...byCloud('gke', Object.keys(GKE_CLASSES)),
};

/** The classes of Ingresses, and the controllers that IngressClass objects name. */
const INGRESS_CLASSES: Readonly<Record<string, string>> = {
  ...byCloud('aws', ['alb', 'ingress.k8s.aws/alb', 'eks.amazonaws.com/alb']),
  ...byCloud('gke', Object.keys(GCE_CLASSES)),
  ...byCloud('aks', Object.values(AZURE_CLASSES).flat()),
};

/** The prefixes of annotations that only one cloud's controllers read. */
const PREFIXES: readonly (readonly [prefix: string, cloud: string])[] = [
  [AWS, 'aws'],
  ['networking.gke.io/', 'gke'],
  ['cloud.google.com/', 'gke'],
  ['service.beta.kubernetes.io/azure-', 'aks'],
];

/** The host names that a cloud gives its balancers, and the finalizers that its controllers set. */
const TRACES: readonly (readonly [trace: RegExp, cloud: string])[] = [
  [/\.elb(\.[a-z0-9-]+)?\.amazonaws\.com$|^service\.k8s\.aws\//, 'aws'],
  [/^gke\.networking\.io\//, 'gke'],
];

/**
 * What the controllers that may take an object make of it: a Service, an Ingress or a TargetGroupBinding. Several readings where the
 * manifest does not settle who takes it, none for a Service that only the cluster reaches. Where nobody known takes it, the one
 * reading says what follows without knowing. What the user answered, and what the object's annotation states, narrows them.
 */
export function readings(object: KubernetesObject, cluster: Cluster): Reading[] {
  const stated = statementOf(object, cluster);
  const known = BALANCERS[stated ?? ''];
  const narrowed = known ? { cloud: known.cloud, controller: known.controller, list: (kind: string) => cluster.list(kind) } : cluster;
  const found = wantsBalancer(object) ? cloudsOf(object, narrowed).flatMap((cloud) => CONTROLLERS
    .filter((controller) => controller.cloud === cloud)
    .flatMap((controller) => controller.read(object, narrowed) ?? [])) : [];
  return found.length > 0 ? found : readOther(object, cluster, stated);
}

/** What an object, or the Service behind an Ingress, states. */
function statementOf(object: KubernetesObject, cluster: Cluster): string | undefined {
  const services = object.kind === 'Ingress' ? ingressBackends(object, cluster).map(({ service }) => service) : [];
  return [object, ...services].map((other) => other && annotation(other, STATEMENT)).find((value) => value !== undefined);
}

function wantsBalancer({ kind, spec }: KubernetesObject): boolean {
  return kind === 'Ingress' || kind === 'Service' && spec?.type === 'LoadBalancer';
}

/** A class beats an answer, and an answer beats what the annotations look like. */
function cloudsOf(object: KubernetesObject, cluster: Cluster): string[] {
  const byClass = object.kind === 'Ingress' ? cloudOfIngressClass(object, cluster) : CLASSES[object.spec?.loadBalancerClass];
  if (byClass) return [byClass];
  if (cluster.cloud) return [cluster.cloud];
  const keys = Object.keys(annotationsOf(object));
  const byKeys = PREFIXES.filter(([prefix]) => keys.some((key) => key.startsWith(prefix)));
  const byTraces = TRACES.filter(([trace]) => tracesOf(object).some((text) => trace.test(text)));
  return [...new Set([...byTraces.length > 0 ? byTraces : byKeys].map(([, cloud]) => cloud))];
}

function tracesOf({ metadata, status }: KubernetesObject): string[] {
  const finalizers: unknown[] = Array.isArray(metadata?.finalizers) ? metadata.finalizers : [];
  return [...finalizers, ...objectsIn(status?.loadBalancer?.ingress).map(({ hostname }) => hostname)].map(String);
}

function cloudOfIngressClass(ingress: KubernetesObject, cluster: Cluster): string | undefined {
  const { name, controller } = ingressClassOf(ingress, cluster);
  return INGRESS_CLASSES[controller ?? ''] ?? INGRESS_CLASSES[name ?? ''];
}

function byCloud(cloud: string, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(names.map((name) => [name, cloud]));
}
