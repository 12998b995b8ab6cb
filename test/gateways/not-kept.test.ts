import { Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { synthesis, patch } from './patching';
import { localTraffic } from './subjects';

const local = (chart?: Chart, id?: string) => localTraffic({}, chart, id);

describe('a gateway of which the check cannot tell that it is kept is not written', () => {
  const container = '/spec/template/spec/containers/0';
  const added = (name: string, value: unknown) =>
    JsonPatch.add(`${container}/env/-`, typeof value === 'string' ? { name, value } : { name, valueFrom: value });

  test.each<[string, JsonPatch[], RegExp]>([
    [
      'a patched variable that no model reads',
      [added('KONG_NGINX_PROXY_INCLUDE', '/x')],
      /env-hidden: .*KONG_NGINX_PROXY_INCLUDE reads a file/,
    ],
    [
      'a patched variable whose value begins another directive',
      [added('KONG_NGINX_HTTP_CLIENT_MAX_BODY_SIZE', '1m; set_real_ip_from 0.0.0.0/0')],
      /trust-everybody: /,
    ],
    ['a patched file', [added('KONG_TRUSTED_IPS_FILE', '/x')], /env-hidden: /],
    [
      'a patched command',
      [JsonPatch.add(`${container}/command`, ['/start.sh'])],
      /settings-unread: .*The command of the container runs \/start.sh/,
    ],
    [
      'patched arguments',
      [JsonPatch.add(`${container}/args`, ['kong', 'docker-start', '--nginx-conf', '/x'])],
      /settings-unread: .*--nginx-conf/,
    ],
    [
      'a hook',
      [JsonPatch.add(`${container}/lifecycle/postStart`, { exec: { command: ['sh', '-c', 'kong reload'] } })],
      /settings-unread: .*postStart/,
    ],
    [
      'a volume at the place of kong.conf',
      [
        JsonPatch.add('/spec/template/spec/volumes/-', { name: 'conf', configMap: { name: 'conf' } }),
        JsonPatch.add(`${container}/volumeMounts/-`, { name: 'conf', mountPath: '/etc/kong' }),
      ],
      /settings-unread: .*Kong reads \/etc\/kong\/kong.conf from the ConfigMap conf/,
    ],
  ])('%s', (_, patches, message) => {
    const kong = local();
    expect(patch(kong, kong.deployment, ...patches)).toThrow(message);
  });

  test('also when the volume is mounted by the container itself', () => {
    const kong = local();
    const templates = kplus.Volume.fromConfigMap(
      kong,
      'Templates',
      kplus.ConfigMap.fromConfigMapName(kong, 'Map', 'templates'),
    );
    kong.deployment.containers[0].mount('/usr/local/share/lua/5.1/kong/templates', templates);
    expect(synthesis(kong)).toThrow(
      /settings-unread: .*A volume lies over \/usr\/local\/share\/lua\/5.1\/kong\/templates/,
    );
  });

  test('a Service that a patch moves away', () => {
    const kong = local();
    expect(patch(kong, kong.service, JsonPatch.add('/metadata/namespace', 'elsewhere'))).toThrow(/no-entrance-found: /);
  });

  test('unless it is acknowledged', () => {
    const kong = local();
    kong.acknowledge('settings-unread', 'our start script sets the log level alone');
    expect(patch(kong, kong.deployment, JsonPatch.add(`${container}/command`, ['/start.sh']))).not.toThrow();
  });

  test("a volume that Kong's files are not in is anybody's", () => {
    const kong = local();
    kong.deployment.containers[0].mount(
      '/opt/kong/plugins/mine',
      kplus.Volume.fromConfigMap(kong, 'Plugin', kplus.ConfigMap.fromConfigMapName(kong, 'Map', 'plugin')),
    );
    expect(synthesis(kong)).not.toThrow();
  });
});
