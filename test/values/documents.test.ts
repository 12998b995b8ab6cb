import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { documents, FOLDER } from './documents';
import { EXAMPLES } from './examples';
import { renderChart } from '../../src/charts/render';
import { ClientIpCheck } from '../../src/check/client-ip-check';
import { AS_KUBECTL, writeYaml } from '../../src/input/yaml';
import { makeWay, Wanted } from '../../src/values/way';

test('docs/values is what the balancers give (npm run docs:values)', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.yaml'));
  expect(Object.fromEntries(files.map((name) => [name, readFileSync(join(FOLDER, name), 'utf8')]))).toEqual(
    Object.fromEntries(documents()),
  );
});

/** The chart with the values of a file, as a release beside whose objects stand those of the balancer. */
function verdictOf(wanted: Wanted): string {
  const values = parse(readFileSync(join(FOLDER, `${wanted.balancer}-${wanted.way}.yaml`), 'utf8'), AS_KUBECTL);
  const rendered = renderChart({
    chart: 'kong',
    version: '3.4.1',
    name: 'kong',
    namespace: 'default',
    values: [values, { ingressController: { enabled: false } }],
  });
  if ('refused' in rendered) throw new Error(rendered.refused);
  expect([...rendered.questions, ...rendered.ignored]).toEqual([]);
  const text = [...rendered.objects, ...makeWay(wanted).beside()].map(writeYaml).join('---\n');
  const { gateways } = ClientIpCheck.check([{ name: 'release.yaml', text }]);
  return gateways.map(({ verdict }) => verdict).join();
}

test.each(EXAMPLES.map((wanted) => [wanted.balancer, wanted.way, wanted] as const))(
  '%s %s keeps the address in the chart',
  (_, __, wanted) => {
    expect(verdictOf(wanted)).toBe('kept');
  },
);
