import { ApiObject, Testing } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { KongConfiguration } from '../../src';
import { appOf } from '../helpers';
import { sha256, gateway, checksum, volume } from './configured';

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
