import { Tree } from './release';
import { isSince, Version } from './versions';

/*
 * The charts' own values, as far as the model reads them.
 */

/** The tags of the images by the version of the chart with which they came. */
const KONG_TAGS: readonly (readonly [since: string, tag: string])[] = [
  ['2.14.0', '3.1'],
  ['2.17.0', '3.2'],
  ['2.23.0', '3.3'],
  ['2.28.0', '3.4'],
  ['2.33.0', '3.5'],
  ['2.37.0', '3.6'],
  ['2.42.0', '3.7'],
  ['2.45.0', '3.8'],
  ['2.47.0', '3.9'],
];
const CONTROLLER_TAGS: readonly (readonly [since: string, tag: string])[] = [
  ['2.14.0', '2.8'],
  ['2.17.0', '2.9'],
  ['2.23.0', '2.10'],
  ['2.26.0', '2.11'],
  ['2.28.0', '2.12'],
  ['2.31.0', '3.0'],
  ['2.37.0', '3.1'],
  ['2.39.0', '3.2'],
  ['2.41.0', '3.3'],
  ['2.46.0', '3.4'],
  ['2.51.0', '3.5'],
];

/** The version of Kong that the chart names as its own. */
export function appVersion(version: Version): string {
  return tagOf(KONG_TAGS, version);
}

function tagOf(tags: readonly (readonly [string, string])[], version: Version): string {
  return tags.filter(([since]) => isSince(version, since)).pop()?.[1] ?? tags[0][1];
}

/** The values of the chart `kong`. */
export function kongDefaults(version: Version): Tree {
  const since = (first: string) => isSince(version, first);
  return {
    deployment: {
      kong: { enabled: true, ...(since('3.4.0') ? { initContainers: { clearStalePid: { enabled: true } } } : {}) },
      serviceAccount: { create: true, automountServiceAccountToken: false },
      daemonset: false,
      hostNetwork: false,
      prefixDir: { sizeLimit: '256Mi' },
      tmpDir: { sizeLimit: '1Gi' },
      test: { enabled: false },
    },
    env: {
      database: 'off',
      router_flavor: 'traditional',
      nginx_worker_processes: '2',
      proxy_access_log: '/dev/stdout',
      admin_access_log: '/dev/stdout',
      admin_gui_access_log: '/dev/stdout',
      portal_api_access_log: '/dev/stdout',
      proxy_error_log: '/dev/stderr',
      admin_error_log: '/dev/stderr',
      admin_gui_error_log: '/dev/stderr',
      portal_api_error_log: '/dev/stderr',
      prefix: '/kong_prefix/',
    },
    envFrom: [],
    extraLabels: {},
    image: { repository: 'kong', tag: tagOf(KONG_TAGS, version) },
    admin: {
      ...service('NodePort', false),
      http: { ...port(8001), enabled: false },
      tls: { ...port(8444, ['http2']), client: { caBundle: '', secretName: '' } },
    },
    status: {
      enabled: true,
      http: { enabled: true, containerPort: 8100, parameters: [] },
      tls: { enabled: false, containerPort: 8543, parameters: [] },
    },
    cluster: { ...service('ClusterIP', false), tls: { ...port(8005), enabled: false } },
    proxy: {
      ...service('LoadBalancer', true),
      labels: { 'enable-metrics': 'true' },
      http: { enabled: true, servicePort: 80, containerPort: 8000, parameters: [] },
      tls: { enabled: true, servicePort: 443, containerPort: 8443, parameters: ['http2'] },
      stream: [],
    },
    udpProxy: { enabled: false, type: 'LoadBalancer', annotations: {}, labels: {}, stream: [] },
    plugins: {},
    secretVolumes: [],
    migrations: { preUpgrade: true, postUpgrade: true },
    dblessConfig: {
      configMap: '',
      ...(since('2.15.0') ? { secret: '', config: '' } : { config: '_format_version: "1.1"\nservices:\n' }),
    },
    ingressController: controllerDefaults(version),
    postgresql: { enabled: false, image: { repository: '', tag: '' }, service: { ports: { postgresql: '5432' } } },
    certificates: { enabled: false },
    waitImage: { enabled: true },
    readinessProbe: probe(since('2.26.0') ? '/status/ready' : '/status'),
    livenessProbe: probe('/status'),
    lifecycle: { preStop: { exec: { command: ['kong', 'quit', '--wait=15'] } } },
    terminationGracePeriodSeconds: 30,
    podAnnotations: { 'kuma.io/gateway': 'enabled', 'traffic.sidecar.istio.io/includeInboundPorts': '' },
    podLabels: {},
    replicaCount: 1,
    deploymentAnnotations: {},
    autoscaling: { enabled: false, minReplicas: 2 },
    podDisruptionBudget: { enabled: false },
    enterprise: {
      enabled: false,
      vitals: { enabled: true },
      portal: { enabled: false },
      rbac: {
        enabled: false,
        admin_gui_auth: 'basic-auth',
        session_conf_secret: since('2.39.0') && !since('2.39.3') ? '' : 'kong-session-config',
        admin_gui_auth_conf_secret: 'CHANGEME-admin-gui-auth-conf-secret',
      },
      smtp: {
        enabled: false,
        portal_emails_from: 'none@example.com',
        portal_emails_reply_to: 'none@example.com',
        admin_emails_from: 'none@example.com',
        admin_emails_reply_to: 'none@example.com',
        smtp_admin_emails: 'none@example.com',
        smtp_host: 'smtp.example.com',
        smtp_port: 587,
        smtp_auth_type: '',
        smtp_ssl: 'nil',
        smtp_starttls: true,
        auth: { smtp_username: '', smtp_password_secret: 'CHANGEME-smtp-password' },
      },
    },
    manager: { ...service('NodePort', true), http: port(8002), tls: port(8445, ['http2']) },
    portal: { ...service('NodePort', true), http: port(8003), tls: port(8446, ['http2']) },
    portalapi: { ...service('NodePort', true), http: port(8004), tls: port(8447, ['http2']) },
    clustertelemetry: { ...service('ClusterIP', false), tls: { ...port(8006), enabled: false } },
    extraConfigMaps: [],
    extraSecrets: [],
    extraObjects: [],
  };
}

function service(type: string, enabled: boolean): Tree {
  const ingress = { enabled: false, annotations: {}, path: '/', pathType: 'ImplementationSpecific' };
  return { enabled, type, annotations: {}, labels: {}, ingress };
}

function port(number: number, parameters: string[] = []): Tree {
  return { enabled: true, servicePort: number, containerPort: number, parameters };
}

function probe(path: string): Tree {
  return {
    httpGet: { path, port: 'status', scheme: 'HTTP' },
    initialDelaySeconds: 5,
    timeoutSeconds: 5,
    periodSeconds: 10,
    successThreshold: 1,
    failureThreshold: 3,
  };
}

function controllerDefaults(version: Version): Tree {
  const since = (first: string) => isSince(version, first);
  return {
    enabled: true,
    image: { repository: 'kong/kubernetes-ingress-controller', tag: tagOf(CONTROLLER_TAGS, version) },
    args: [],
    gatewayDiscovery: { enabled: false, generateAdminApiService: false, adminApiService: { namespace: '', name: '' } },
    watchNamespaces: [],
    env: { kong_admin_tls_skip_verify: true },
    envFrom: [],
    admissionWebhook: { enabled: since('2.16.0'), port: 8080, certificate: { provided: false } },
    ingressClass: 'kong',
    konnect: {
      enabled: false,
      apiHostname: 'us.kic.api.konghq.com',
      tlsClientCertSecretName: 'konnect-client-tls',
      license: { enabled: false },
    },
    adminApi: { tls: { client: { enabled: false, certProvided: false, secretName: '', caSecretName: '' } } },
  };
}

/** The values of the chart `ingress`, which holds the chart `kong` twice. */
export function ingressDefaults(version: Version): Tree {
  const since = (first: string) => isSince(version, first);
  return {
    deployment: { test: { enabled: false } },
    controller: {
      enabled: true,
      proxy: { nameOverride: since('0.8.0') ? '{{ .Release.Name }}-gateway-proxy' : 'kong-gateway-proxy' },
      deployment: { kong: { enabled: false } },
      ingressController: {
        enabled: true,
        gatewayDiscovery: {
          enabled: true,
          ...(since('0.4.0') ? { generateAdminApiService: true } : { adminApiService: { name: 'kong-gateway-admin' } }),
        },
      },
      ...(since('0.8.0')
        ? {
            podAnnotations: {
              'kuma.io/gateway': 'enabled',
              'traffic.kuma.io/exclude-outbound-ports': '8444',
              'traffic.sidecar.istio.io/excludeOutboundPorts': '8444',
            },
          }
        : {}),
    },
    gateway: {
      enabled: true,
      deployment: { kong: { enabled: true } },
      admin: { enabled: true, ...(since('0.3.0') ? { type: 'ClusterIP', clusterIP: 'None' } : {}) },
      ingressController: { enabled: false },
      env: { role: 'traditional', database: 'off' },
    },
  };
}
