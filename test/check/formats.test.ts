import { readFileSync } from 'fs';
import { join } from 'path';
import Ajv from 'ajv';
import { ClientIpCheck } from '../../src';
import { markdownPath, markdownReport } from '../../src/check/formats/markdown';
import { sarifReport } from '../../src/check/formats/sarif';
import { textPath, textReport } from '../../src/check/formats/text';

const CASES = [
  'bare-load-balancer',
  'cloudflare-alb-open',
  'private-ranges-recursive-internal-alb',
  'several-gateways',
  'env-from-unseen-secret',
];
const reportOf = (name: string, file = `${name}.yaml`) =>
  ClientIpCheck.check([{ name: file, text: readFileSync(join('test/corpus/cases', `${name}.yaml`), 'utf8') }]);
const plain = (_: string, text: string) => text;

// Of the draft's own words the schema uses none but its own name.
const {
  $schema: _,
  id: __,
  ...schema
} = JSON.parse(readFileSync(require.resolve('@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

test.each(CASES)('%s is valid SARIF 2.1.0, with a place and a rule for each result', (name) => {
  const log = JSON.parse(sarifReport(reportOf(name)));
  expect(isSarif(log) ? [] : isSarif.errors).toEqual([]);
  const [
    {
      results,
      tool: {
        driver: { rules },
      },
    },
  ] = log.runs;
  expect(results.length).toBeGreaterThan(0);
  for (const {
    ruleId,
    ruleIndex,
    locations: [{ physicalLocation }],
  } of results) {
    expect(rules[ruleIndex].id).toBe(ruleId);
    expect(physicalLocation).toMatchObject({
      artifactLocation: { uri: `${name}.yaml` },
      region: { startLine: expect.any(Number) },
    });
  }
});

test('SARIF names what could not be read, and why an acknowledged finding is', () => {
  const text = readFileSync('test/corpus/cases/gke-cluster-default.yaml', 'utf8').replace(
    'cloud.google.com/l4-rbs: enabled',
    'cloud.google.com/l4-rbs: enabled\n    kong-client-ip/acknowledge.traffic-policy-cluster: only probes come in',
  );
  const log = JSON.parse(sarifReport(ClientIpCheck.check([{ name: 'a b/x.yaml', text: `${text}\n---\n: : :\n` }])));
  expect(isSarif(log)).toBe(true);
  expect(log.runs[0].results[0].suppressions).toEqual([{ kind: 'inSource', justification: 'only probes come in' }]);
  expect(log.runs[0].invocations[0]).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: 'error' }],
  });
  expect(log.runs[0].results[0].locations[0].physicalLocation.artifactLocation.uri).toBe('a%20b/x.yaml');
});

test('the sample in docs/check.md is what the check writes', () => {
  const sample = /<!-- sample -->\n```text\n([^]*?)```/.exec(readFileSync('docs/check.md', 'utf8'))?.[1];
  expect(`${textReport(reportOf('bare-load-balancer', 'manifests.yaml'), plain)}\n`).toBe(sample);
});

test('the text keeps to 100 columns where it can, and says the verdict, the place, the mend and the Helm value', () => {
  const text = textReport(reportOf('hetzner-flag-missing'), plain);
  expect(text).toContain('Deployment/kong/kong  BROKEN');
  expect(text).toMatch(/proxy-protocol-listener-flag-missing {2}hetzner-flag-missing\.yaml:\d+/);
  expect(text).toContain('Helm  proxy.http.parameters and proxy.tls.parameters');
  expect(text.split('\n').filter((line) => line.length > 100 && /\S \S+ \S/.test(line.slice(60)))).toEqual([]);
});

test('the path says where the address is lost or forged', () => {
  expect(textPath(reportOf('bare-load-balancer'), plain)).toMatch(/the client's\s+address is lost here/);
  expect(textPath(reportOf('private-ranges-recursive-internal-alb'), plain)).toMatch(
    /attacker dials .* is taken for 6\.6\.6\.6/s,
  );
});

test('Mermaid diagrams hold nothing that ends a text', () => {
  const diagrams = CASES.flatMap((name) =>
    [...markdownPath(reportOf(name)).matchAll(/```mermaid\n([^]*?)```/g)].map(([, diagram]) =>
      diagram.trimEnd().split('\n'),
    ),
  );
  expect(diagrams.length).toBeGreaterThan(5);
  expect(
    diagrams.flat().filter((line) => !/^(flowchart TD| {2}h\d+ --> h\d+| {2}h\d+\["[^"]*"\])$/.test(line)),
  ).toEqual([]);
});

test('text of a manifest does not become markup', () => {
  const text = readFileSync('test/corpus/cases/gke-cluster-default.yaml', 'utf8').replace(
    /name: kong$/gm,
    'name: "<img src=x>`|[a](b)"',
  );
  const markdown = markdownReport(ClientIpCheck.check([{ name: 'x`y.yaml', text }]));
  expect(markdown.replace(/(`+)[^]*?\1/g, '')).not.toMatch(/<img|\[a\]\(b\)/);
});
