import { Chart, pathText, Tree, ValuePath } from './release';
import { isBeyond } from './tpl';
import { isSince, Version } from './versions';
import { fieldsOf, isObject } from '../input/objects';

/*
 * The keys that the chart `kong` reads. A key includes all that is below it.
 */

/** Keys with the version of the chart from which they are read, and the one from which they are no longer. */
type Row = readonly [keys: string, since?: string, until?: string];

/** What decides about the objects that are modelled. */
const MODELLED: readonly Row[] = [
  ['nameOverride fullnameOverride namespace extraLabels env customEnv'],
  [prefix('image', 'repository tag effectiveSemver unifiedRepoTag')],
  ['envFrom', '2.34.0'],
  ...['proxy', 'admin', 'manager', 'portal', 'portalapi', 'cluster', 'clustertelemetry'].flatMap(serviceKeys),
  ...frontKeys('udpProxy'),
  ['admin.tls.client', '2.18.0'],
  ['proxy.nameOverride', '2.17.0'],
  ...listenerKeys('status'),
  [
    prefix(
      'deployment',
      'kong.enabled daemonset hostNetwork initContainers sidecarContainers userDefinedVolumes userDefinedVolumeMounts',
    ),
  ],
  [prefix('deployment.serviceAccount', 'create name automountServiceAccountToken')],
  [prefix('deployment', 'prefixDir tmpDir')],
  ['deployment.hostname', '2.32.0'],
  ['podAnnotations podLabels deploymentAnnotations replicaCount autoscaling.enabled autoscaling.minReplicas dnsPolicy'],
  ['readinessProbe livenessProbe lifecycle terminationGracePeriodSeconds'],
  ['startupProbe', '2.21.0'],
  ['dblessConfig.configMap dblessConfig.nameOverride'],
  ['dblessConfig.secret', '2.15.0'],
  ['plugins.configMaps plugins.secrets secretVolumes extraConfigMaps extraSecrets extraObjects'],
  ['plugins.preInstalled', '2.47.0'],
  ['podDisruptionBudget.enabled enterprise postgresql.enabled postgresql.nameOverride postgresql.service'],
  [
    prefix(
      'ingressController',
      'enabled image args watchNamespaces env customEnv ingressClass userDefinedVolumeMounts',
    ),
  ],
  ['ingressController.envFrom', '2.34.0'],
  [prefix('ingressController.admissionWebhook', 'enabled port certificate')],
  ['ingressController.admissionWebhook.address', '2.27.0'],
  ['ingressController.gatewayDiscovery ingressController.konnect', '2.17.0'],
  ['ingressController.adminApi', '2.18.0'],
];

/** What the chart reads for other things: resources, placement, roles, certificates, monitoring, migrations. */
const BESIDE: readonly Row[] = [
  ['global affinity topologySpreadConstraints nodeSelector tolerations resources priorityClassName'],
  [
    'securityContext containerSecurityContext updateStrategy dnsConfig serviceMonitor ' +
      'certificates postgresql migrations',
  ],
  ['podSecurityPolicy podDisruptionBudget autoscaling waitImage'],
  ['dblessConfig.config image.pullPolicy image.pullSecrets demo'],
  ['initContainerResources', '3.0.0'],
  [prefix('deployment', 'test minReadySeconds hostAliases serviceAccount.annotations')],
  ['deployment.revisionHistoryLimit', '2.40.0'],
  ['deployment.kong.initContainers', '3.4.0'],
  [
    prefix(
      'ingressController',
      'resources readinessProbe livenessProbe disableProbes rbac serviceAccount installCRDs ingressClassAnnotations',
    ),
  ],
  ['ingressController.createIngressClass', '2.49.0'],
  ['ingressController.labels', '2.43.0'],
  [prefix('ingressController.admissionWebhook', 'failurePolicy annotations namespaceSelector timeoutSeconds service')],
  [prefix('ingressController.admissionWebhook', 'filterSecrets'), '2.39.0'],
  [prefix('ingressController.admissionWebhook', 'matchPolicy matchConditions objectSelector'), '2.42.0'],
];

/** Keys of which the chart takes the values for templates. */
const TEMPLATES =
  /^(?:podAnnotations|podLabels|deploymentAnnotations|extraLabels|extraObjects)(?:\.|\[|$)|^proxy\.nameOverride$/;

function serviceKeys(service: string): Row[] {
  return [
    ...frontKeys(service),
    ...listenerKeys(service),
    ...['http', 'tls'].flatMap((listener): Row[] => [
      [prefix(`${service}.${listener}`, 'servicePort nodePort')],
      [`${service}.${listener}.appProtocol`, '2.38.0'],
    ]),
    [`${service}.tls.overrideServiceTargetPort`],
    [prefix(`${service}.ingress`, 'enabled annotations hostname path pathType tls ingressClassName')],
    [`${service}.ingress.labels`, '2.23.0'],
    [`${service}.ingress.hosts`, '2.24.0'],
  ];
}

/** What a Service has, whatever it leads to. */
function frontKeys(service: string): Row[] {
  return [
    [prefix(service, 'enabled type annotations labels stream externalTrafficPolicy clusterIP externalIPs')],
    [prefix(service, 'loadBalancerIP loadBalancerSourceRanges')],
    [`${service}.loadBalancerClass`, '2.17.0'],
    [`${service}.nameOverride`, '2.48.0'],
    [prefix(service, 'ipFamilyPolicy ipFamilies'), '3.2.0'],
    [`${service}.trafficDistribution`, '3.3.0'],
  ];
}

/** What a pair of listeners has. */
function listenerKeys(service: string): Row[] {
  return [
    [`${service}.enabled`],
    [`${service}.addresses`, '2.34.0'],
    [`${service}.address`, undefined, '2.34.0'],
    ...['http', 'tls'].map((listener): Row => [
      prefix(`${service}.${listener}`, 'enabled containerPort hostPort parameters'),
    ]),
  ];
}

function prefix(path: string, keys: string): string {
  return keys
    .split(' ')
    .map((key) => `${path}.${key}`)
    .join(' ');
}

function keysOf(rows: readonly Row[], version: Version): string[] {
  return rows
    .filter(
      ([, since, until]) => isSince(version, since ?? '0.0.0') && !(until !== undefined && isSince(version, until)),
    )
    .flatMap(([keys]) => keys.split(' '));
}

/** The user's values that the chart does not read, each at its topmost key. */
export function ignoredOf(chart: 'kong' | 'ingress', version: Version, values: Tree): ValuePath[] {
  const keys = [...keysOf(MODELLED, version), ...keysOf(BESIDE, version)];
  if (chart === 'kong') {
    return unread(values, [], new Set(keys));
  }
  const inside = ['controller', 'gateway'].flatMap((part) => ['enabled', ...keys].map((key) => `${part}.${key}`));
  return unread(values, [], new Set(['deployment.test', 'global', ...inside]));
}

function unread(value: unknown, path: readonly string[], keys: ReadonlySet<string>): ValuePath[] {
  const at = path.join('.');
  if (keys.has(at)) {
    return [];
  }
  const isInside = at === '' || [...keys].some((key) => key.startsWith(`${at}.`));
  if (!isInside) {
    return [path];
  }
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => unread(inner, [...path, key], keys)) : [];
}

/** What decides nothing but a name, how many there are, or which image of Kong it is. */
const HARMLESS = /^(?:nameOverride|fullnameOverride|namespace|image|replicaCount|autoscaling|podDisruptionBudget)$/;

/** Whether a value decides about the objects in some version, by more than their names. */
export function isDeciding(of: 'kong' | 'ingress', path: ValuePath): boolean {
  const [first, ...rest] = path;
  const own = of === 'ingress' ? rest : path;
  if (of === 'ingress' && first !== 'gateway' && first !== 'controller') return false;
  if (HARMLESS.test(String(own[0]))) return false;
  return MODELLED.some(([keys]) => keys.split(' ').some((key) => startsWith(own, key.split('.'))));
}

/** What is written as a template and decides about the objects. */
export function questionsOf(chart: Chart, of: 'kong' | 'ingress'): string[] {
  const keys = keysOf(MODELLED, chart.version);
  const within = of === 'ingress' ? [chart.name] : [];
  return textsOf(chart.values, [])
    .filter(
      ([path, text]) =>
        text.includes('{{') && keys.some((key) => startsWith(path, key.split('.'))) && isUnknown(path, text),
    )
    .map(
      ([path, text]) =>
        `${pathText([...within, ...path])} is the template ${JSON.stringify(text)}. What becomes of it?`,
    );
}

function isUnknown(path: ValuePath, text: string): boolean {
  return TEMPLATES.test(pathText(path)) ? isBeyond(text) : true;
}

function startsWith(path: ValuePath, key: readonly string[]): boolean {
  return key.every((step, index) => path[index] === step);
}

function textsOf(value: unknown, path: ValuePath): [ValuePath, string][] {
  if (typeof value === 'string') {
    return [[path, value]];
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(fieldsOf(value));
  return entries.flatMap(([key, inner]) => textsOf(inner, [...path, key]));
}
