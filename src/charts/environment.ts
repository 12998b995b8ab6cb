import { isOn, shorten, since, valueAt } from './chart';
import { isDbless, readsConfiguration } from './dbless';
import { enterpriseVariables } from './enterprise';
import { listen, listenAdmin, listenStreams, portMaps } from './listen';
import { Chart, Tree } from './release';
import { at, equals, isSet, isSetAt, itemsOf, orElse, print } from './template';
import { overwrite, prefixed, publicUrl, secretKey, Variables, written } from './variables';

/*
 * The environment of Kong's container: the chart's own variables, over them those of `env`, over them those of
 * `customEnv`.
 */

/** The variables as the container lists them: sorted by name, and the daemon's last. */
export function kongEnvironment(chart: Chart): Tree[] {
  const variables = new Map([...ownVariables(chart), ...enterpriseVariables(chart), ...databaseVariables(chart)]);
  overwrite(variables, prefixed('KONG_', valueAt(chart, 'env'), since(chart, '2.16.0')));
  overwrite(variables, prefixed('', valueAt(chart, 'customEnv'), false));
  return [...written(variables), { name: 'KONG_NGINX_DAEMON', value: 'off' }];
}

function ownVariables(chart: Chart): Variables {
  const proxy = valueAt(chart, 'proxy');
  const variables: Variables = new Map<string, unknown>([
    ['KONG_LUA_PACKAGE_PATH', '/opt/?.lua;/opt/?/init.lua;;'],
    ['KONG_PROXY_ACCESS_LOG', '/dev/stdout'],
    ['KONG_PROXY_STREAM_ACCESS_LOG', '/dev/stdout basic'],
    ['KONG_ADMIN_ACCESS_LOG', '/dev/stdout'],
    ['KONG_STATUS_ACCESS_LOG', 'off'],
    ['KONG_PROXY_ERROR_LOG', '/dev/stderr'],
    ['KONG_PROXY_STREAM_ERROR_LOG', '/dev/stderr'],
    ['KONG_ADMIN_ERROR_LOG', '/dev/stderr'],
    ['KONG_STATUS_ERROR_LOG', '/dev/stderr'],
    ['KONG_PROXY_LISTEN', listen(chart, proxy)],
    ['KONG_STREAM_LISTEN', streams(chart)],
    ['KONG_STATUS_LISTEN', listen(chart, valueAt(chart, 'status'))],
    ['KONG_CLUSTER_LISTEN', listen(chart, valueAt(chart, 'cluster'))],
  ]);
  if (isOn(chart, 'ingressController.enabled')) variables.set('KONG_KIC', 'on');
  if (isSet(valueAt(chart, 'admin'))) variables.set('KONG_ADMIN_LISTEN', listenAdmin(chart));
  if (isSetAt(proxy, 'enabled')) variables.set('KONG_PORT_MAPS', portMaps(chart, proxy));
  if (verifiesAdminClients(chart)) {
    variables.set('KONG_NGINX_ADMIN_SSL_VERIFY_CLIENT', 'on');
    variables.set('KONG_NGINX_ADMIN_SSL_CLIENT_CERTIFICATE', '/etc/admin-client-ca/tls.crt');
  }
  if (isOn(chart, 'admin.ingress.enabled')) {
    const url = publicUrl(valueAt(chart, 'admin.ingress'));
    if (since(chart, '2.26.4')) variables.set('KONG_ADMIN_GUI_API_URL', url);
    variables.set('KONG_ADMIN_API_URI', url);
  }
  if (!since(chart, '2.35.1') || isOn(chart, 'plugins')) variables.set('KONG_PLUGINS', plugins(chart));
  return variables;
}

function streams(chart: Chart): string {
  return (
    ['proxy', 'udpProxy']
      .filter((service) => isOn(chart, `${service}.enabled`))
      .map((service) => listenStreams(chart, valueAt(chart, service)))
      .filter((listeners) => listeners !== '')
      .join(', ') || 'off'
  );
}

export function verifiesAdminClients(chart: Chart): boolean {
  return (
    since(chart, '2.18.0') && (isOn(chart, 'admin.tls.client.secretName') || isOn(chart, 'admin.tls.client.caBundle'))
  );
}

function plugins(chart: Chart): string {
  const mounted = ['configMaps', 'secrets'].flatMap((kind) => itemsOf(valueAt(chart, `plugins.${kind}`)));
  const named = mounted.map((plugin) => print(at(plugin, 'pluginName')));
  const preInstalled = since(chart, '2.47.0') ? valueAt(chart, 'plugins.preInstalled') : undefined;
  return [...new Set(['bundled', ...named, ...(isSet(preInstalled) ? print(preInstalled).split(',') : [])])].join(',');
}

function databaseVariables(chart: Chart): Variables {
  const variables: Variables = new Map();
  if (isOn(chart, 'postgresql.enabled')) {
    const host = shorten(`${chart.release}-${print(orElse(valueAt(chart, 'postgresql.nameOverride'), 'postgresql'))}`);
    variables.set('KONG_PG_HOST', host);
    variables.set('KONG_PG_PORT', valueAt(chart, 'postgresql.service.ports.postgresql'));
    variables.set('KONG_PG_PASSWORD', secretKey(host, 'password'));
  } else if (equals(valueAt(chart, 'env.database'), 'postgres', 'env.database')) {
    variables.set('KONG_PG_PORT', '5432');
  }
  if (isDbless(chart) && readsConfiguration(chart)) {
    variables.set('KONG_DECLARATIVE_CONFIG', '/kong_dbless/kong.yml');
  }
  return variables;
}
