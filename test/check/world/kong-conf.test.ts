import { judged, configMap, at, volume, OF_MAP } from './started';
import { readConfFile } from '../../../src/kong/conf-file';

const TRUST = 'trusted_ips = 0.0.0.0/0 # everybody\nreal_ip_header = X-Forwarded-For\n';
const secret = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'conf', namespace: 'kong' },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});
const OF_SECRET = volume({ secret: { secretName: 'conf' } });

test('a gateway of which nothing is mounted is kept', () => {
  expect(judged({}).verdict).toBe('kept');
});

describe('kong.conf', () => {
  test.each<[string, object, object, object]>([
    ['in a folder', at('/etc/kong'), OF_MAP, configMap({ 'kong.conf': TRUST })],
    ['in a folder with a slash', at('/etc/kong/'), OF_MAP, configMap({ 'kong.conf': TRUST })],
    ['as one file', at('/etc/kong/kong.conf', { subPath: 'kong.conf' }), OF_MAP, configMap({ 'kong.conf': TRUST })],
    ['at the second place', at('/etc/kong.conf', { subPath: 'x' }), OF_MAP, configMap({ x: TRUST })],
    ['from a Secret', at('/etc/kong'), OF_SECRET, secret({ 'kong.conf': TRUST })],
    [
      'under another key',
      at('/etc/kong'),
      volume({ configMap: { name: 'conf', items: [{ key: 'x', path: 'kong.conf' }] } }),
      configMap({ x: TRUST }),
    ],
    [
      'from a projected volume',
      at('/etc/kong'),
      volume({
        projected: {
          sources: [{ secret: { name: 'other', items: [{ key: 'a', path: 'a' }] } }, { configMap: { name: 'conf' } }],
        },
      }),
      configMap({ 'kong.conf': TRUST }),
    ],
    [
      'named by -c',
      { ...at('/c'), args: ['kong', 'docker-start', '-c', '/c/x.conf'] },
      OF_MAP,
      configMap({ 'x.conf': TRUST }),
    ],
    [
      'named by --conf=',
      { ...at('/c'), args: ['kong', 'docker-start', '--conf=/c/x.conf'] },
      OF_MAP,
      configMap({ 'x.conf': TRUST }),
    ],
  ])('%s is read', (_, container, pod, object) => {
    const { verdict, findings } = judged(container, pod, [object]);
    expect(verdict).toBe('forgeable');
    expect(findings.filter(({ level }) => level === 'error').map((one) => one.object)).toContain(
      `${(object as { kind: string }).kind}/kong/conf`,
    );
  });

  test('a variable wins over it', () => {
    expect(judged(at('/etc/kong'), OF_MAP, [configMap({ 'kong.conf': TRUST })], { KONG_TRUSTED_IPS: '' }).verdict).toBe(
      'kept',
    );
  });

  test('a file of another name, or one that -c passes by, is not read', () => {
    expect(judged(at('/etc/kong'), OF_MAP, [configMap({ 'kong.conf.default': TRUST })]).verdict).toBe('kept');
    expect(
      judged({ ...at('/etc/kong'), args: ['kong', 'docker-start', '-c', '/etc/kong/none'] }, OF_MAP, [
        configMap({ 'kong.conf': TRUST }),
      ]).verdict,
    ).toBe('kept');
  });

  test.each<[string, object, object, object[]]>([
    ['a ConfigMap that is not in the input', at('/etc/kong'), OF_MAP, []],
    ['a Secret that is not in the input', at('/etc/kong/kong.conf', { subPath: 'kong.conf' }), OF_SECRET, []],
    ['a claim', at('/etc/kong'), volume({ persistentVolumeClaim: { claimName: 'x' } }), []],
    ['the node', at('/etc'), volume({ hostPath: { path: '/etc' } }), []],
    [
      'an init container',
      at('/etc/kong'),
      {
        ...volume({ emptyDir: {} }),
        initContainers: [{ name: 'init', image: 'busybox', volumeMounts: [{ name: 'v', mountPath: '/x' }] }],
      },
      [],
    ],
    ['the image', { args: ['kong', 'docker-start', '-c', '/conf/kong.conf'] }, {}, []],
  ])('from %s is a question', (_, container, pod, more) => {
    const { verdict, unread, questions } = judged(container, pod, more);
    expect(verdict).toBe('unknown');
    expect(unread).toHaveLength(1);
    expect(questions.filter((question) => /^What is in \/\S+kong.conf\? It comes from /.test(question))).toHaveLength(
      1,
    );
  });

  test('an empty volume holds none', () => {
    expect(judged(at('/etc/kong'), volume({ emptyDir: {} })).verdict).toBe('kept');
    expect(
      judged(at('/etc/kong'), {
        ...volume({ emptyDir: {} }),
        initContainers: [
          { name: 'init', image: 'busybox', volumeMounts: [{ name: 'v', mountPath: '/x', readOnly: true }] },
        ],
      }).verdict,
    ).toBe('kept');
  });

  test('its lines', () => {
    expect(
      readConfFile(
        '# trusted_ips = 1\n trusted_ips = 10.0.0.0/8, \\\n  ::/0   # ours\nlog_level=info\nproxy-listen = off\npg_password = a\\#b # c\nnone\n=x\r\nreal_ip_header =\r\n',
      ),
    ).toEqual({
      KONG_TRUSTED_IPS: '10.0.0.0/8,   ::/0',
      KONG_LOG_LEVEL: 'info',
      KONG_PROXY_LISTEN: 'off',
      KONG_PG_PASSWORD: 'a#b',
      KONG_REAL_IP_HEADER: '',
    });
  });
});

describe('volumes over the image', () => {
  test.each([
    '/usr/local/share/lua/5.1/kong/templates',
    '/usr/local/share/lua/5.1/kong/templates/nginx_kong.lua',
    '/usr/local/share/lua/5.1/kong',
    '/usr/local/share/lua',
    '/usr/local',
    '/usr/local/openresty/nginx/conf',
    '/docker-entrypoint.sh',
    '/opt/kong/templates',
    '/kong_prefix/nginx-kong.conf',
    '/usr/local/kong/.kong_env',
    '/usr/local/share/lua/5.1/kong/pdk/ip.lua',
  ])('%s is a question', (path) => {
    const { verdict, unread } = judged(at(path), OF_MAP, [configMap({ x: '' })]);
    expect([verdict, unread]).toEqual(['unknown', ['spec.template.spec.containers[proxy].volumeMounts[v]']]);
  });

  test.each([
    '/usr/local/share/lua/5.1/kong/plugins/mine',
    '/opt/kong/plugins/mine',
    '/kong_prefix',
    '/usr/local/kong',
    '/usr/local/kong/declarative',
    '/tmp',
    '/kong_dbless',
    '/etc/secrets/tls',
    '/etc/ssl',
  ])('%s is not', (path) => {
    expect(judged(at(path), OF_MAP, [configMap({ x: '' })]).verdict).toBe('kept');
  });
});

test('a file is binary data of a ConfigMap', () => {
  const map = { ...configMap({}), binaryData: { 'kong.conf': Buffer.from(TRUST).toString('base64') } };
  expect(judged(at('/etc/kong'), OF_MAP, [map]).verdict).toBe('forgeable');
});

test.each([
  ['/etc/kong', 'unknown'],
  ['/vault/secrets', 'kept'],
])("files of Vault's injector in %s: %s", (path, expected) => {
  const annotations = {
    'vault.hashicorp.com/agent-inject': 'true',
    'vault.hashicorp.com/secret-volume-path-kong.conf': path,
  };
  expect(judged({}, {}, [], {}, annotations).verdict).toBe(expected);
});
