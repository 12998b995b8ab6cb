import {
  fullName,
  imageName,
  isImageSince,
  isOlder,
  isOn,
  metadata,
  metaLabels,
  namespaceOf,
  since,
  valueAt,
} from './chart';
import { pasted, pastedAll } from './pasted';
import { Chart, KubernetesObject, Tree } from './release';
import { at, isSet, isSetAt, itemsOf, lengthOf, orElse, print, Refusal, whole } from './template';
import { expand } from './tpl';
import { overwrite, prefixed, secretKey, Variables, written } from './variables';
import { mountsToken, tokenName } from './volumes';

/*
 * Kong's ingress controller: a container beside Kong's, or in pods that have no Kong.
 */

const CONTROLLER = 'ingressController';

export function controllerContainer(chart: Chart): Tree {
  const args = itemsOf(valueAt(chart, `${CONTROLLER}.args`));
  return {
    name: 'ingress-controller',
    image: imageName(chart, `${CONTROLLER}.image`),
    ...(args.length > 0 ? { args: pastedAll(args) } : {}),
    env: [field('POD_NAME', 'metadata.name'), field('POD_NAMESPACE', 'metadata.namespace'), ...environment(chart)],
    ...(since(chart, '2.34.0') ? sources(valueAt(chart, `${CONTROLLER}.envFrom`)) : {}),
    ports: portsOf(chart),
    volumeMounts: mountsOf(chart),
  };
}

/** `envFrom` of a container, if there is one. */
export function sources(envFrom: unknown): Tree {
  return lengthOf(envFrom) > 0 ? { envFrom } : {};
}

function field(name: string, fieldPath: string): Tree {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

function portsOf(chart: Chart): Tree[] {
  const port = (name: string, containerPort: unknown): Tree => ({ name, containerPort, protocol: 'TCP' });
  const status = since(chart, '2.37.1') ? 'cstatus' : 'status';
  const webhook = valueAt(chart, `${CONTROLLER}.admissionWebhook`);
  return [
    ...(isSetAt(webhook, 'enabled') ? [port('webhook', pasted(at(webhook, 'port')))] : []),
    ...(isImageSince(chart, `${CONTROLLER}.image`, [2, 0, 0]) ? [port('cmetrics', 10255)] : []),
    ...(since(chart, '2.35.0') ? [port(status, 10254)] : []),
  ];
}

function mountsOf(chart: Chart): unknown[] {
  const mount = (name: string, mountPath: string): Tree => ({ name, mountPath, readOnly: true });
  return [
    ...(isOn(chart, `${CONTROLLER}.admissionWebhook.enabled`) ? [mount('webhook-cert', '/admission-webhook')] : []),
    ...(mountsToken(chart) ? [mount(tokenName(chart), '/var/run/secrets/kubernetes.io/serviceaccount')] : []),
    ...itemsOf(valueAt(chart, `${CONTROLLER}.userDefinedVolumeMounts`)),
    ...(hasClientCertificate(chart) ? [mount('admin-api-cert', '/etc/secrets/admin-api-cert')] : []),
  ];
}

function hasClientCertificate(chart: Chart): boolean {
  return since(chart, '2.18.0') && isOn(chart, `${CONTROLLER}.adminApi.tls.client.enabled`);
}

function environment(chart: Chart): Tree[] {
  const variables = ownVariables(chart);
  overwrite(variables, prefixed('CONTROLLER_', valueAt(chart, `${CONTROLLER}.env`), false));
  overwrite(variables, prefixed('', valueAt(chart, `${CONTROLLER}.customEnv`), false));
  return written(variables);
}

function ownVariables(chart: Chart): Variables {
  const className = valueAt(chart, `${CONTROLLER}.ingressClass`);
  const variables: Variables = new Map<string, unknown>([
    ['CONTROLLER_KONG_ADMIN_TLS_SKIP_VERIFY', true],
    ['CONTROLLER_PUBLISH_SERVICE', `${namespaceOf(chart)}/${proxyName(chart)}`],
    ['CONTROLLER_INGRESS_CLASS', className],
    ['CONTROLLER_ELECTION_ID', `kong-ingress-controller-leader-${print(className)}`],
  ]);
  if (isOn(chart, `${CONTROLLER}.admissionWebhook.enabled`)) {
    const webhook = valueAt(chart, `${CONTROLLER}.admissionWebhook`);
    const address = since(chart, '2.27.0') ? orElse(at(webhook, 'address'), '0.0.0.0') : '0.0.0.0';
    variables.set('CONTROLLER_ADMISSION_WEBHOOK_LISTEN', `${print(address)}:${whole(at(webhook, 'port'))}`);
  }
  const namespaces = valueAt(chart, `${CONTROLLER}.watchNamespaces`);
  if (lengthOf(namespaces) > 0) variables.set('CONTROLLER_WATCH_NAMESPACE', itemsOf(namespaces).map(print).join(','));
  if (discovers(chart)) {
    variables.set('CONTROLLER_KONG_ADMIN_SVC', adminService(chart));
  } else {
    variables.set('CONTROLLER_KONG_ADMIN_URL', adminUrl(chart));
  }
  if (hasClientCertificate(chart)) {
    variables.set('CONTROLLER_KONG_ADMIN_TLS_CLIENT_CERT_FILE', '/etc/secrets/admin-api-cert/tls.crt');
    variables.set('CONTROLLER_KONG_ADMIN_TLS_CLIENT_KEY_FILE', '/etc/secrets/admin-api-cert/tls.key');
  }
  if (since(chart, '2.17.0') && isOn(chart, `${CONTROLLER}.konnect.enabled`)) setKonnect(chart, variables);
  return variables;
}

function proxyName(chart: Chart): string {
  const override = since(chart, '2.17.0') ? valueAt(chart, 'proxy.nameOverride') : undefined;
  if (!isSet(override)) {
    return `${fullName(chart)}-proxy`;
  }
  return since(chart, '2.30.0') ? expand(chart, override) : print(override);
}

function discovers(chart: Chart): boolean {
  return since(chart, '2.17.0') && isOn(chart, `${CONTROLLER}.gatewayDiscovery.enabled`);
}

function adminService(chart: Chart): string {
  const discovery = `${CONTROLLER}.gatewayDiscovery`;
  const name = valueAt(chart, `${discovery}.adminApiService.name`);
  const generates = since(chart, '2.25.0') && isOn(chart, `${discovery}.generateAdminApiService`);
  if (generates && isSet(name)) {
    throw new Refusal(`${discovery} has both generateAdminApiService and adminApiService.name; leave one`);
  }
  if (!generates && !isSet(name)) {
    throw new Refusal(`${discovery}.enabled needs adminApiService.name`);
  }
  if (isOlder(chart, `${CONTROLLER}.image`, [2, 9, 0])) {
    throw new Refusal(`${discovery} needs a controller of version 2.9 or later`);
  }
  if (isOn(chart, 'deployment.kong.enabled')) {
    throw new Refusal(
      `${discovery}.enabled and deployment.kong.enabled exclude each other: ` +
        'the controller needs a release without Kong',
    );
  }
  const namespace = orElse(valueAt(chart, `${discovery}.adminApiService.namespace`), namespaceOf(chart));
  return `${print(namespace)}/${generates ? `${chart.release}-gateway-admin` : print(name)}`;
}

function adminUrl(chart: Chart): string {
  if (isOn(chart, 'admin.tls.enabled')) {
    return `https://localhost:${print(valueAt(chart, 'admin.tls.containerPort'))}`;
  }
  return isOn(chart, 'admin.http.enabled')
    ? `http://localhost:${print(valueAt(chart, 'admin.http.containerPort'))}`
    : 'http://localhost:9999 # You have no admin listens! The controller will not work unless you set ' +
        '.Values.admin.http.enabled=true or .Values.admin.tls.enabled=true!';
}

function setKonnect(chart: Chart, variables: Variables): void {
  const konnect = `${CONTROLLER}.konnect`;
  if (isOlder(chart, `${CONTROLLER}.image`, [2, 9, 0])) {
    throw new Refusal(`${konnect} needs a controller of version 2.9 or later`);
  }
  if (!discovers(chart)) {
    throw new Refusal(`${konnect}.enabled needs ${CONTROLLER}.gatewayDiscovery.enabled`);
  }
  const group = valueAt(chart, `${konnect}.runtimeGroupID`);
  const plane = since(chart, '2.40.0') ? orElse(valueAt(chart, `${konnect}.controlPlaneID`), group) : group;
  if (!isSet(plane)) {
    throw new Refusal(
      `${konnect}.enabled needs controlPlaneID, which was runtimeGroupID before version 2.40.0 of the chart`,
    );
  }
  const certificate = valueAt(chart, `${konnect}.tlsClientCertSecretName`);
  variables.set(
    since(chart, '2.40.0') ? 'CONTROLLER_KONNECT_CONTROL_PLANE_ID' : 'CONTROLLER_KONNECT_RUNTIME_GROUP_ID',
    plane,
  );
  variables.set('CONTROLLER_KONNECT_SYNC_ENABLED', true);
  variables.set('CONTROLLER_KONNECT_ADDRESS', `https://${print(valueAt(chart, `${konnect}.apiHostname`))}`);
  variables.set('CONTROLLER_KONNECT_TLS_CLIENT_CERT', secretKey(certificate, 'tls.crt'));
  variables.set('CONTROLLER_KONNECT_TLS_CLIENT_KEY', secretKey(certificate, 'tls.key'));
  if (isOn(chart, `${konnect}.license.enabled`)) variables.set('CONTROLLER_KONNECT_LICENSING_ENABLED', true);
}

/** The Services by which the controller is called. */
export function controllerServices(chart: Chart): KubernetesObject[] {
  const name = fullName(chart);
  const isThere = isOn(chart, `${CONTROLLER}.enabled`);
  return [
    ...(isOn(chart, `${CONTROLLER}.admissionWebhook.enabled`) && (isThere || !since(chart, '2.16.2'))
      ? [
          service(chart, `${name}-validation-webhook`, [
            { name: 'webhook', port: 443, protocol: 'TCP', targetPort: 'webhook' },
          ]),
        ]
      : []),
    ...(isThere && since(chart, '2.43.0') && isImageSince(chart, `${CONTROLLER}.image`, [2, 0, 0])
      ? [
          service(chart, `${name}-metrics`, [
            { name: 'cmetrics', port: 10255, protocol: 'TCP', targetPort: 'cmetrics' },
            { name: 'status', port: 10254, protocol: 'TCP', targetPort: 'cstatus' },
          ]),
        ]
      : []),
  ];
}

function service(chart: Chart, name: string, ports: Tree[]): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: metadata(chart, pasted(name)),
    spec: { ports, selector: { ...metaLabels(chart), 'app.kubernetes.io/component': 'app' } },
  };
}
