import { applicationGatewayIngressController } from './aks/application-gateway';
import { albController } from './aks/application-gateway-for-containers';
import { cloudProviderAzure } from './aks/load-balancer';
import { alibaba } from './alibaba';
import { actionBackends } from './aws/actions';
import { awsIngressController, eksAutoModeIngress } from './aws/application-load-balancer';
import { cloudProviderAws } from './aws/cloud-provider';
import { awsLoadBalancerController, eksAutoMode } from './aws/network-load-balancer';
import { Cluster, KubernetesObject } from './balancer';
import { cilium } from './bare-metal/cilium';
import { kubeVip } from './bare-metal/kube-vip';
import { metalLb } from './bare-metal/metallb';
import { serviceLb } from './bare-metal/service-lb';
import { civo } from './civo';
import { cloudscale } from './cloudscale';
import { Controller, Signs } from './controller';
import { digitalOcean } from './digitalocean/load-balancer';
import { exoscale } from './exoscale';
import { annotation, annotationsOf, findBeside } from './fields';
import { OF_GATEWAYS } from './gateway-api/gateways';
import { ingressGce } from './gke/application-load-balancer';
import { gkeServiceController } from './gke/network-load-balancer';
import { serviceAttachmentController } from './gke/service-attachment';
import { hetzner } from './hetzner';
import { huawei } from './huawei';
import { ibm } from './ibm';
import { BackendReference, INGRESS_CLASS, ingressBackends, ingressClassOf } from './ingress';
import { linode } from './linode';
import { oci } from './oci';
import { openstack } from './openstack';
import { OUTSIDE, readOther } from './others';
import { promisesIn, readPromised } from './promised';
import { Reading } from './reading';
import { scaleway } from './scaleway/load-balancer';
import { stackit } from './stackit';
import { tencent } from './tencent';
import { upcloud } from './upcloud';
import { objectsIn } from './values';
import { vultr } from './vultr';
import { FRONT_PROXY, PROMISES, STATEMENT } from '../binding/statements';

const CONTROLLERS: readonly Controller[] = [
  cloudProviderAws,
  awsLoadBalancerController,
  eksAutoMode,
  awsIngressController,
  eksAutoModeIngress,
  gkeServiceController,
  serviceAttachmentController,
  ingressGce,
  cloudProviderAzure,
  applicationGatewayIngressController,
  albController,
  digitalOcean,
  hetzner,
  openstack,
  scaleway,
  linode,
  vultr,
  upcloud,
  civo,
  cloudscale,
  oci,
  alibaba,
  ibm,
  exoscale,
  stackit,
  tencent,
  huawei,
  metalLb,
  kubeVip,
  cilium,
  serviceLb,
];

/** A balancer that the annotation may name. */
export interface KnownBalancer {
  readonly name: string;
  /** Undefined where it may stand on any. */
  readonly cloud?: string;
  /** The controller that makes it; several balancers may share one. */
  readonly controller?: string;
}

/** Every balancer that is known, by the id that the annotation takes. */
export const BALANCERS: Readonly<Record<string, KnownBalancer>> = {
  ...Object.fromEntries(
    CONTROLLERS.flatMap(({ id, cloud, makes }) =>
      Object.entries(makes).map(([balancer, name]) => [balancer, { name, cloud, controller: id }]),
    ),
  ),
  ...Object.fromEntries(OF_GATEWAYS.map(({ id, name, cloud }) => [id, { name, cloud }])),
  ...Object.fromEntries(Object.entries(OUTSIDE).map(([balancer, name]) => [balancer, { name }])),
};

/**
 * What the controllers that may take an object make of it: a Service, an Ingress or a TargetGroupBinding. Several
 * readings where the manifest does not settle who takes it, none for a Service that only the cluster reaches. Where
 * no known controller takes it, the one reading says what follows without knowing. What the user answered, and what the
 * object's annotation states, narrows them.
 */
export function readings(object: KubernetesObject, cluster: Cluster): Reading[] {
  const stated = statementOf(object, cluster, STATEMENT);
  const promises = promisesIn(statementOf(object, cluster, PROMISES));
  const promised = promises && readPromised(object, cluster, stated, promises);
  if (promised && stated !== FRONT_PROXY) return [promised];
  // A balancer that its author does not name may be a known one all the same.
  const known = stated === 'custom' || stated === FRONT_PROXY ? undefined : BALANCERS[stated ?? ''];
  const narrowed: Cluster = known
    ? { cloud: known.cloud ?? 'none', controller: known.controller, list: (kind) => cluster.list(kind) }
    : cluster;
  const read = known ? underKnownClass(object, narrowed, stated) : object;
  const found = wantsBalancer(object)
    ? cloudsOf(read, narrowed).flatMap((cloud) =>
        CONTROLLERS.filter((controller) => controller.cloud === cloud).flatMap(
          (controller) => controller.read(read, narrowed) ?? [],
        ),
      )
    : [];
  // The balancer of a cloud that leads to the same Service is not the front proxy.
  if (promised && found.length === 0 && !isReachedFromOutside(object)) return [promised];
  const all = found.length > 0 ? found : readOther(object, cluster, stated);
  const before = promises?.before;
  return before
    ? all.map((reading) => (reading.balancer ? { ...reading, balancer: { ...reading.balancer, before } } : reading))
    : all;
}

/**
 * What controllers make of a Service that is not of type LoadBalancer, and asks for a balancer by its annotations
 * alone.
 */
export function readingsByAnnotation(service: KubernetesObject, cluster: Cluster): Reading[] {
  if (service.kind !== 'Service' || wantsBalancer(service)) return [];
  const { [STATEMENT]: _, ...annotations } = annotationsOf(service);
  const bare = { ...service, metadata: { ...service.metadata, annotations } };
  const clouds = cloudsOf(bare, cluster);
  return CONTROLLERS.filter(({ cloud, takesOtherType }) => clouds.includes(cloud) && takesOtherType?.(bare)).flatMap(
    (controller) => controller.read(bare, cluster) ?? [],
  );
}

/** The Services that an Ingress sends to by annotations, beside those that its rules name. */
export function backendsByAnnotation(ingress: KubernetesObject): BackendReference[] {
  return actionBackends(ingress);
}

/** A class that no controller has by default is one that the stated controller was given at its installation. */
function underKnownClass(object: KubernetesObject, cluster: Cluster, stated: string | undefined): KubernetesObject {
  const named = classesOf(object, cluster);
  if (named.length === 0 || CONTROLLERS.some(({ signs }) => signs.classes?.some((name) => named.includes(name)))) {
    return object;
  }
  if (object.kind === 'Service') return { ...object, spec: { ...object.spec, loadBalancerClass: undefined } };
  const [standard] = CONTROLLERS.find(({ makes }) => stated !== undefined && stated in makes)?.signs.classes ?? [];
  return {
    ...object,
    metadata: { ...object.metadata, annotations: { ...object.metadata?.annotations, [INGRESS_CLASS]: standard } },
  };
}

/** What an object, or the Service behind an Ingress, states. */
function statementOf(object: KubernetesObject, cluster: Cluster, key: string): string | undefined {
  return [object, ...servicesBehind(object, cluster)]
    .map((other) => other && annotation(other, key))
    .find((value) => value !== undefined);
}

function servicesBehind(object: KubernetesObject, cluster: Cluster): (KubernetesObject | undefined)[] {
  switch (object.kind) {
    case 'Ingress':
      return ingressBackends(object, cluster).map(({ service }) => service);
    case 'TargetGroupBinding':
      return [findBeside(object, cluster, 'Service', object.spec?.serviceRef?.name)];
    case 'ServiceAttachment':
      return [findBeside(object, cluster, 'Service', object.spec?.resourceRef?.name)];
    default:
      return [];
  }
}

function wantsBalancer({ kind, spec }: KubernetesObject): boolean {
  return ['Ingress', 'ServiceAttachment'].includes(kind ?? '') || (kind === 'Service' && spec?.type === 'LoadBalancer');
}

function isReachedFromOutside({ kind, spec }: KubernetesObject): boolean {
  return kind === 'Service' && ['LoadBalancer', 'NodePort'].includes(spec?.type);
}

/** The clouds for which an object is meant: by the first evidence that there is. */
function cloudsOf(object: KubernetesObject, cluster: Cluster): readonly string[] {
  const names = classesOf(object, cluster);
  const keys = Object.keys(annotationsOf(object));
  const hasKeys = ({ prefixes = [] }: Signs) => prefixes.some((prefix) => keys.some((key) => key.startsWith(prefix)));
  const traces = tracesOf(object);
  const byKind = cloudsWhere(({ kinds = [] }) => kinds.includes(object.kind ?? ''));
  if (byKind.length > 0) return byKind;
  const byClass = cloudsWhere(({ classes = [] }) => names.some((name) => classes.includes(name)));
  if (byClass.length > 0) return byClass;
  if (cluster.cloud) {
    // Keys of controllers that run on any cloud beat the name of the cloud, but not the name of a controller.
    const anywhere = cluster.controller ? [] : cloudsWhere((signs) => signs.anywhere === true && hasKeys(signs));
    return anywhere.length > 0 ? anywhere : [cluster.cloud];
  }
  const byTraces = cloudsWhere(({ traces: known }) => traces.some((trace) => known?.test(trace)));
  return byTraces.length > 0 ? byTraces : cloudsWhere(hasKeys);
}

function cloudsWhere(matches: (signs: Signs) => boolean): string[] {
  return [...new Set(CONTROLLERS.filter(({ signs }) => matches(signs)).map(({ cloud }) => cloud))];
}

function classesOf(object: KubernetesObject, cluster: Cluster): string[] {
  if (object.kind === 'Service') return [object.spec?.loadBalancerClass].filter((name) => typeof name === 'string');
  const { name, controller } = ingressClassOf(object, cluster);
  return [controller ?? name].filter((text) => text !== undefined);
}

/** Finalizers, and host names in the status. */
function tracesOf({ metadata, status }: KubernetesObject): string[] {
  const finalizers: unknown[] = Array.isArray(metadata?.finalizers) ? metadata.finalizers : [];
  return [...finalizers, ...objectsIn(status?.loadBalancer?.ingress).map(({ hostname }) => hostname)].map(String);
}
