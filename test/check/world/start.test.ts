import { stringify } from 'yaml';
import { check } from '../../../src/check/check';
import { isIdle, readStart } from '../../../src/check/world/start/command';
import { shellStatements } from '../../../src/check/world/start/shell';
import { readConfFile } from '../../../src/kong/conf-file';

const CLEAN = {
  KONG_REQUEST_DEBUG: 'off',
  KONG_NGINX_PROXY_MORE_CLEAR_INPUT_HEADERS: 'X-Forwarded* X_Forwarded* Forwarded X_Real* X-Real_IP X-Real-IP',
};
const TRUST = 'trusted_ips = 0.0.0.0/0 # everybody\nreal_ip_header = X-Forwarded-For\n';

/** A gateway behind a GKE balancer that keeps the source, with fields of its container and pod. */
function judged(
  container: object,
  pod: object = {},
  more: object[] = [],
  env: Record<string, string> = {},
  annotations: object = {},
) {
  const objects = [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'kong', namespace: 'kong' },
      spec: {
        selector: { matchLabels: { app: 'kong' } },
        template: {
          metadata: { labels: { app: 'kong' }, annotations },
          spec: {
            ...pod,
            containers: [
              {
                name: 'proxy',
                image: 'kong:3.9.3',
                env: Object.entries({ ...CLEAN, ...env }).map(([name, value]) => ({ name, value })),
                ...container,
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'kong', namespace: 'kong', annotations: { 'cloud.google.com/l4-rbs': 'enabled' } },
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        selector: { app: 'kong' },
        ports: [
          { name: 'a', port: 80, targetPort: 8000 },
          { name: 'b', port: 443, targetPort: 8443 },
        ],
      },
    },
    ...more,
  ];
  const [{ verdict, findings, questions }] = check([
    { name: 'a.yaml', text: objects.map((object) => stringify(object, { version: '1.1' })).join('---\n') },
  ]).gateways;
  return {
    verdict,
    unread: findings.filter(({ rule }) => rule === 'settings-unread').map(({ field }) => field),
    questions: questions.map(({ question }) => question),
    findings,
  };
}

const configMap = (data: Record<string, string>, name = 'conf') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'kong' },
  data,
});
const secret = (data: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'conf', namespace: 'kong' },
  data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')])),
});
const at = (mountPath: string, more: object = {}) => ({ volumeMounts: [{ name: 'v', mountPath, ...more }] });
const volume = (source: object) => ({ volumes: [{ name: 'v', ...source }] });
const OF_MAP = volume({ configMap: { name: 'conf' } });
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

describe('the command', () => {
  test.each<[string, object]>([
    ['args of the image', { args: ['kong', 'docker-start'] }],
    ["the image's own program", { command: ['/docker-entrypoint.sh'], args: ['kong', 'docker-start', '--v'] }],
    ['kong start', { command: ['kong', 'start', '--vv', '-p', '/kong_prefix'] }],
    [
      'a shell',
      {
        command: ['/bin/bash', '-ec'],
        args: ['# first\nset -e\nulimit -n 65536 && kong migrations up; exec /docker-entrypoint.sh kong docker-start'],
      },
    ],
    [
      'an export that decides nothing',
      { command: ['sh', '-c', 'export KONG_LOG_LEVEL="debug" TZ=$ZONE\nFOO=1 exec kong docker-start'] },
    ],
    [
      'a probe',
      { livenessProbe: { exec: { command: ['/health.sh'] } }, startupProbe: { exec: { command: ['kong', 'health'] } } },
    ],
    ['a hook that asks Kong', { lifecycle: { postStart: { exec: { command: ['kong', 'health'] } } } }],
    ['an idle hook', { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'sleep 5; echo started'] } } } }],
    [
      'a hook over HTTP',
      { lifecycle: { postStart: { httpGet: { port: 8100 } }, preStop: { exec: { command: ['kong', 'quit'] } } } },
    ],
  ])('%s leaves everything as it is', (_, container) => {
    const { verdict, unread } = judged(container);
    expect([verdict, unread]).toEqual(['kept', []]);
  });

  test.each<[string, object]>([
    [
      'export',
      {
        command: [
          'sh',
          '-c',
          "export KONG_TRUSTED_IPS=0.0.0.0/0 KONG_REAL_IP_HEADER='X-Forwarded-For'; exec kong docker-start",
        ],
      },
    ],
    ['env', { command: ['env', 'KONG_TRUSTED_IPS=0.0.0.0/0', '/docker-entrypoint.sh', 'kong', 'docker-start'] }],
    ['an assignment in front', { command: ['sh', '-c', 'KONG_TRUSTED_IPS="0.0.0.0/0" kong docker-start'] }],
    ['a script of the input', { command: ['/start/run.sh'], ...at('/start') }],
    ['a script of the input, by a shell', { command: ['bash', '/start/run.sh'], ...at('/start') }],
  ])('what it sets by %s is read', (_, container) => {
    expect(
      judged(container, OF_MAP, [
        configMap({ 'run.sh': '#!/bin/sh\nexport KONG_TRUSTED_IPS=0.0.0.0/0\nexec kong docker-start\n' }),
      ]).verdict,
    ).toBe('forgeable');
  });

  test.each<[string, object]>([
    ['its own program', { command: ['/start.sh'] }],
    ['a shell with a script that is not in the input', { command: ['sh', '/start.sh'] }],
    ['a pipe', { command: ['sh', '-c', 'cat /x | kong docker-start'] }],
    ['a branch', { command: ['sh', '-c', 'if [ -f /x ]; then export KONG_TRUSTED_IPS=::/0; fi; kong docker-start'] }],
    ['a file that it reads', { command: ['sh', '-c', '. /env; kong docker-start'] }],
    ['a substitution', { command: ['sh', '-c', 'export KONG_LOG_LEVEL=$(cat /x); kong docker-start'] }],
    [
      'a file that it writes',
      { command: ['sh', '-c', 'echo trusted_ips=::/0 > /etc/kong/kong.conf; kong docker-start'] },
    ],
    ['a copy', { command: ['sh', '-c', 'cp /x /etc/kong/kong.conf && kong docker-start'] }],
    ['a background job', { command: ['sh', '-c', 'kong docker-start & sleep 5'] }],
    ['an unknown flag', { args: ['kong', 'docker-start', '--template', '/x'] }],
    ['a template', { args: ['kong', 'docker-start', '--nginx-conf', '/x'] }],
    ['nginx itself', { command: ['nginx', '-c', '/x'] }],
    [
      'a hook that starts Kong again',
      { lifecycle: { postStart: { exec: { command: ['sh', '-c', 'sleep 5; kong reload'] } } } },
    ],
    ['a probe that starts Kong again', { livenessProbe: { exec: { command: ['sh', '-c', 'KONG_X=1 kong reload'] } } }],
    ['a hook of a script', { lifecycle: { postStart: { exec: { command: ['/hook.sh'] } } } }],
  ])('%s is a question', (_, container) => {
    const { verdict, unread } = judged(container);
    expect(verdict).toBe('unknown');
    expect(unread).toHaveLength(1);
  });

  test('a value from another variable is hidden, if it decides', () => {
    const { verdict, findings } = judged({ command: ['sh', '-c', 'export KONG_TRUSTED_IPS=$IPS; kong docker-start'] });
    expect(verdict).toBe('unknown');
    expect(findings.map(({ rule, why }) => [rule, why.split(',')[0]])).toContainEqual([
      'env-hidden',
      'KONG_TRUSTED_IPS comes from the start command',
    ]);
  });

  test('Kubernetes puts variables into it', () => {
    const container = { ...at('/c'), args: ['kong', 'docker-start', '-c', '$(FILE)'] };
    expect(judged(container, OF_MAP, [configMap({ x: TRUST })], { FILE: '/c/x' }).verdict).toBe('forgeable');
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

describe('a file that nginx includes', () => {
  const include = (text: string) =>
    judged(at('/n'), OF_MAP, [configMap({ 'x.conf': text })], { KONG_NGINX_PROXY_INCLUDE: '/n/x.conf' });

  test.each<[string, string]>([
    ['set_real_ip_from 0.0.0.0/0;', 'forgeable'],
    ['# ours\ngzip on;\nclient_max_body_size 8m;\n', 'kept'],
    ['location /x { return 200; }', 'unknown'],
    ['include /other;', 'unknown'],
    ['gzip on', 'unknown'],
  ])('%j: %s', (text, verdict) => {
    expect(include(text).verdict).toBe(verdict);
  });

  test('that is not in the input is a question', () => {
    expect(judged({}, {}, [], { KONG_NGINX_PROXY_INCLUDE: '/n/x.conf' }).verdict).toBe('unknown');
  });
});

describe('simple scripts', () => {
  test.each<[string, string[][]]>([
    ['a b;c', [['a', 'b'], ['c']]],
    [
      'a "b c" \'d;e\' f\\ g # h\n\nexport A=1',
      [
        ['a', 'b c', 'd;e', 'f g'],
        ['export', 'A=1'],
      ],
    ],
    ['A=1 B="x y" c', [['A=1', 'B=x y', 'c']]],
    ['A=$B c', [['A', 'c']]],
    ['a \\\n b && c', [['a', 'b'], ['c']]],
  ])('%j', (script, expected) => {
    expect(
      shellStatements(script)?.map(({ words, assignments }) => {
        const set = assignments.map(({ name, value }) => (value === undefined ? name : `${name}=${value}`));
        return words[0] === 'export' ? ['export', ...set] : [...set, ...words];
      }),
    ).toEqual(expected);
  });

  test.each([
    'a | b',
    'a > b',
    'a & b',
    'a || b',
    '(a)',
    'a `b`',
    'a $(b)',
    'if a; then b; fi',
    'for i in a; do b; done',
    'a "b',
    '$A b',
    'f() { a; }',
    '. /x',
    'eval a',
    '[ a ] && b',
  ])('%j is more than that', (script) => {
    expect(shellStatements(script)).toBeUndefined();
  });

  test('a command that is idle, and one that is not', () => {
    expect(isIdle(['sh', '-c', 'sleep 1 && echo a'])).toBe(true);
    expect(isIdle(['sh', '-c', 'sleep 1; A=1'])).toBe(false);
    expect(isIdle(['sh', '/x'])).toBe(false);
    expect(isIdle(['kong', 'reload'])).toBe(false);
    expect(readStart(['sh', '-c', 'unset KONG_TRUSTED_IPS; kong start'], () => undefined).assignments).toEqual([
      { name: 'KONG_TRUSTED_IPS' },
    ]);
    expect(readStart(['sh', '-c', 'sleep 5'], () => undefined).unread).toBe('ends without a command that starts Kong');
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
