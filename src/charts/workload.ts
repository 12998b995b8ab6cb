import {
  fullName,
  imageName,
  isOlder,
  isOn,
  metaLabels,
  namespaceOf,
  selectorLabels,
  since,
  valueAt,
  versionLabel,
} from './chart';
import { controllerContainer, sources } from './controller';
import { kongEnvironment } from './environment';
import { asYaml, pasted, pastedTree } from './pasted';
import { Chart, KubernetesObject, Tree } from './release';
import { streamName } from './service';
import { at, equals, isSet, isSetAt, itemsOf, print, quote, sorted } from './template';
import { expand } from './tpl';
import { hasServiceAccount, mountsOf, mountsToken, serviceAccountName, tokenName, volumesOf } from './volumes';

/** The Deployment or DaemonSet with Kong, its controller, or both; none where the values want neither. */
export function workloadOf(chart: Chart): KubernetesObject[] {
  if (!isOn(chart, 'deployment.kong.enabled') && !isOn(chart, 'ingressController.enabled')) {
    return [];
  }
  const isDaemon = isOn(chart, 'deployment.daemonset');
  return [
    {
      apiVersion: 'apps/v1',
      kind: isDaemon ? 'DaemonSet' : 'Deployment',
      metadata: {
        name: pasted(fullName(chart)),
        namespace: pasted(namespaceOf(chart)),
        labels: { ...metaLabels(chart), 'app.kubernetes.io/component': 'app' },
        ...(isOn(chart, 'deploymentAnnotations')
          ? { annotations: annotationsOf(chart, valueAt(chart, 'deploymentAnnotations')) }
          : {}),
      },
      spec: {
        ...(!isDaemon && !isOn(chart, 'autoscaling.enabled')
          ? { replicas: pasted(valueAt(chart, 'replicaCount')) }
          : {}),
        selector: { matchLabels: selectorLabels(chart) },
        template: { metadata: podMetadata(chart), spec: podSpec(chart) },
      },
    },
  ];
}

/** Since 2.24.0 they are templates. */
function annotationsOf(chart: Chart, annotations: unknown): Tree {
  const write = since(chart, '2.24.0') ? (value: unknown) => expand(chart, value) : quote;
  return Object.fromEntries(sorted(annotations).map(([key, value]) => [key, write(value)]));
}

function podMetadata(chart: Chart): Tree {
  const labels = valueAt(chart, 'podLabels');
  return {
    annotations: {
      ...(mountsToken(chart) ? { 'kuma.io/service-account-token-volume': tokenName(chart) } : {}),
      ...annotationsOf(chart, valueAt(chart, 'podAnnotations')),
    },
    labels: {
      ...metaLabels(chart),
      'app.kubernetes.io/component': 'app',
      app: pasted(fullName(chart)),
      version: versionLabel(chart),
      ...(isSet(labels) ? podLabels(chart, labels) : {}),
    },
  };
}

function podLabels(chart: Chart, labels: unknown): Tree {
  return pastedTree(since(chart, '2.24.0') ? expand(chart, labels) : asYaml(labels));
}

function podSpec(chart: Chart): Tree {
  const hasKong = isOn(chart, 'deployment.kong.enabled');
  const hostname = since(chart, '2.32.0') ? valueAt(chart, 'deployment.hostname') : undefined;
  return {
    ...(isSet(hostname) ? { hostname: pasted(hostname) } : {}),
    ...(isOn(chart, 'deployment.hostNetwork') ? { hostNetwork: true } : {}),
    ...(hasServiceAccount(chart) ? { serviceAccountName: pasted(serviceAccountName(chart)) } : {}),
    automountServiceAccountToken:
      hasServiceAccount(chart) && isOn(chart, 'deployment.serviceAccount.automountServiceAccountToken'),
    ...(isOn(chart, 'dnsPolicy') ? { dnsPolicy: print(valueAt(chart, 'dnsPolicy')) } : {}),
    initContainers: [
      ...(hasKong || !since(chart, '2.16.5') ? itemsOf(valueAt(chart, 'deployment.initContainers')) : []),
    ],
    containers: [
      ...(isOn(chart, 'ingressController.enabled') ? [controllerContainer(chart)] : []),
      ...itemsOf(valueAt(chart, 'deployment.sidecarContainers')),
      ...(hasKong ? [kongContainer(chart)] : []),
    ],
    terminationGracePeriodSeconds: pasted(valueAt(chart, 'terminationGracePeriodSeconds')),
    volumes: volumesOf(chart),
  };
}

function kongContainer(chart: Chart): Tree {
  const startup = since(chart, '2.21.0') ? valueAt(chart, 'startupProbe') : undefined;
  return {
    name: 'proxy',
    image: imageName(chart, 'image'),
    env: kongEnvironment(chart),
    ...(since(chart, '2.34.0') ? sources(valueAt(chart, 'envFrom')) : {}),
    lifecycle: valueAt(chart, 'lifecycle'),
    ports: portsOf(chart),
    volumeMounts: mountsOf(chart),
    readinessProbe: readinessProbe(chart),
    livenessProbe: valueAt(chart, 'livenessProbe'),
    ...(isSet(startup) ? { startupProbe: startup } : {}),
  };
}

/** The path that tells whether Kong is ready; older versions do not know `/status/ready`. */
function readinessProbe(chart: Chart): unknown {
  const probe = valueAt(chart, 'readinessProbe');
  if (!since(chart, '2.26.0')) {
    return probe;
  }
  const isOld =
    isOlder(chart, 'image', [3, 3, 0]) ||
    (isOn(chart, 'ingressController.enabled') && isOlder(chart, 'ingressController.image', [2, 11, 0]));
  if (!isOld) {
    return probe;
  }
  const get = at(probe, 'httpGet');
  const path = equals(at(get, 'path'), '/status/ready', 'readinessProbe.httpGet.path') ? '/status' : at(get, 'path');
  return { ...(probe as Tree), httpGet: { ...(get as Tree), path } };
}

/** The ports of Kong's container that belong to Services: the key of the values, and the port's name. */
const PORTS: readonly (readonly [values: string, name: string])[] = [
  ['admin', 'admin'],
  ['proxy', 'proxy'],
];
const FURTHER_PORTS: readonly (readonly [values: string, name: string])[] = [
  ['manager', 'manager'],
  ['portal', 'portal'],
  ['portalapi', 'portalapi'],
];

function portsOf(chart: Chart): Tree[] | null {
  const pair = ([values, name]: readonly [string, string]) => [
    ...portOf(chart, values, 'http', name),
    ...portOf(chart, values, 'tls', `${name}-tls`),
  ];
  const isEnterprise = isOn(chart, 'enterprise.enabled');
  const ports = [
    ...PORTS.flatMap(pair),
    ...itemsOf(valueAt(chart, 'proxy.stream')).map((stream) => streamPort(stream, streamName(stream))),
    ...itemsOf(valueAt(chart, 'udpProxy.stream')).map((stream) =>
      streamPort(stream, `streamudp-${print(at(stream, 'containerPort'))}`),
    ),
    ...pair(['status', 'status']),
    ...portOf(chart, 'cluster', 'tls', 'cluster-tls'),
    ...(isEnterprise
      ? [...FURTHER_PORTS.flatMap(pair), ...portOf(chart, 'clustertelemetry', 'tls', 'clustert-tls')]
      : []),
  ];
  return ports.length > 0 ? ports : null;
}

function portOf(chart: Chart, values: string, listener: 'http' | 'tls', name: string): Tree[] {
  const port = valueAt(chart, `${values}.${listener}`);
  return isSetAt(port, 'enabled') && isOn(chart, `${values}.enabled`)
    ? [{ name, ...containerPort(port), protocol: 'TCP' }]
    : [];
}

function streamPort(stream: unknown, name: string): Tree {
  return { name, ...containerPort(stream), protocol: pasted(at(stream, 'protocol')) };
}

function containerPort(port: unknown): Tree {
  return {
    containerPort: pasted(at(port, 'containerPort')),
    ...(isSetAt(port, 'hostPort') ? { hostPort: pasted(at(port, 'hostPort')) } : {}),
  };
}
