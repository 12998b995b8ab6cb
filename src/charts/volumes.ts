import { fullName, isOn, since, valueAt } from './chart';
import { configMapName, mountsConfiguration, readsConfiguration } from './dbless';
import { verifiesAdminClients } from './environment';
import { pasted } from './pasted';
import { Chart, Tree } from './release';
import { at, isSetAt, itemsOf, orElse, print } from './template';

/*
 * The volumes of the pods, and where Kong's container mounts them.
 */

/** A volume, with what Kong's container makes of it; no mount where only others use it. */
interface Mounted {
  readonly volume: Tree;
  readonly mount?: Tree;
}

export function volumesOf(chart: Chart): unknown[] {
  return [...mounted(chart).map(({ volume }) => volume), ...itemsOf(valueAt(chart, 'deployment.userDefinedVolumes'))];
}

export function mountsOf(chart: Chart): unknown[] {
  return [
    ...mounted(chart).flatMap(({ mount }) => mount ?? []),
    ...itemsOf(valueAt(chart, 'deployment.userDefinedVolumeMounts')),
  ];
}

function mounted(chart: Chart): Mounted[] {
  const name = fullName(chart);
  return [
    empty(`${name}-prefix-dir`, '/kong_prefix/', valueAt(chart, 'deployment.prefixDir.sizeLimit')),
    empty(`${name}-tmp`, '/tmp', valueAt(chart, 'deployment.tmpDir.sizeLimit')),
    ...(mountsToken(chart) ? [{ volume: { name: tokenName(chart), ...tokenSource() } }] : []),
    ...pluginVolumes(chart),
    ...dblessVolume(chart),
    ...(isOn(chart, 'ingressController.enabled') && isOn(chart, 'ingressController.admissionWebhook.enabled')
      ? [webhookVolume(chart)]
      : []),
    ...(verifiesAdminClients(chart)
      ? [configMap('admin-client-ca', `${name}-admin-client-ca`, '/etc/admin-client-ca/')]
      : []),
    ...itemsOf(valueAt(chart, 'secretVolumes')).map((one) => secret(pasted(one), one, `/etc/secrets/${print(one)}`)),
    ...itemsOf(valueAt(chart, 'extraConfigMaps')).map((extra) => extraVolume(extra, configMap)),
    ...itemsOf(valueAt(chart, 'extraSecrets')).map((extra) => extraVolume(extra, secret)),
  ];
}

function empty(name: string, mountPath: string, sizeLimit: unknown): Mounted {
  return {
    volume: { name: pasted(name), emptyDir: { sizeLimit: pasted(sizeLimit) } },
    mount: { name: pasted(name), mountPath },
  };
}

function configMap(name: unknown, source: unknown, mountPath: unknown): Mounted {
  return { volume: { name, configMap: { name: pasted(source) } }, mount: { name, mountPath: pasted(mountPath) } };
}

function secret(name: unknown, source: unknown, mountPath: unknown): Mounted {
  return { volume: { name, secret: { secretName: pasted(source) } }, mount: { name, mountPath: pasted(mountPath) } };
}

function extraVolume(extra: unknown, make: typeof configMap): Mounted {
  const { volume, mount } = make(pasted(at(extra, 'name')), at(extra, 'name'), at(extra, 'mountPath'));
  return {
    volume,
    mount: { ...mount, ...(isSetAt(extra, 'subPath') ? { subPath: pasted(at(extra, 'subPath')) } : {}) },
  };
}

/** Plugins come in ConfigMaps or Secrets, each with further ones inside its folder. */
function pluginVolumes(chart: Chart): Mounted[] {
  return ['configMaps', 'secrets'].flatMap((kind) =>
    itemsOf(valueAt(chart, `plugins.${kind}`)).flatMap((plugin) => {
      const volume = kind === 'secrets' ? secret : configMap;
      const folder = `/opt/kong/plugins/${print(at(plugin, 'pluginName'))}`;
      const inside = itemsOf(at(plugin, 'subdirectories')).map((sub) => {
        const path = kind === 'secrets' ? at(sub, 'path') : orElse(at(sub, 'path'), at(sub, 'name'));
        return volume(pasted(at(sub, 'name')), at(sub, 'name'), `${folder}/${print(path)}`);
      });
      return [volume(pasted(`kong-plugin-${print(at(plugin, 'pluginName'))}`), at(plugin, 'name'), folder), ...inside];
    }),
  );
}

function dblessVolume(chart: Chart): Mounted[] {
  if (!mountsConfiguration(chart)) {
    return [];
  }
  const name = 'kong-custom-dbless-config-volume';
  const given = valueAt(chart, 'dblessConfig.configMap');
  if (since(chart, '2.15.0') && isOn(chart, 'dblessConfig.secret')) {
    return [secret(name, valueAt(chart, 'dblessConfig.secret'), '/kong_dbless/')];
  }
  const { volume, mount } = configMap(name, orElse(given, configMapName(chart)), '/kong_dbless/');
  return [{ volume, mount: readsConfiguration(chart) ? mount : undefined }];
}

function webhookVolume(chart: Chart): Mounted {
  const certificate = valueAt(chart, 'ingressController.admissionWebhook.certificate');
  const name = isSetAt(certificate, 'provided')
    ? at(certificate, 'secretName')
    : `${fullName(chart)}-validation-webhook-keypair`;
  return { volume: { name: 'webhook-cert', secret: { secretName: pasted(name) } } };
}

/** Whether the pods have a service account whose token is mounted by the chart, not by Kubernetes. */
export function mountsToken(chart: Chart): boolean {
  return !isOn(chart, 'deployment.serviceAccount.automountServiceAccountToken') && hasServiceAccount(chart);
}

export function hasServiceAccount(chart: Chart): boolean {
  return isOn(chart, 'deployment.serviceAccount.create') || isOn(chart, 'deployment.serviceAccount.name');
}

export function serviceAccountName(chart: Chart): string {
  const name = valueAt(chart, 'deployment.serviceAccount.name');
  return print(orElse(name, isOn(chart, 'deployment.serviceAccount.create') ? fullName(chart) : 'default'));
}

export function tokenName(chart: Chart): string {
  return `${serviceAccountName(chart)}-token`;
}

function tokenSource(): Tree {
  return {
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { items: [{ key: 'ca.crt', path: 'ca.crt' }], name: 'kube-root-ca.crt' } },
        {
          downwardAPI: {
            items: [{ fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' }, path: 'namespace' }],
          },
        },
      ],
    },
  };
}
