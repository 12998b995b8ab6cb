import { Addition, Site } from './neighbours/addition';

/*
 * Where Kong's settings may come from besides the variables of its container: files, commands, hooks, other
 * containers, vaults.
 */

const CONF = '/etc/kong';
const UNSEEN = { configMap: { name: 'not-in-the-input' } };

/** A volume in Kong's container, instead of one at the same path: the API server refuses two. */
function mount(site: Site, mountPath: string, source: object): void {
  const { template, container } = site;
  const { spec } = template;
  spec.volumes = [...(spec.volumes ?? []), { name: 'added', ...source }];
  const others = (container.volumeMounts ?? []).filter((one: any) => one.mountPath !== mountPath);
  container.volumeMounts = [...others, { name: 'added', mountPath }];
}

/** Whether a path has a volume already, which may decide: to replace it is not harmless. */
const isTaken =
  (path: string) =>
  ({ container }: Site): boolean =>
    container.volumeMounts?.some(({ mountPath }: any) => mountPath === path) ?? false;

/** A variable behind all others, so that it counts. */
function variable({ container }: Site, name: string, value: object): void {
  container.env = [...(container.env ?? []).filter((one: any) => one.name !== name), { name, ...value }];
}

const mounted = (name: string, path: string, source: object = UNSEEN): Addition => ({
  name,
  add: (site) => mount(site, path, source),
});
const besides = (name: string, path: string, source?: object): Addition => ({
  ...mounted(name, path, source),
  unless: isTaken(path),
});
const varied = (name: string, variableName: string, value: object): Addition => ({
  name,
  add: (site) => variable(site, variableName, value),
});
const started = (name: string, command: readonly string[]): Addition => ({
  name,
  unless: ({ container }) => container.command !== undefined || container.args !== undefined,
  add: ({ container }) => {
    container.command = command;
    delete container.args;
  },
});
const changed = (name: string, fields: object): Addition => ({
  name,
  add: ({ container }) => {
    Object.assign(container, fields);
  },
});
const exec = (...command: string[]) => ({ exec: { command } });

/** After one of these nobody can tell from the input whom Kong believes. */
export const UNTOLD: readonly Addition[] = [
  mounted('a kong.conf that is not in the input', CONF),
  mounted('a kong.conf at the other place', '/etc/kong.conf', { secret: { secretName: 'not-in-the-input' } }),
  mounted('a kong.conf on a disk', CONF, { persistentVolumeClaim: { claimName: 'disk' } }),
  mounted('a kong.conf from a driver', CONF, { csi: { driver: 'secrets-store.csi.k8s.io' } }),
  mounted('a kong.conf among several sources', CONF, { projected: { sources: [UNSEEN] } }),
  {
    name: 'a kong.conf that an init container writes',
    add: (site) => {
      mount(site, CONF, { emptyDir: {} });
      const { spec } = site.template;
      const writer = { name: 'writer', image: 'busybox', volumeMounts: [{ name: 'added', mountPath: '/out' }] };
      spec.initContainers = [...(spec.initContainers ?? []), writer];
    },
  },
  {
    name: "a kong.conf of Vault's injector",
    add: ({ template }) => {
      const annotations = {
        'vault.hashicorp.com/agent-inject': 'true',
        'vault.hashicorp.com/secret-volume-path': CONF,
      };
      template.metadata.annotations = { ...template.metadata.annotations, ...annotations };
    },
  },
  mounted('templates', '/usr/local/share/lua/5.1/kong/templates'),
  mounted('the start script', '/docker-entrypoint.sh'),
  started('a file by -c', ['kong', 'docker-start', '-c', '/opt/kong.conf']),
  started('a template', ['kong', 'docker-start', '--nginx-conf', '/opt/nginx.template']),
  started('a script', ['/start.sh']),
  started('nginx itself', ['nginx', '-c', '/opt/nginx.conf']),
  started('an export of what a file holds', [
    'sh',
    '-c',
    'export KONG_TRUSTED_IPS="$(cat /ips)"; exec /docker-entrypoint.sh kong docker-start',
  ]),
  started('an export of another variable', ['sh', '-c', 'export KONG_REAL_IP_HEADER=$NAME; kong docker-start']),
  started('a file that is read first', ['bash', '-c', 'source /vault/secrets/env && kong docker-start']),
  started('a file that is written first', ['sh', '-c', 'echo a=b >> /etc/kong/kong.conf; kong docker-start']),
  changed('a hook that starts Kong again', { lifecycle: { postStart: exec('sh', '-c', 'kong reload -c /x') } }),
  changed('a hook of a script', { lifecycle: { postStart: exec('/hook.sh') } }),
  changed('a probe that starts Kong again', { startupProbe: exec('sh', '-c', 'kong reload') }),
  varied('trust from a vault', 'KONG_TRUSTED_IPS', { value: '{vault://env/trust}' }),
  varied('the header from another setting', 'KONG_REAL_IP_HEADER', { value: '${{HEADER}}' }),
  varied('trust from a file', 'KONG_TRUSTED_IPS_FILE', { value: '/run/secrets/ips' }),
  varied('trust from a Secret', 'KONG_TRUSTED_IPS', { valueFrom: { secretKeyRef: { name: 'none', key: 'ips' } } }),
  varied('listeners from a field', 'KONG_PROXY_LISTEN', { valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }),
  varied("a file of nginx's", 'KONG_NGINX_PROXY_INCLUDE', { value: '/opt/extra.conf' }),
  varied('code on each request', 'KONG_NGINX_PROXY_ACCESS_BY_LUA_FILE', { value: '/opt/access.lua' }),
  {
    name: 'variables of a Secret',
    add: ({ container }) => {
      container.envFrom = [...(container.envFrom ?? []), { secretRef: { name: 'not-in-the-input' } }];
    },
  },
];

/** What is usual around Kong, and decides nothing about the address. */
export const USUAL: readonly Addition[] = [
  started('the start command with a flag', ['kong', 'docker-start', '--vv']),
  started('a shell that waits', ['/bin/sh', '-c', 'sleep 3; exec /docker-entrypoint.sh kong docker-start']),
  started('migrations first', ['bash', '-c', 'kong migrations up && kong migrations finish; kong docker-start']),
  changed('hooks', {
    lifecycle: { postStart: exec('sh', '-c', 'sleep 5; curl localhost:8100/status'), preStop: exec('kong', 'quit') },
  }),
  changed('a probe of a script', { livenessProbe: exec('/health.sh') }),
  besides('certificates', '/etc/secrets/kong-tls', { secret: { secretName: 'tls' } }),
  besides('a plugin', '/opt/kong/plugins/own'),
  besides('the time zone', '/etc/localtime', { hostPath: { path: '/etc/localtime' } }),
  besides('an empty folder at the place of kong.conf', CONF, { emptyDir: {} }),
  {
    name: 'a kong.conf that says nothing of addresses',
    unless: isTaken(CONF),
    add: (site) => {
      mount(site, CONF, { configMap: { name: 'conf' } });
      const text = '# trusted_ips = 0.0.0.0/0\nlog_level = notice # real_ip_header = X-Real-IP\n';
      return [
        {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'conf', namespace: site.namespace },
          data: { 'kong.conf': text },
        },
      ];
    },
  },
  {
    name: "the init container of Kong's chart",
    unless: isTaken('/kong_prefix/'),
    add: (site) => {
      mount(site, '/kong_prefix/', { emptyDir: { sizeLimit: '256Mi' } });
      variable(site, 'KONG_PREFIX', { value: '/kong_prefix/' });
      const { spec } = site.template;
      const cleaner = {
        name: 'clear-stale-pid',
        image: 'kong:3.9',
        command: ['rm', '-vrf', '$KONG_PREFIX/pids'],
        volumeMounts: [{ name: 'added', mountPath: '/kong_prefix/' }],
      };
      spec.initContainers = [...(spec.initContainers ?? []), cleaner];
    },
  },
  {
    name: 'an init container that waits for the database',
    add: ({ template: { spec } }) => {
      const waits = {
        name: 'wait-for-db',
        image: 'kong:3.9',
        command: ['bash', '-c', 'until kong start; do sleep 1; done; kong stop'],
        env: [{ name: 'KONG_PROXY_LISTEN', value: 'off' }],
      };
      spec.initContainers = [...(spec.initContainers ?? []), waits];
    },
  },
  varied('a password of a Secret', 'KONG_PG_PASSWORD', { valueFrom: { secretKeyRef: { name: 'none', key: 'pw' } } }),
  varied('a password in a vault', 'KONG_PG_PASSWORD', { value: '{vault://aws/pg/password}' }),
  varied('a password in a file', 'KONG_PG_PASSWORD_FILE', { value: '/run/secrets/pw' }),
  varied('a licence', 'KONG_LICENSE_DATA', { valueFrom: { secretKeyRef: { name: 'none', key: 'license' } } }),
  varied('a log format', 'KONG_NGINX_HTTP_LOG_FORMAT', { value: `json escape=json '{"ip":"$remote_addr"; # }'` }),
  varied('buffers', 'KONG_NGINX_PROXY_PROXY_BUFFERS', { value: '64 160k' }),
  {
    name: 'variables of a Secret for the database',
    add: ({ container }) => {
      const more = { prefix: 'KONG_PG_', secretRef: { name: 'not-in-the-input' } };
      container.envFrom = [...(container.envFrom ?? []), more];
    },
  },
];
