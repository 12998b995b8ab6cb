import fc from 'fast-check';
import { parse, stringify } from 'yaml';
import { removeInYaml, setInYaml } from '../../src/mend/yaml-edit';
import { CannotEdit, EditStep } from '../../src/mend/yaml-path';

const VALUES = `# Values of the gateway.
env:
  database: "off"   # no database
  trusted_ips: 0.0.0.0/0

proxy:
  # The balancer.
  annotations:
    a.b/c: 'x'
  http: { enabled: true, parameters: [http2] }
  tls:
    parameters:
      - http2

# The end.
`;

describe('a value is set, and everything else stays', () => {
  test.each<[string, readonly EditStep[], unknown, string, string]>([
    ['a scalar', ['env', 'trusted_ips'], '10.0.0.0/16', '  trusted_ips: 0.0.0.0/0', '  trusted_ips: 10.0.0.0/16'],
    ['in its quotes', ['proxy', 'annotations', 'a.b/c'], "it's", "'x'", "'it''s'"],
    ['beside a remark', ['env', 'database'], 'on', '"off"   # no', '"on"   # no'],
    ['what YAML would take for a boolean', ['env', 'trusted_ips'], 'on', '0.0.0.0/0', '"on"'],
    ['a new key', ['env', 'real_ip_header'], 'X-Real-IP', '0.0.0.0/0\n', '0.0.0.0/0\n  real_ip_header: X-Real-IP\n'],
    [
      'a new key with maps around it',
      ['proxy', 'ingress', 'enabled'],
      true,
      '      - http2\n',
      '      - http2\n  ingress:\n    enabled: true\n',
    ],
    [
      'a new key of the file',
      ['status', 'enabled'],
      true,
      '      - http2\n',
      '      - http2\nstatus:\n  enabled: true\n',
    ],
    ['in a flow map', ['proxy', 'http', 'servicePort'], 80, '[http2] }', '[http2], servicePort: 80 }'],
    [
      'an item of a flow list',
      ['proxy', 'http', 'parameters', { named: 'proxy_protocol' }],
      {},
      '[http2]',
      '[http2, { name: proxy_protocol }]',
    ],
    ['a list in blocks', ['proxy', 'tls', 'parameters'], ['http2', 'x'], '\n      - http2', ' [ http2, x ]'],
  ])('%s', (_, path, value, before, after) => {
    const edited = setInYaml(VALUES, path, value);
    const [head, tail] = [
      VALUES.slice(0, VALUES.indexOf(before)),
      VALUES.slice(VALUES.indexOf(before) + before.length),
    ];
    expect(edited).toBe(head + after + tail);
  });

  test('in lists of names', () => {
    const text =
      'env:\n- name: A\n  value: x\n- name: B\n  valueFrom:\n    secretKeyRef: { name: s, key: k }\nend: 1\n';
    expect(setInYaml(text, ['env', { named: 'A' }, 'value'], 'why')).toBe(text.replace('x', 'why'));
    expect(setInYaml(text, ['env', { named: 'C' }, 'value'], 'z')).toBe(
      text.replace('end', '- name: C\n  value: z\nend'),
    );
    expect(setInYaml('spec: {}\n', ['spec', 'env', { named: 'C' }, 'value'], 'z')).toBe(
      'spec: { env: [ { name: C, value: z } ] }\n',
    );
    expect(removeInYaml(text, ['env', { named: 'B' }])).toBe('env:\n- name: A\n  value: x\nend: 1\n');
    expect(removeInYaml(text, ['env', { named: 'A' }])).toBe(text.replace('- name: A\n  value: x\n', ''));
  });

  test('in texts without anything, and behind keys without a value', () => {
    expect(setInYaml('', ['a', 'b'], 1)).toBe('a:\n  b: 1\n');
    expect(setInYaml('# only a remark\n', ['a'], 1)).toBe('# only a remark\na: 1\n');
    expect(setInYaml('a:\nc: 1\n', ['a', 'b'], 2)).toBe('a:\n  b: 2\nc: 1\n');
    expect(setInYaml('a:   # why\nc: 1\n', ['a'], 2)).toMatch(/^a: 2/);
  });

  test('in JSON', () => {
    expect(setInYaml('{\n  "a": { "b": "c" }\n}\n', ['a', 'd'], 'on')).toBe('{\n  "a": { "b": "c", "d": "on" }\n}\n');
  });

  test('not behind an alias', () => {
    expect(() => setInYaml('a: &x { b: 1 }\nc: *x\n', ['c', 'b'], 2)).toThrow(CannotEdit);
    expect(() => setInYaml('a: "', ['c'], 2)).toThrow(CannotEdit);
  });
});

describe('a value is taken out', () => {
  test.each<[readonly EditStep[], string, string]>([
    [['env', 'trusted_ips'], '  trusted_ips: 0.0.0.0/0\n', ''],
    [['env', 'database'], '  database: "off"   # no database\n', ''],
    [['proxy', 'http', 'enabled'], 'enabled: true, ', ''],
    [['proxy', 'http', 'parameters'], ', parameters: [http2]', ''],
    [['proxy', 'annotations', 'a.b/c'], "  annotations:\n    a.b/c: 'x'\n", ''],
    [['proxy', 'nothing'], '', ''],
  ])('%j', (path, before, after) => {
    expect(removeInYaml(VALUES, path)).toBe(VALUES.replace(before, after));
  });

  test('the first key of an item', () => {
    expect(removeInYaml('a:\n  - b: 1\n    c: 2\n', ['a', 0, 'b'])).toBe('a:\n  - c: 2\n');
  });
});

const key = fc.constantFrom('a', 'b', 'c.d/e', 'f');
const tree = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('x', 'on', '10.0.0.0/8', 'a: b', '#', ''),
    fc.dictionary(key, tie('node'), { maxKeys: 3 }),
  ),
})).node;

test('what is set is read back, and nothing else is changed', () => {
  const trees = fc.dictionary(key, tree, { minKeys: 1, maxKeys: 4 });
  const paths = fc.array(key, { minLength: 1, maxLength: 3 });
  fc.assert(
    fc.property(trees, paths, fc.boolean(), (value, path, isFlow) => {
      const text = stringify(value, { version: '1.1', lineWidth: 0, collectionStyle: isFlow ? 'flow' : 'any' });
      let edited: string;
      try {
        edited = setInYaml(text, path, 'new');
      } catch (error) {
        return expect(error).toBeInstanceOf(CannotEdit);
      }
      const expected = structuredClone(value) as any;
      path.slice(0, -1).reduce((at: any, step) => (at[step] = typeof at[step] === 'object' ? at[step] : {}), expected)[
        path[path.length - 1]
      ] = 'new';
      expect(parse(edited, { version: '1.1' })).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});
