import { Chart, Testing } from 'cdk8s';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { KongConfiguration } from '../../src';
import { ofKind } from '../helpers';
import { content, sha256, gateway, written, checksum, volume } from './configured';

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
