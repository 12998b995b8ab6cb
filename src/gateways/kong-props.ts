import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KongConfiguration } from './kong-configuration';
import { errorAt } from '../input/errors';
import { PropsOf, unknownProp } from '../input/values';
import { ClientIpProps } from '../plan/client-ip-props';

/**
 * How the number of pods follows the load.
 */
export interface KongAutoscaling {
  /**
   * The largest number of pods.
   */
  readonly maxReplicas: number;

  /**
   * The smallest number of pods.
   *
   * @default 2
   */
  readonly minReplicas?: number;

  /**
   * The average CPU use to keep, in percent of the requested CPU.
   *
   * @default 80
   */
  readonly cpuUtilization?: number;
}

/**
 * Props of every gateway, whichever way it learns the client's address.
 */
export interface KongProps extends ClientIpProps {
  /**
   * Where Kong gets its services, routes and plugins: `KongConfiguration.inline`, `fromFile`, `fromConfigMap`,
   * `fromSecret`, `fromKonnect`, `fromControlPlane` or `fromIngressController`.
   */
  readonly configuration: KongConfiguration;

  /**
   * The image of Kong. It must have the headers-more module of nginx, as the default has,
   * unless `forwardedHeaderPolicy` is `APPEND`.
   *
   * @default 'kong:3.9.3'
   * @see https://hub.docker.com/_/kong
   */
  readonly image?: string;

  /**
   * When the node pulls the image.
   *
   * @default - only if the node does not have it
   */
  readonly imagePullPolicy?: kplus.ImagePullPolicy;

  /**
   * The number of pods. With one pod, every update of a node interrupts the traffic.
   *
   * @default 2
   */
  readonly replicas?: number;

  /**
   * Lets a HorizontalPodAutoscaler choose the number of pods. Not together with `replicas`, nor with `resources` that
   * request no CPU.
   *
   * Turned on for a gateway that runs, it leaves one pod for some seconds, unless the number is handed over first.
   *
   * @default - the number of pods is fixed
   */
  readonly autoscaling?: KongAutoscaling;

  /**
   * CPU and memory of each pod, as `cpu` and `memory` with `request` and `limit`.
   *
   * @default - requests 250m of CPU and 512Mi of memory; at most 1Gi of memory, as much CPU as there is
   */
  readonly resources?: kplus.ContainerResources;

  /**
   * How many seconds a new pod must be ready before a roll-out goes on to the next one. If the balancer takes long to
   * send to a new target, write as much here.
   *
   * @default 0
   * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#min-ready-seconds
   */
  readonly minReadySeconds?: number;

  /**
   * The PriorityClass of the pods. With a high one, they are the last that a full node evicts.
   *
   * @default - the cluster's default
   * @see https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/
   */
  readonly priorityClassName?: string;

  /**
   * The Secrets, of type `kubernetes.io/dockerconfigjson`, for the registry of `image`.
   *
   * @default - those of the ServiceAccount
   * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
   */
  readonly imagePullSecrets?: kplus.ISecret[];

  /**
   * The entry of a Secret with the licence of Kong Gateway Enterprise. With Konnect, the licence comes from there.
   *
   * @default - no licence: the open-source image needs none
   * @see https://developer.konghq.com/gateway/entities/license/
   */
  readonly license?: kplus.SecretValue;

  /**
   * The ServiceAccount of the pods. Its token is never mounted.
   *
   * @default - the namespace's default ServiceAccount
   */
  readonly serviceAccount?: kplus.IServiceAccount;

  /**
   * Whether the cluster chooses the user and group ids of the pods, as OpenShift does with its constraint
   * `restricted-v2`. Elsewhere leave it out: without an id Kubernetes refuses Kong's image, whose user has a name.
   *
   * @default false - user and group 1000, those of Kong's image
   * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.17/html/authentication_and_authorization/managing-pod-security-policies
   */
  readonly leaveUserToCluster?: boolean;

  /**
   * Further labels of every object and pod. They win over the `app.kubernetes.io` labels.
   *
   * @default - the `app.kubernetes.io` labels alone
   */
  readonly labels?: { [key: string]: string };

  /**
   * Further environment variables, such as `KONG_LOG_LEVEL`. The construct refuses those that decide about the
   * client's address: another value could lose it, or let clients forge it.
   *
   * @default - none
   * @see https://developer.konghq.com/gateway/configuration/
   */
  readonly env?: { [key: string]: string };

  /**
   * The Secret, of type `kubernetes.io/tls`, with the certificate that Kong presents when no certificate of its
   * configuration fits. With `HeaderForwardedKong` the balancer ends TLS, and only the listeners of `exposeInCluster`
   * present it.
   *
   * Kong reads it at start, and presents a renewed certificate after a restart: see docs/operations.md.
   *
   * @default - Kong makes a self-signed certificate at each start
   * @see https://kubernetes.io/docs/concepts/configuration/secret/#tls-secrets
   */
  readonly tlsSecret?: kplus.ISecret;
}

/** Every prop of a gateway, whichever way it goes. */
const KONG_PROPS = {
  configuration: true,
  image: true,
  imagePullPolicy: true,
  replicas: true,
  autoscaling: true,
  resources: true,
  minReadySeconds: true,
  priorityClassName: true,
  leaveUserToCluster: true,
  imagePullSecrets: true,
  license: true,
  serviceAccount: true,
  labels: true,
  env: true,
  tlsSecret: true,
  ipFamilies: true,
  forwardedHeaderPolicy: true,
  namespace: true,
} satisfies PropsOf<KongProps>;

/**
 * The props of a gateway that are those of its way.
 *
 * @throws when one is neither the gateway's nor the way's
 */
export function propsOfWay<T extends object>(scope: Construct, props: KongProps & T, ofWay: PropsOf<T>): T {
  const message = unknownProp<KongProps & T>(props, { ...KONG_PROPS, ...ofWay } as PropsOf<KongProps & T>);
  if (message) {
    throw errorAt(scope, message);
  }
  return props && (Object.fromEntries(Object.entries(props).filter(([prop]) => Object.hasOwn(ofWay, prop))) as T);
}
