import { createHash } from 'crypto';
import { ApiObject, Duration, JsonPatch, Names, Size, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';

const environment = {
  KONG_DATABASE: 'off',
  KONG_PREFIX: '/kong_prefix',
  KONG_ADMIN_LISTEN: 'off',
  KONG_ADMIN_GUI_LISTEN: 'off',
  KONG_NGINX_WORKER_PROCESSES: '2',
  KONG_PROXY_ACCESS_LOG: '/dev/stdout',
  KONG_PROXY_ERROR_LOG: '/dev/stderr',
  KONG_STATUS_ACCESS_LOG: 'off',
  KONG_STATUS_ERROR_LOG: '/dev/stderr',
  KONG_PROXY_LISTEN:
    '0.0.0.0:8000 proxy_protocol reuseport backlog=16384, 0.0.0.0:8443 http2 ssl proxy_protocol reuseport backlog=16384',
  KONG_PORT_MAPS: '80:8000, 443:8443',
  KONG_STATUS_LISTEN: '0.0.0.0:8100',
  KONG_TRUSTED_IPS: '10.0.0.0/16',
  KONG_REAL_IP_HEADER: 'proxy_protocol',
  KONG_REQUEST_DEBUG: 'off',
  KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X-Real-IP X_Real* X-Real_IP',
  KONG_DECLARATIVE_CONFIG: '/kong_configuration/kong.yml',
};

/** The objects of a `ProxyProtocolKong` behind an `AwsNetworkLoadBalancer`, as one writes them without this library. */
export function buildByHand(parent: Construct, id: string, configuration: object): void {
  const scope = new Construct(parent, id);
  const labels = {
    'app.kubernetes.io/name': 'kong',
    'app.kubernetes.io/instance': Names.toLabelValue(scope),
    'app.kubernetes.io/component': 'gateway',
    'app.kubernetes.io/managed-by': 'cdk8s',
  };
  const text = Yaml.stringify(configuration);
  const hash = createHash('sha256').update(text).digest('hex');
  const configMap = new kplus.ConfigMap(scope, `Configuration-${hash.slice(0, 8)}`, {
    metadata: { labels },
    data: { 'kong.yml': text },
    immutable: true,
  });
  const probe = (path: string, failureThreshold: number, seconds: number) =>
    kplus.Probe.fromHttpGet(path, {
      port: 8100,
      failureThreshold,
      periodSeconds: Duration.seconds(seconds),
      timeoutSeconds: Duration.seconds(5),
    });
  const deployment = new kplus.Deployment(scope, 'Deployment', {
    metadata: { labels },
    podMetadata: {
      labels,
      annotations: {
        'traffic.sidecar.istio.io/includeInboundPorts': '',
        'kuma.io/gateway': 'enabled',
        'config.linkerd.io/skip-inbound-ports': '8000,8443,8100',
        'checksum/config': hash,
      },
    },
    replicas: 2,
    strategy: kplus.DeploymentStrategy.rollingUpdate({
      maxSurge: kplus.PercentOrAbsolute.absolute(1),
      maxUnavailable: kplus.PercentOrAbsolute.absolute(0),
    }),
    terminationGracePeriod: Duration.seconds(160),
    automountServiceAccountToken: false,
    securityContext: { user: 1000, group: 1000, ensureNonRoot: true },
  });
  const container = deployment.addContainer({
    name: 'kong',
    image: 'kong:3.9.3',
    imagePullPolicy: kplus.ImagePullPolicy.IF_NOT_PRESENT,
    ports: [
      { name: 'proxy', number: 8000 },
      { name: 'proxy-tls', number: 8443 },
      { name: 'status', number: 8100 },
    ],
    envVariables: Object.fromEntries(
      Object.entries(environment).map(([key, value]) => [key, kplus.EnvValue.fromValue(value)]),
    ),
    startup: probe('/status', 60, 2),
    readiness: probe('/status/ready', 3, 5),
    liveness: probe('/status', 3, 10),
    lifecycle: { preStop: kplus.Handler.fromCommand(['kong', 'quit', '--wait=120', '--timeout=30']) },
    resources: {
      cpu: { request: kplus.Cpu.millis(250) },
      memory: { request: Size.mebibytes(512), limit: Size.gibibytes(1) },
    },
    securityContext: {
      user: 1000,
      group: 1000,
      ensureNonRoot: true,
      readOnlyRootFilesystem: true,
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL' as kplus.Capability] },
    },
  });
  container.mount(
    '/kong_prefix',
    kplus.Volume.fromEmptyDir(scope, 'PrefixVolume', 'kong-prefix', { sizeLimit: Size.mebibytes(256) }),
  );
  container.mount('/tmp', kplus.Volume.fromEmptyDir(scope, 'TmpVolume', 'tmp', { sizeLimit: Size.gibibytes(1) }));
  container.mount(
    '/kong_configuration',
    kplus.Volume.fromConfigMap(scope, 'ConfigurationVolume', configMap, {
      name: 'kong-configuration',
      items: { 'kong.yml': { path: 'kong.yml' } },
    }),
    { readOnly: true },
  );
  ApiObject.of(deployment).addJsonPatch(
    JsonPatch.add('/spec/template/spec/securityContext/seccompProfile', { type: 'RuntimeDefault' }),
    JsonPatch.add(
      '/spec/template/spec/topologySpreadConstraints',
      ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
        topologyKey,
        maxSkew: 1,
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: deployment.matchLabels },
        matchLabelKeys: ['pod-template-hash'],
      })),
    ),
    JsonPatch.replace('/spec/template/spec/containers/0/resources/limits/memory', { value: '1Gi' }),
    JsonPatch.replace('/spec/template/spec/volumes/1/emptyDir/sizeLimit', { value: '1Gi' }),
    JsonPatch.add('/spec/template/spec/enableServiceLinks', false),
    JsonPatch.add('/spec/template/spec/serviceAccountName', 'default'),
    JsonPatch.remove('/spec/minReadySeconds'),
    JsonPatch.remove('/spec/template/spec/hostNetwork'),
    JsonPatch.remove('/spec/template/spec/securityContext/fsGroupChangePolicy'),
  );
  const service = new kplus.Service(scope, 'Service', {
    type: kplus.ServiceType.LOAD_BALANCER,
    selector: deployment,
    metadata: {
      labels,
      annotations: {
        'service.beta.kubernetes.io/aws-load-balancer-type': 'external',
        'service.beta.kubernetes.io/aws-load-balancer-nlb-target-type': 'instance',
        'service.beta.kubernetes.io/aws-load-balancer-scheme': 'internet-facing',
        'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*',
        'service.beta.kubernetes.io/aws-load-balancer-target-group-attributes':
          'preserve_client_ip.enabled=false,proxy_protocol_v2.enabled=true',
        'kong-client-ip/load-balancer': 'aws-nlb',
      },
    },
    ports: [
      { name: 'http', port: 80, targetPort: 8000 },
      { name: 'https', port: 443, targetPort: 8443 },
    ],
  });
  ApiObject.of(service).addJsonPatch(
    JsonPatch.add('/spec/externalTrafficPolicy', 'Cluster'),
    JsonPatch.add('/spec/ipFamilies', ['IPv4']),
    JsonPatch.add('/spec/ipFamilyPolicy', 'SingleStack'),
    JsonPatch.remove('/spec/externalIPs'),
  );
  new kplus.k8s.KubePodDisruptionBudget(scope, 'DisruptionBudget', {
    metadata: { labels },
    spec: {
      maxUnavailable: kplus.k8s.IntOrString.fromNumber(1),
      selector: { matchLabels: deployment.matchLabels },
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    },
  });
}
