import { createHash } from 'crypto';
import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { ApiObject, Chart, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { AksLoadBalancer, Kong, KongConfiguration, LocalTrafficKong } from '../../src';
import { appOf, manifest, ofKind, pod } from '../helpers';

const content = {
  _format_version: '3.0',
  services: [{ name: 'app', url: 'http://app', routes: [{ name: 'app', paths: ['/'] }] }],
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function gateway(configuration: KongConfiguration, chart = Testing.chart()): Kong {
  return new LocalTrafficKong(chart, 'Kong', { loadBalancer: new AksLoadBalancer(), configuration });
}

const written = (kong: Kong) => ofKind(kong, 'ConfigMap')[0].data['kong.yml'] as string;
const checksum = (kong: Kong) => manifest(kong.deployment).spec.template.metadata.annotations?.['checksum/config'];
const volume = (kong: Kong) => pod(kong).volumes.find(({ name }: any) => name === 'kong-configuration');

function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kong-')), name);
  writeFileSync(path, text);
  return path;
}

describe('a configuration of any kind', () => {
  test('is mounted, read-only, where Kong reads it', () => {
    const [container] = pod(gateway(KongConfiguration.inline(content))).containers;
    expect(container.volumeMounts).toContainEqual({
      name: 'kong-configuration',
      mountPath: '/kong_configuration',
      readOnly: true,
    });
    expect(container.env).toContainEqual({ name: 'KONG_DECLARATIVE_CONFIG', value: '/kong_configuration/kong.yml' });
  });

  test('serves two gateways of one chart', () => {
    const chart = Testing.chart();
    const configuration = KongConfiguration.inline(content);
    const [one, two] = ['One', 'Two'].map(
      (id) => new LocalTrafficKong(chart, id, { loadBalancer: new AksLoadBalancer(), configuration }),
    );
    expect(ofKind(one, 'ConfigMap')).toHaveLength(2);
    expect(volume(one).configMap.name).not.toBe(volume(two).configMap.name);
  });
});

describe('an inline configuration', () => {
  test('is written with sorted keys, arrays in their order', () => {
    expect(
      written(
        gateway(
          KongConfiguration.inline({
            services: [
              { url: 'http://b', name: 'b' },
              { url: 'http://a', name: 'a' },
            ],
            _format_version: '3.0',
          }),
        ),
      ),
    ).toBe(
      [
        '_format_version: "3.0"',
        'services:',
        '  - name: b',
        '    url: http://b',
        '  - name: a',
        '    url: http://a',
        '',
      ].join('\n'),
    );
  });

  test('is the same text for equal objects', () => {
    const { services, ...rest } = content;
    expect(written(gateway(KongConfiguration.inline({ services, ...rest })))).toBe(
      written(gateway(KongConfiguration.inline(content))),
    );
  });

  test('says what the object says', () => {
    fc.assert(
      fc.property(
        fc
          .json({ maxDepth: 3 })
          .filter((text) => !text.includes('"<<"'))
          .map((text) => JSON.parse(text)),
        (value) => {
          const object = { ...content, _info: { defaults: { value } } };
          expect(parse(written(gateway(KongConfiguration.inline(object))), { version: '1.1' })).toEqual(object);
        },
      ),
    );
  });

  test('has no YAML anchors where one object stands twice', () => {
    const plugins = [{ name: 'cors' }];
    expect(
      written(
        gateway(
          KongConfiguration.inline({
            ...content,
            routes: [
              { name: 'a', plugins },
              { name: 'b', plugins },
            ],
          }),
        ),
      ),
    ).not.toMatch(/[&*]a/);
  });

  test('keeps words that YAML would read as something else', () => {
    const words = ['on', 'yes', '0o7', '1e3', '3.0', 'null', '~', ''];
    expect(
      parse(written(gateway(KongConfiguration.inline({ ...content, _tags: words }))), { version: '1.1' })._tags,
    ).toEqual(words);
  });

  test.each<[string, any, string]>([
    ['a date', new Date(0), 'is an object of the class Date; write text, numbers, booleans, lists and plain objects'],
    ['a map', new Map(), 'is an object of the class Map; write text, numbers, booleans, lists and plain objects'],
    [
      'a construct',
      Testing.chart(),
      'is an object of the class Chart; write text, numbers, booleans, lists and plain objects',
    ],
    [
      'a function',
      function url() {},
      'is the class or function url; write text, numbers, booleans, lists and plain objects',
    ],
    ['no number', NaN, 'is NaN; write text, numbers, booleans, lists and plain objects'],
    ['a number that JSON has not', BigInt(1), 'is 1; write text, numbers, booleans, lists and plain objects'],
    ['nothing', undefined, 'is undefined; leave it out'],
    [
      'a merge key',
      { '<<': { a: 1 } },
      'is an object with the key "<<", which YAML merges into its parent; write the fields where they belong',
    ],
  ])('is refused with %s in it, and says where', (_, value, message) => {
    expect(() =>
      KongConfiguration.inline({ ...content, plugins: [{ name: 'a', config: { 'X-Y': [value] } }] }),
    ).toThrow(new Error(`KongConfiguration.inline: plugins[0].config["X-Y"][0] ${message}`));
  });

  test('is refused if it contains itself, not if one object stands twice', () => {
    const circle: any = { name: 'a' };
    circle.config = { parent: circle };
    expect(() => KongConfiguration.inline({ ...content, plugins: [circle] })).toThrow(
      new Error(
        'KongConfiguration.inline: plugins[0].config.parent is an object that contains itself; write it without the circle',
      ),
    );
    const plugin = { name: 'cors' };
    expect(() => KongConfiguration.inline({ ...content, plugins: [plugin, plugin] })).not.toThrow();
  });

  test('may be made of objects without a prototype, or of another realm', () => {
    const bare = Object.assign(Object.create(null), { name: 'a' });
    const foreign = structuredClone({ name: 'b' });
    expect(parse(written(gateway(KongConfiguration.inline({ ...content, plugins: [bare, foreign] })))).plugins).toEqual(
      [{ name: 'a' }, { name: 'b' }],
    );
  });

  test("has its hash in the ConfigMap's name, which nobody changes, so that an undone roll-out finds the old text", () => {
    const configMap = (object: object) => {
      const kong = gateway(KongConfiguration.inline({ ...content, ...object }));
      const [
        {
          metadata: { name },
          immutable,
        },
      ] = ofKind(kong, 'ConfigMap');
      expect(volume(kong).configMap.name).toBe(name);
      expect(immutable).toBe(true);
      return name;
    };
    expect(configMap({})).toBe(configMap({}));
    expect(configMap({ routes: [{ name: 'b' }] })).not.toBe(configMap({}));
    expect(configMap({})).toMatch(/^test-kong-configuration-[0-9a-f]{8}-[a-z0-9]+$/);
  });

  test('keeps the hash in a name that is cut to 63 characters', () => {
    const names = ['a', 'b'].map((name) => {
      const chart = new Chart(Testing.app(), 'a-chart-with-a-name-that-is-rather-long-for-this-purpose', {
        disableResourceNameHashes: true,
      });
      return ofKind(gateway(KongConfiguration.inline({ ...content, routes: [{ name }] }), chart), 'ConfigMap')[0]
        .metadata.name;
    });
    expect(names[0]).not.toBe(names[1]);
    expect(names[0].length).toBeLessThanOrEqual(63);
  });

  test('rolls the pods when, and only when, it changes', () => {
    const first = checksum(gateway(KongConfiguration.inline(content)));
    expect(first).toBe(sha256(written(gateway(KongConfiguration.inline(content)))));
    expect(
      checksum(gateway(KongConfiguration.inline({ ...content, routes: [{ name: 'b', paths: ['/b'] }] }))),
    ).not.toBe(first);
  });
});

describe('a configuration in a file', () => {
  test.each([
    ['kong.yml', '# routes\n_format_version: "3.0"\nroutes:\n- {name: a, paths: [/]}\n'],
    ['kong.json', JSON.stringify(content)],
  ])('%s is taken as it stands', (name, text) => {
    const kong = gateway(KongConfiguration.fromFile(file(name, text)));
    expect(written(kong)).toBe(text);
    expect(checksum(kong)).toBe(sha256(text));
  });

  test.each([
    ['a JSON file with tabs', '{\n\t"_format_version": "3.0",\n\t"routes": [\n\t\t{"name": "a"}\n\t]\n}\n'],
    ['lines of Windows', '_format_version: "3.0"\r\nroutes:\r\n- name: a\r\n'],
    ['a byte order mark', '\ufeff_format_version: "3.0"\nroutes: [{name: a}]\n'],
    ['merge keys', '_format_version: "3.0"\nx-a: &a {name: a}\nroutes:\n- <<: *a\n  paths: [/]\n'],
    [
      'more aliases than a careful reader follows',
      `_format_version: "3.0"\nx-a: &a [/]\nroutes:\n${'- paths: *a\n'.repeat(200)}`,
    ],
    ['a document marker before and after', '# routes\n---\n_format_version: "3.0"\nroutes: [{name: a}]\n...\n'],
    [
      'Lua that looks like a conflict',
      '_format_version: "3.0"\nplugins:\n- name: pre-function\n  config:\n    access:\n    - |\n      -- <<<<<<< a\n      =======\n',
    ],
  ])('may have %s', (_, text) => {
    expect(written(gateway(KongConfiguration.fromFile(file('kong.yml', text))))).toBe(text);
  });

  const head = '_format_version: "3.0"\n';
  test.each([
    [
      'wrong indentation',
      'services:\n - name: a\n  url: b\n',
      'line 4, column 1: Sequence item without - indicator; Kong would not start with it',
    ],
    [
      'a tab',
      'services:\n\t- name: a\n',
      'line 3, column 1: Tabs are not allowed as indentation; Kong would not start with it',
    ],
    [
      'an open quote',
      'services: [{name: "a}]\n',
      'line 3, column 1: Missing closing "quote; Kong would not start with it',
    ],
    [
      'a reserved character',
      'services: [{name: @a}]\n',
      'line 2, column 19: Plain value cannot start with reserved character @; Kong would not start with it',
    ],
    [
      'a key twice',
      'services: [{name: a}]\nservices: [{name: b}]\n',
      'line 3, column 1: Map keys must be unique; Kong would not start with it',
    ],
    [
      'an unknown tag',
      'services: [{name: !env a}]\n',
      'line 2, column 19: Unresolved tag: !env; Kong would not start with it',
    ],
    [
      'an alias without its anchor',
      'services: [*b]\n',
      'Unresolved alias (the anchor must be set before the alias): b',
    ],
    [
      'a conflict of git',
      'services:\n- name: a\n<<<<<<< HEAD\n  url: http://a\n=======\n  url: http://b\n>>>>>>> x\n',
      'line 4 is a conflict marker of git; resolve the conflict first',
    ],
    [
      'the end of a conflict of git',
      'services:\n- name: a\n>>>>>>> x\n',
      'line 4 is a conflict marker of git; resolve the conflict first',
    ],
    [
      'two documents',
      'services: [{name: a}]\n---\nroutes: []\n',
      'another YAML document begins before line 3, and Kong reads the first one alone; write one document, without further lines of ---',
    ],
  ])('must be YAML that Kong reads: %s', (_, text, message) => {
    const path = file('kong.yml', head + text);
    expect(() => KongConfiguration.fromFile(path)).toThrow(
      new Error(`KongConfiguration.fromFile("${path}"): ${message}`),
    );
  });

  test.each([
    [
      'an empty first document',
      `---\n---\n${head}services: [{name: a}]\n`,
      'another YAML document begins before line 2,',
    ],
    ['JSON that is cut off', '{"_format_version": "3.0", "services": [', 'line 1, column 41: '],
  ])('must be YAML that Kong reads: %s', (_, text, message) => {
    const path = file('kong.yml', text);
    expect(() => KongConfiguration.fromFile(path)).toThrow(`KongConfiguration.fromFile("${path}"): ${message}`);
  });

  test('must exist', () => {
    expect(() => KongConfiguration.fromFile('no/kong.yml')).toThrow(
      new Error(
        `KongConfiguration.fromFile("no/kong.yml"): no such file in ${process.cwd()}; the path is relative to the working directory`,
      ),
    );
  });

  test('must not be a folder', () => {
    expect(() => KongConfiguration.fromFile('test')).toThrow(
      new Error(
        `KongConfiguration.fromFile("test"): no such file in ${process.cwd()}; the path is relative to the working directory`,
      ),
    );
  });
});

describe('a configuration that Kong would not start with is refused', () => {
  const noVersion =
    '_format_version must be a string, got undefined, and Kong would not start; write YAML or JSON with _format_version: "3.0"';
  const nothing = 'it has no services, routes or plugins, and an empty gateway never becomes ready; add a route';

  test.each([
    [{}, noVersion],
    [undefined, noVersion],
    [null, noVersion],
    [[], noVersion],
    [{ services: content.services }, noVersion],
    [{ ...content, _format_version: null }, noVersion.replace('undefined', 'null')],
    [{ ...content, _format_version: 3 }, noVersion.replace('undefined', '3')],
    [{ _format_version: '3.0' }, nothing],
    [{ _format_version: '3.0', services: [] }, nothing],
    [{ _format_version: '3.0', services: [], routes: [] }, nothing],
    [{ _format_version: '3.0', services: { name: 'app' } }, nothing],
    [
      { _format_version: '3.0', service: [{ name: 'app' }] },
      'Kong knows no "service" and would not start; write "services"',
    ],
    [{ ...content, plugin: [{ name: 'cors' }] }, 'Kong knows no "plugin" and would not start; write "plugins"'],
  ])('inline: %j', (object, message) => {
    expect(() => KongConfiguration.inline(object as any)).toThrow(new Error(`KongConfiguration.inline: ${message}`));
  });

  test.each([
    ['', noVersion],
    ['hello', noVersion],
    ['services: []', noVersion],
    ['_format_version: 3.0\nroutes: [{name: a}]', noVersion.replace('undefined', '3')],
    ['_format_version: "3.0"', nothing],
  ])('in a file: %j', (text, message) => {
    const path = file('kong.yml', text);
    expect(() => KongConfiguration.fromFile(path)).toThrow(
      new Error(`KongConfiguration.fromFile("${path}"): ${message}`),
    );
  });

  test('larger than a ConfigMap can be, and not a byte before', () => {
    const prefix = '_format_version: "3.0"\nroutes: [{name: "';
    const sized = (bytes: number) => file('kong.yml', `${prefix}${'ä'.repeat((bytes - prefix.length - 3) / 2)}"}]`);
    const odd = (1024 * 1024 - prefix.length - 3) % 2;
    expect(() => KongConfiguration.fromFile(sized(1024 * 1024 - odd))).not.toThrow();
    expect(() => KongConfiguration.fromFile(sized(1024 * 1024 - odd + 2))).toThrow(
      `${1024 * 1024 - odd + 2} bytes do not fit into a ConfigMap (1048576); split the gateway`,
    );
  });
});

test('a configuration in a ConfigMap may be binary', () => {
  const chart = Testing.chart();
  const configMap = new kplus.ConfigMap(chart, 'Own');
  configMap.addBinaryData('kong.yml', 'YmluYXJ5');
  const kong = gateway(KongConfiguration.fromConfigMap(configMap), chart);
  expect(() => appOf(kong).synth()).not.toThrow();
  expect(checksum(kong)).toBe(sha256('YmluYXJ5'));
});

describe.each([
  ['ConfigMap', KongConfiguration.fromConfigMap, 'fromConfigMapName', 'configMap', 'name'],
  ['Secret', KongConfiguration.fromSecret, 'fromSecretName', 'secret', 'secretName'],
] as const)('a configuration in a %s', (kind, from, byName, source, name) => {
  const named = (chart: any) => (kplus as any)[kind][byName](chart, 'Foreign', 'routes');
  const own = (chart: any, data: { [key: string]: string }) =>
    kind === 'Secret'
      ? new kplus.Secret(chart, 'Own', { stringData: data })
      : new kplus.ConfigMap(chart, 'Own', { data });

  test('by its name is mounted, and no checksum is known', () => {
    const chart = Testing.chart();
    const kong = gateway(from(named(chart)), chart);
    expect(volume(kong)[source]).toEqual({ [name]: 'routes', items: [{ key: 'kong.yml', path: 'kong.yml' }] });
    expect(checksum(kong)).toBeUndefined();
  });

  test('can stand under another key', () => {
    const chart = Testing.chart();
    expect(volume(gateway(from(named(chart), { key: 'edge.json' }), chart))[source].items).toEqual([
      { key: 'edge.json', path: 'kong.yml' },
    ]);
  });

  test('of the same app has the checksum of the entry that Kong reads', () => {
    const chart = Testing.chart();
    expect(
      checksum(gateway(from(own(chart, { 'a.yml': 'one', 'kong.yml': 'two' }) as any, { key: 'a.yml' }), chart)),
    ).toBe(sha256('one'));
  });

  test('of another version of cdk8s-plus has the checksum, too', () => {
    const chart = Testing.chart();
    const foreign = new ForeignResource(chart, kind, { 'kong.yml': 'one' });
    expect(checksum(gateway(from(foreign as any), chart))).toBe(sha256('one'));
    const kong = gateway(from(new ForeignResource(Testing.chart(), kind, {}) as any));
    expect(kong.node.validate()).toEqual([
      expect.stringContaining(`configuration: the ${kind} has no entry "kong.yml"`),
    ]);
  });

  test.each(['', 'a/b', '.', '..', '..a', 'ä', 'x'.repeat(254), 5 as any])('cannot stand under the key %j', (key) => {
    expect(() => from(named(Testing.chart()), { key })).toThrow(
      new Error(
        `KongConfiguration.from${kind}: ${JSON.stringify(key)} is not a key of an entry; write letters, digits, "-", "_" and "."`,
      ),
    );
  });

  test.each(['routes', undefined, null, 5])('is a construct, not %j', (value: any) => {
    expect(() => from(value)).toThrow(
      new Error(
        `KongConfiguration.from${kind}: a construct of a ${kind} is needed, got ${JSON.stringify(value)}; write kplus.${kind}.from${kind}Name(chart, 'id', '${value === 'routes' ? value : 'name'}')`,
      ),
    );
  });

  test('is of that kind', () => {
    const other = kplus.ServiceAccount.fromServiceAccountName(Testing.chart(), 'Account', 'a');
    expect(() => from(other as any)).toThrow(
      `a construct of a ${kind} is needed, got the ImportedServiceAccount at test/Account; `,
    );
  });

  test('of the same app must have that entry', () => {
    const chart = Testing.chart();
    const kong = gateway(from(own(chart, { 'kong.yaml': 'x' }) as any), chart);
    expect(() => appOf(kong).synth()).toThrow(
      new Error(
        'Validation failed with the following errors:\n' +
          `  [test/Kong] configuration: the ${kind} has no entry "kong.yml", and the pods would never start; add it, or give the key of the entry that it has`,
      ),
    );
  });

  test('may be filled after the gateway is made', () => {
    const chart = Testing.chart();
    const source_ = own(chart, {});
    const kong = gateway(from(source_ as any), chart);
    if (source_ instanceof kplus.Secret) {
      source_.addStringData('kong.yml', 'late');
    } else {
      source_.addData('kong.yml', 'late');
    }
    expect(checksum(kong)).toBe(sha256('late'));
    expect(() => appOf(kong).synth()).not.toThrow();
  });
});

/** What another copy of cdk8s-plus makes: the same shape, and no class that this one knows. */
class ForeignResource extends Construct {
  public readonly name: string;

  constructor(
    scope: Construct,
    public readonly kind: string,
    data: { [key: string]: string },
  ) {
    super(scope, 'Foreign');
    this.name = new ApiObject(this, 'Resource', {
      apiVersion: 'v1',
      kind,
      ...(kind === 'Secret' ? { stringData: data } : { data }),
    }).name;
  }
}
