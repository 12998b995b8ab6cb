import { readFileSync } from 'fs';
import { Testing } from 'cdk8s';
import { DIFFERENCES } from './differences';
import { excerptOf, flatten } from './excerpt';
import { CHARTS } from './helm';
import { FILE, Rendered } from './record';
import { hashOf, Subject, subjects, valuesOf } from './subjects';
import { objects } from '../helpers';

const rendered: Rendered = JSON.parse(readFileSync(FILE, 'utf8'));
const RENEW = 'npm run helm:record';

/** An annotation that names the Service's ports has the chart's names in the chart. */
const CHARTS_NAMES = [
  ['"name":"http"', '"name":"kong-proxy"'],
  ['"name":"https"', '"name":"kong-proxy-tls"'],
] as const;

/** The fields in which a rendered chart differs from pods of the library's own. */
function differing(subject: Subject, chart: string): string[] {
  const text = JSON.stringify(objects(subject.build(Testing.chart())), (key, value) =>
    key.includes('upcloud') ? renamed(value) : value,
  );
  const own = flatten(excerptOf(JSON.parse(text)));
  const theirs = flatten(rendered.subjects[subject.name].excerpts[chart]);
  return [...new Set([...own.keys(), ...theirs.keys()])].filter((field) => own.get(field) !== theirs.get(field));
}

function renamed(annotation: string): string {
  return CHARTS_NAMES.reduce((text, [own, charts]) => text.replaceAll(own, charts), annotation);
}

const cells = subjects.flatMap((subject) =>
  CHARTS.map(({ name }): [string, string, Subject] => [subject.name, name, subject]),
);

test('the record is of the charts that are pinned, and of every subject', () => {
  expect(rendered.charts).toEqual(Object.fromEntries(CHARTS.map(({ name, version }) => [name, version])));
  expect(Object.keys(rendered.subjects)).toEqual(subjects.map(({ name }) => name));
});

test.each(subjects)(`the values of $name are those that were rendered, else: ${RENEW}`, (subject) => {
  expect(rendered.subjects[subject.name].values).toBe(hashOf(valuesOf(subject)));
});

test.each(cells)(
  '%s by the chart %s is what the library itself writes, but for the differences that are listed',
  (_, chart, subject) => {
    expect(
      differing(subject, chart).filter((field) => !DIFFERENCES.some((difference) => difference.field.test(field))),
    ).toEqual([]);
  },
);

test.each(subjects)('both charts give $name the same environment', ({ name }) => {
  const { kong, ingress } = rendered.subjects[name].excerpts;
  expect(ingress.environment).toEqual(kong.environment);
});

test('each of the differences occurs', () => {
  const all = cells.flatMap(([, chart, subject]) => differing(subject, chart));
  expect(DIFFERENCES.filter(({ field }) => !all.some((other) => field.test(other)))).toEqual([]);
});

test('node ports are the only difference in the Service, and only with ip targets', () => {
  const withNodePorts = cells.filter(([, chart, subject]) =>
    differing(subject, chart).includes('service.allocateLoadBalancerNodePorts'),
  );
  expect([...new Set(withNodePorts.map(([name]) => name))]).toEqual([
    'eks-nlb-ip-proxy-protocol',
    'eks-nlb-ip-local-traffic',
    'eks-nlb-tls-proxy-protocol',
    'eks-auto-nlb-proxy-protocol',
    'eks-auto-nlb-local-traffic',
  ]);
});

test('docs/helm.md shows the differences', () => {
  const [, shown] = /<!-- differences -->\n[^\n]*\n[^\n]*\n([^]*?)<!-- \/differences -->/.exec(
    readFileSync('docs/helm.md', 'utf8'),
  )!;
  expect(shown).toBe(
    DIFFERENCES.map(({ what, own, chart, why }) => `| ${what} | ${own} | ${chart} | ${why} |\n`).join(''),
  );
});
