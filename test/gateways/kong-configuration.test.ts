import { mkdtempSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Testing } from 'cdk8s';
import { AksLoadBalancer, KongConfiguration, LocalTrafficKong } from '../../src';
import { ofKind, pod } from '../helpers';
import { content, sha256, gateway, written, checksum, volume } from './configured';

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
