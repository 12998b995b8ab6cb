import { ClientIpCheck } from '../../src';
import { readManifests } from '../../src/forms/manifests';

const read = (text: string) => readManifests([{ name: 'f.yaml', text }]);
const GOOD = 'kind: Service\nmetadata: { name: a }\n';

describe('documents', () => {
  test('of YAML and JSON, lists in lists, with the lines of their fields', () => {
    const { objects, unreadable } = read(
      `# a remark\n---\n${GOOD}---\n{"kind": "List", "items": [\n {"kind": "Pod", "metadata": {"name": "b",\n "namespace": "n"}},\n {"kind": "PodList", "items": [{"kind": "Pod"}]}]}\n...\n`,
    );
    expect(unreadable).toEqual([]);
    expect(objects.map(({ id, place }) => [id, place()?.line, place('metadata.name')?.line])).toEqual([
      ['Service/default/a', 3, 4],
      ['Pod/n/b', 7, 7],
      ['Pod/default/', 9, 9],
    ]);
  });

  test('fields by name, number and key, as far as they exist', () => {
    const {
      objects: [service],
    } = read(`${GOOD}spec:\n  ports:\n  - name: one\n    port: 1\n  - name: two\n    port: 2\ndata:\n  a.b: c\n`);
    const line = (field: string) => service.place(field)?.line;
    expect([
      line('spec.ports[two].port'),
      line('spec.ports[0]'),
      line('spec.ports[no].port'),
      line('data.a.b'),
      line('status.x'),
    ]).toEqual([8, 5, 4, 10, 1]);
  });

  test('an alias is followed', () => {
    const { objects } = read('kind: Pod\nmetadata: &m\n  name: x\nother: *m\n');
    expect(objects[0].object.other).toEqual({ name: 'x' });
    expect(objects[0].place('other.name')?.line).toBe(3);
  });

  test('what is not an object, or has no kind, is said or left out', () => {
    expect(read('just text\n')).toMatchObject({
      objects: [],
      unreadable: [{ line: 1, message: 'this is not a Kubernetes object' }],
    });
    expect(read('image: kong\n')).toEqual({ objects: [], unreadable: [] });
  });

  test('on and yes are booleans, as for kubectl', () => {
    expect(read('kind: Pod\na: on\nb: "on"\nc: 2026-01-01\n').objects[0].object).toMatchObject({
      a: true,
      b: 'on',
      c: '2026-01-01',
    });
  });
});

describe('hostile input gives an error with its line, and hides nothing', () => {
  test.each([
    ['an open quote', 'kind: "Pod\n', 2, /./],
    ['a template', 'kind: Pod\nname: {{ .Values.name }}\n', 2, /template/],
    ['deep nesting', `a: ${'['.repeat(100_000)}\n`, 1, /./],
    [
      'a billion laughs',
      `a0: &a0 [x, x]\n${Array.from({ length: 40 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]`).join('\n')}\n`,
      1,
      /alias/,
    ],
    ['a million anchors', `${Array.from({ length: 50_000 }, (_, i) => `- &a${i} *a${i - 1}`).join('\n')}\n`, 1, /./],
    ['an unknown alias', 'kind: Pod\na: *b\n', 1, /b/],
  ])('%s', (_, bad, line, message) => {
    const { objects, unreadable } = read(`${bad}---\n${GOOD}`);
    expect(unreadable[0]).toMatchObject({
      file: 'f.yaml',
      line: expect.any(Number),
      message: expect.stringMatching(message),
    });
    expect(unreadable[0].line).toBeLessThanOrEqual(Math.max(line, 2));
    expect(objects.map(({ id }) => id)).toEqual(['Service/default/a']);
  });

  test.each([
    ['a binary file', '\0\x01\x02', /binary/],
    ['50 MB', `a: ${'x'.repeat(50 * 1024 * 1024)}`, /MB/],
    ['a million values', '- x\n'.repeat(1_100_000), /values/],
  ])('%s', (_, text, message) => {
    expect(read(text)).toEqual({
      objects: [],
      unreadable: [{ file: 'f.yaml', line: 1, message: expect.stringMatching(message) }],
    });
  });

  test('50,000 keys are read', () => {
    const text = `kind: ConfigMap\ndata:\n${Array.from({ length: 50_000 }, (_, i) => `  k${i}: v`).join('\n')}\n`;
    expect(read(text).objects).toHaveLength(1);
  });

  test('keys of prototypes are keys like others', () => {
    const text =
      'kind: Deployment\nmetadata: { name: x, __proto__: { polluted: 1 }, annotations: { constructor: a, toString: b } }\n' +
      'spec: { template: { metadata: { labels: { constructor: x } }, spec: { containers: [{ name: __proto__, image: kong, env: [{ name: __proto__, value: x }] }] } } }\n' +
      '---\nkind: Service\nmetadata: { name: hasOwnProperty }\nspec: { type: __proto__, selector: { toString: x, __proto__: y }, ports: [{ port: 80 }] }\n';
    const { gateways } = ClientIpCheck.check([{ name: 'x', text }]);
    expect(gateways).toHaveLength(1);
    expect(({} as any).polluted).toBeUndefined();
  });
});

test('two objects of one name that differ are told in one file, and belong to each of two', () => {
  expect(read(`${GOOD}---\n${GOOD}spec: {}\n`).unreadable).toEqual([
    { file: 'f.yaml', line: 4, column: 1, message: expect.stringContaining('line 1') },
  ]);
  expect(
    readManifests([
      { name: 'dev.yaml', text: GOOD },
      { name: 'prod.yaml', text: `${GOOD}spec: {}\n` },
    ]).unreadable,
  ).toEqual([]);
});

describe('what kubectl reads, too', () => {
  test('of two equal keys the last one counts, and its place', () => {
    const {
      objects: [pod],
      unreadable,
    } = read(
      'kind: Pod\nmetadata:\n  labels:\n    a.b: x\n    a.b: z\n  name: n\nspec:\n  containers:\n  - name: c\n    image: one\n    image: two\n',
    );
    expect(unreadable).toEqual([]);
    expect(pod.object).toMatchObject({
      metadata: { labels: { 'a.b': 'z' } },
      spec: { containers: [{ image: 'two' }] },
    });
    expect([...pod.repeated].sort()).toEqual(['metadata.labels[a.b]', 'spec.containers[0].image']);
    expect(pod.repeated.map((field) => pod.place(field)?.line).sort()).toEqual([11, 5]);
  });

  test.each([
    ['JSON, one in a line', '{"kind":"Pod"}\n{"kind":"Service"}\n'],
    ['JSON, joined', '{"kind":"Pod","a":"}{\\" "}{"kind":\n"Service"}'],
  ])('%s', (_, text) => {
    const { objects, unreadable } = read(text);
    expect(unreadable).toEqual([]);
    expect(objects.map(({ kind, place }) => [kind, place()?.line])).toEqual([
      ['Pod', 1],
      ['Service', text.includes('\n{') ? 2 : 1],
    ]);
  });

  test('a list whose items have no kind', () => {
    const { objects } = read(
      '{"kind": "ServiceList", "apiVersion": "v1", "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]}',
    );
    expect(objects.map(({ id, object }) => [id, object.apiVersion])).toEqual([
      ['Service/default/a', 'v1'],
      ['Service/default/b', 'v1'],
    ]);
  });
});
