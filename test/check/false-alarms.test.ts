import { Testing, Yaml } from 'cdk8s';
import { Addition, siteOf } from './neighbours/addition';
import { HARMLESS } from './neighbours/harmless';
import { variants } from '../../examples/typescript/variants';
import { ClientIpCheck, ClientIpLevel } from '../../src';
import { checkObjects, GatewayResult } from '../../src/check/check';
import { objects } from '../helpers';

/** How the same objects may be given. */
type Form = (all: any[]) => GatewayResult[];

const read = (text: string, name = 'all.yaml') => {
  const { gateways, unreadable } = ClientIpCheck.check([{ name, text }]);
  expect(unreadable).toEqual([]);
  return gateways;
};
const added =
  (additions: readonly Addition[]): Form =>
  (all) => {
    const copy = structuredClone(all);
    const site = siteOf(copy);
    return checkObjects([...copy, ...additions.flatMap((addition) => (site && addition.add(site)) ?? [])]);
  };
/** As the API server gives them back. */
const served = (all: any[]) =>
  all.map((object, index) => ({
    ...object,
    metadata: {
      ...object.metadata,
      uid: `u${index}`,
      generation: 3,
      managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:spec': { 'f:ports': {} } } }],
    },
  }));

const SURROUNDINGS: readonly [string, Form][] = [
  ['all that is harmless', added(HARMLESS)],
  ['the first half of it', added(HARMLESS.filter((_, index) => index % 2 === 0))],
  ['the other half', added(HARMLESS.filter((_, index) => index % 2 === 1))],
  ['a list from a cluster', (all) => read(Yaml.stringify({ apiVersion: 'v1', kind: 'List', items: served(all) }))],
  ['one JSON in a line', (all) => read(all.map((object) => JSON.stringify(object)).join('\n'), 'all.json')],
  [
    'lines of Windows, and a mark at the beginning',
    (all) => read(`\uFEFF${Yaml.stringify(...all).replaceAll('\n', '\r\n')}`),
  ],
  ['in the reverse order', (all) => checkObjects([...all].reverse())],
  ['given twice', (all) => checkObjects([...all, ...structuredClone(all)])],
  [
    'beside another gateway that loses the address',
    (all) => {
      const labels = { app: 'worse' };
      const worse = [
        {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name: 'worse', namespace: 'worse' },
          spec: {
            template: {
              metadata: { labels },
              spec: {
                containers: [{ name: 'k', image: 'kong:3.9', env: [{ name: 'KONG_TRUSTED_IPS', value: '0.0.0.0/0' }] }],
              },
            },
          },
        },
        {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name: 'worse', namespace: 'worse' },
          spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80, targetPort: 8000 }] },
        },
      ];
      return checkObjects([...worse, ...all]).filter(({ gateway }) => !gateway.includes('/worse/'));
    },
  ],
  [
    'beside its older stage in another folder',
    (all) => {
      const older = structuredClone(all);
      for (const service of older.filter(({ kind }) => kind === 'Service')) {
        service.spec.externalTrafficPolicy = 'Cluster';
      }
      const files = [
        ['old/all.yaml', older],
        ['new/all.yaml', all],
      ] as const;
      const { gateways } = ClientIpCheck.check(
        files.map(([name, content]) => ({ name, text: Yaml.stringify(...content) })),
      );
      return gateways.slice(-1);
    },
  ],
];

describe.each(variants.map(({ name, build }) => [name, build] as const))('%s', (_, build) => {
  const all = objects(build(Testing.chart()));

  test.each(SURROUNDINGS)('is kept in %s', (_name, form) => {
    const [{ verdict, findings }, ...others] = form(structuredClone(all));
    expect(others).toEqual([]);
    expect(findings.filter(({ level }) => level === ClientIpLevel.ERROR)).toEqual([]);
    expect(verdict).toBe('kept');
  });
});
