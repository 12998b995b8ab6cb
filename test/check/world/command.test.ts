import { judged, configMap, at, OF_MAP } from './started';
import { isIdle, readStart } from '../../../src/check/world/start/command';
import { shellStatements } from '../../../src/check/world/start/shell';

const TRUST = 'trusted_ips = 0.0.0.0/0 # everybody\nreal_ip_header = X-Forwarded-For\n';

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
