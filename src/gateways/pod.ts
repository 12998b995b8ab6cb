import { ApiObject, Duration, JsonPatch, Lazy, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { DEFAULT_REPLICAS } from './availability';
import { KongProps } from './kong-props';
import { elsewhere, Reference } from './references';
import { storedResources, storedSize } from './resources';
import { ADMIN_PORT } from './sources/admin-api';
import { BoundSource } from './sources/source';
import { Validation } from './validation';
import { STATUS_PORT } from '../binding/service-ports';
import { errorAt, quote } from '../input/errors';
import { isDnsLabel } from '../input/kubernetes';
import { Listener } from '../plan/listeners';
import { shutdown } from '../plan/manifest';
import { meshAnnotations } from '../plan/mesh';

/** The numeric uid of the image's user: `runAsNonRoot` cannot be checked against a name. */
const KONG_UID = 1000;

const RESOURCES: kplus.ContainerResources = {
  cpu: { request: kplus.Cpu.millis(250) },
  memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
};

const TMP_SIZE = Size.gibibytes(1);

export interface PodOptions {
  readonly props: KongProps;
  readonly listeners: readonly Listener[];
  readonly source: BoundSource;
  readonly environment: { [key: string]: string };
  readonly labels: { [key: string]: string };
  readonly annotations: { [key: string]: string };
  /** How long the balancer may go on sending new connections to a pod that is asked to stop. */
  readonly drainSeconds: number;
}

/**
 * Kong's Deployment: restricted Pod Security Standard, probes on the status port, graceful end, spread over nodes and
 * zones.
 */
export function createDeployment(scope: Construct, options: PodOptions): kplus.Deployment {
  const { props, source, labels } = options;
  const metadata = { labels, namespace: props.namespace };

  const deployment: kplus.Deployment = new kplus.Deployment(scope, 'Deployment', {
    metadata: { ...metadata, annotations: options.annotations },
    podMetadata: {
      labels,
      annotations: {
        ...options.annotations,
        // A token, since ports may be added until synthesis.
        ...meshAnnotations(
          Lazy.any({
            produce: () => [...new Set(deployment.containers[0].ports.map(({ number }) => number))].join(','),
          }),
        ),
        // A token, since a ConfigMap of the same app may be filled after this construct is made.
        ...(source.checksum ? { 'checksum/config': Lazy.any({ produce: source.checksum }) } : {}),
      },
    },
    replicas: props.autoscaling ? undefined : (props.replicas ?? DEFAULT_REPLICAS),
    minReady: Duration.seconds(props.minReadySeconds ?? 0),
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.absolute(1),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
    }),
    terminationGracePeriod: Duration.seconds(shutdown(options.drainSeconds).graceSeconds),
    serviceAccount: props.serviceAccount,
    automountServiceAccountToken: false,
    securityContext: { ...userOf(props), ensureNonRoot: true },
  });
  if (/^[0-9]/.test(deployment.name)) {
    throw errorAt(
      scope,
      `the id of the chart makes the names begin with a digit (${quote(deployment.name)}), ` +
        'and clusters before 1.36 refuse a Service of such a name; write an id that begins with a letter',
    );
  }
  if (!isDnsLabel(deployment.name)) {
    throw errorAt(
      scope,
      `the ids of the chart and the gateway make the name ${quote(deployment.name)}, which Kubernetes refuses; ` +
        'write ids of letters, digits and "-"',
    );
  }
  fillContainer(scope, addContainer(deployment, options), source, props);
  patchPods(deployment, props);
  Validation.of(scope).add(scope, () => elsewhere(references(props, source), deployment.metadata.namespace));
  return deployment;
}

function addContainer(deployment: kplus.Deployment, options: PodOptions): kplus.Container {
  const { props, source } = options;
  const environment = { ...options.environment, ...source.environment };
  return deployment.addContainer({
    name: 'kong',
    image: props.image ?? 'kong:3.9.3',
    imagePullPolicy: props.imagePullPolicy ?? kplus.ImagePullPolicy.IF_NOT_PRESENT,
    ports: [
      ...options.listeners.map(({ name, containerPort }) => ({ name, number: containerPort })),
      { name: 'status', number: STATUS_PORT },
      ...(source.adminApi ? [ADMIN_PORT] : []),
    ],
    envVariables: Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, kplus.EnvValue.fromValue(value)]),
    ),
    // Kong prepares its prefix before it listens; liveness counts from the moment that it does.
    startup: probe('/status', { failureThreshold: 60, periodSeconds: Duration.seconds(2) }),
    readiness: probe('/status/ready', { failureThreshold: 3, periodSeconds: Duration.seconds(5) }),
    liveness: probe('/status', { failureThreshold: 3, periodSeconds: Duration.seconds(10) }),
    lifecycle: { preStop: kplus.Handler.fromCommand(shutdown(options.drainSeconds).command) },
    resources: props.resources ?? RESOURCES,
    securityContext: {
      ...userOf(props),
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL' as kplus.Capability] },
    },
  });
}

/** What Kong reads and writes. */
function fillContainer(
  scope: Construct,
  container: kplus.Container,
  source: BoundSource,
  { tlsSecret, license }: KongProps,
): void {
  container.mount(
    '/kong_prefix',
    kplus.Volume.fromEmptyDir(scope, 'PrefixVolume', 'kong-prefix', { sizeLimit: Size.mebibytes(256) }),
  );
  container.mount('/tmp', kplus.Volume.fromEmptyDir(scope, 'TmpVolume', 'tmp', { sizeLimit: TMP_SIZE }));
  for (const { path, volume } of source.mounts) {
    container.mount(path, volume, { readOnly: true });
  }
  if (tlsSecret) {
    container.mount('/kong_tls', kplus.Volume.fromSecret(scope, 'TlsVolume', tlsSecret, { name: 'kong-tls' }), {
      readOnly: true,
    });
    container.env.addVariable('KONG_SSL_CERT', kplus.EnvValue.fromValue('/kong_tls/tls.crt'));
    container.env.addVariable('KONG_SSL_CERT_KEY', kplus.EnvValue.fromValue('/kong_tls/tls.key'));
  }
  if (license) {
    container.env.addVariable('KONG_LICENSE_DATA', kplus.EnvValue.fromSecretValue(license));
  }
}

function userOf({ leaveUserToCluster }: KongProps): { user?: number; group?: number } {
  return leaveUserToCluster ? {} : { user: KONG_UID, group: KONG_UID };
}

/** Fields that cdk8s-plus-27 does not have, or fills with values that mean nothing. */
function patchPods(deployment: kplus.Deployment, props: KongProps): void {
  const pods = '/spec/template/spec';
  const fields = {
    'securityContext/seccompProfile': { type: 'RuntimeDefault' },
    'containers/0/resources': storedResources(props.resources ?? RESOURCES),
    // The second volume of fillContainer.
    'volumes/1/emptyDir/sizeLimit': storedSize(TMP_SIZE),
    topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
      topologyKey,
      maxSkew: 1,
      whenUnsatisfiable: 'ScheduleAnyway',
      labelSelector: { matchLabels: deployment.matchLabels },
      // Else the pods of the last version count, too, and once they are gone the new ones stand together.
      matchLabelKeys: ['pod-template-hash'],
    })),
    // Else a Service of the namespace whose name begins with "kong-" sets variables that Kong reads.
    enableServiceLinks: false,
    // Written even if it is the default: an account that is merely left out stays as it was.
    ...(props.serviceAccount ? {} : { serviceAccountName: 'default' }),
    ...(props.priorityClassName ? { priorityClassName: props.priorityClassName } : {}),
    ...(props.imagePullSecrets ? { imagePullSecrets: props.imagePullSecrets.map(({ name }) => ({ name })) } : {}),
  };
  const noise = ['hostNetwork', 'securityContext/fsGroupChangePolicy'].map((field) => `${pods}/${field}`);
  ApiObject.of(deployment).addJsonPatch(
    ...Object.entries(fields).map(([field, value]) => JsonPatch.add(`${pods}/${field}`, value)),
    ...[...noise, ...(props.minReadySeconds ? [] : ['/spec/minReadySeconds'])].map((path) => JsonPatch.remove(path)),
  );
}

function references(
  { serviceAccount, tlsSecret, license, imagePullSecrets = [] }: KongProps,
  source: BoundSource,
): Reference[] {
  return [
    ...source.references,
    ...Object.entries({ serviceAccount, tlsSecret, 'license.secret': license?.secret }).flatMap(([prop, object]) =>
      object ? [{ prop, object }] : [],
    ),
    ...imagePullSecrets.map((object, index) => ({ prop: `imagePullSecrets[${index}]`, object })),
  ];
}

function probe(path: string, options: kplus.ProbeOptions): kplus.Probe {
  return kplus.Probe.fromHttpGet(path, { port: STATUS_PORT, timeoutSeconds: Duration.seconds(5), ...options });
}
