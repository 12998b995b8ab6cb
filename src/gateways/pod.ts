import { ApiObject, Duration, JsonPatch, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KongProps } from './kong-props';
import { Listener, STATUS_PORT } from '../ways/listeners';
import { shutdown } from '../ways/manifest';

export const DEFAULT_REPLICAS = 2;

/** The numeric uid of the image's user: `runAsNonRoot` cannot be checked against a name. */
const KONG_UID = 1000;

export interface PodOptions {
  readonly props: KongProps;
  readonly listeners: readonly Listener[];
  readonly environment: { [key: string]: string };
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
  /** How long the balancer may go on sending new connections to a pod that is asked to stop. */
  readonly drainSeconds: number;
}

/** Kong's Deployment: restricted Pod Security Standard, probes on the status port, graceful end, spread over nodes and zones. */
export function createDeployment(scope: Construct, options: PodOptions): kplus.Deployment {
  const { props, labels } = options;
  const metadata = { labels, namespace: props.namespace };
  const configuration = props.configuration._bind(scope, metadata);
  const { command, graceSeconds } = shutdown(options.drainSeconds);

  const deployment = new kplus.Deployment(scope, 'Deployment', {
    metadata: { ...metadata, annotations: options.annotations },
    podMetadata: {
      labels,
      // A token, since a ConfigMap of the same app may be filled after this construct is made.
      annotations: { ...options.annotations, 'checksum/config': Lazy.any({ produce: configuration.checksum }) },
    },
    replicas: props.autoscaling ? undefined : props.replicas ?? DEFAULT_REPLICAS,
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.absolute(1),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
    }),
    terminationGracePeriod: Duration.seconds(graceSeconds),
    serviceAccount: props.serviceAccount,
    automountServiceAccountToken: false,
    securityContext: { user: KONG_UID, group: KONG_UID, ensureNonRoot: true },
  });

  const container = deployment.addContainer({
    name: 'kong',
    image: props.image ?? 'kong:3.9.3',
    imagePullPolicy: props.imagePullPolicy ?? kplus.ImagePullPolicy.IF_NOT_PRESENT,
    ports: [...options.listeners.map(({ name, containerPort }) => ({ name, number: containerPort })), { name: 'status', number: STATUS_PORT }],
    envVariables: Object.fromEntries(Object.entries(options.environment).map(([key, value]) => [key, kplus.EnvValue.fromValue(value)])),
    // Kong prepares its prefix before it listens; liveness counts from the moment that it does.
    startup: probe('/status', { failureThreshold: 60, periodSeconds: Duration.seconds(2) }),
    readiness: probe('/status/ready', { failureThreshold: 3, periodSeconds: Duration.seconds(5) }),
    liveness: probe('/status', { failureThreshold: 3, periodSeconds: Duration.seconds(10) }),
    lifecycle: { preStop: kplus.Handler.fromCommand(command) },
    resources: props.resources ?? {
      cpu: { request: kplus.Cpu.millis(250) },
      memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
    },
    securityContext: {
      user: KONG_UID,
      group: KONG_UID,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL' as kplus.Capability] },
    },
  });
  container.mount('/kong_prefix', kplus.Volume.fromEmptyDir(scope, 'PrefixVolume', 'kong-prefix', { sizeLimit: Size.mebibytes(256) }));
  container.mount('/tmp', kplus.Volume.fromEmptyDir(scope, 'TmpVolume', 'tmp', { sizeLimit: Size.gibibytes(1) }));
  container.mount('/kong_configuration', configuration.volume, { readOnly: true });
  container.env.addVariable('KONG_DECLARATIVE_CONFIG', kplus.EnvValue.fromValue('/kong_configuration/kong.yml'));
  if (props.tlsSecret) {
    container.mount('/kong_tls', kplus.Volume.fromSecret(scope, 'TlsVolume', props.tlsSecret, { name: 'kong-tls' }), { readOnly: true });
    container.env.addVariable('KONG_SSL_CERT', kplus.EnvValue.fromValue('/kong_tls/tls.crt'));
    container.env.addVariable('KONG_SSL_CERT_KEY', kplus.EnvValue.fromValue('/kong_tls/tls.key'));
  }

  const spec = '/spec/template/spec';
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.add(`${spec}/securityContext/seccompProfile`, { type: 'RuntimeDefault' }),
    JsonPatch.add(`${spec}/topologySpreadConstraints`, ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: deployment.matchLabels },
    }))),
  );
  return deployment;
}

/** Keeps one pod after the other while nodes are drained, and follows the load if asked to. */
export function createAvailability(scope: Construct, deployment: kplus.Deployment, props: KongProps, labels: { [key: string]: string }): void {
  const metadata = { labels, namespace: props.namespace };
  new kplus.k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata,
    spec: { maxUnavailable: kplus.k8s.IntOrString.fromNumber(1), selector: { matchLabels: deployment.matchLabels } },
  });
  if (props.autoscaling) {
    new kplus.HorizontalPodAutoscaler(scope, 'Autoscaler', {
      metadata,
      target: deployment,
      minReplicas: props.autoscaling.minReplicas ?? DEFAULT_REPLICAS,
      maxReplicas: props.autoscaling.maxReplicas,
      metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(props.autoscaling.cpuUtilization ?? 80))],
    });
  }
}

function probe(path: string, options: kplus.ProbeOptions): kplus.Probe {
  return kplus.Probe.fromHttpGet(path, { port: STATUS_PORT, timeoutSeconds: Duration.seconds(5), ...options });
}
