import { mkdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { cli, folder, file } from './session';

const lost = 'test/corpus/cases/bare-load-balancer.yaml';
const warned = 'test/corpus/cases/alb-instance-targets.yaml';
const right = 'test/corpus/cases/right-aks-local.yaml';
describe('exit codes', () => {
  test.each([
    [0, ['check', right]],
    [1, ['check', lost]],
    [0, ['check', warned]],
    [1, ['check', warned, '--fail-on', 'warning']],
    [0, ['explain', lost]],
    [0, ['rules']],
    [0, ['rules', 'trust-everybody']],
    [0, ['--help']],
    [2, ['rules', 'no-such-rule']],
    [2, ['check']],
    [2, ['check', 'no-such-file.yaml']],
    [2, ['check', lost, '--format', 'xml']],
    [2, ['check', lost, '--fail-on', 'note']],
    [2, ['check', lost, '--cloud', 'mars']],
    [2, ['check', lost, '--controller', 'nobody']],
    [2, ['check', lost, '--nodes', '10.0.0.0']],
    [2, ['check', lost, '--unknown']],
    [2, ['no-such-command']],
    [2, []],
  ])('%d for %j', async (code, args) => {
    const result = await cli(args);
    expect(result).toMatchObject({ code });
    expect(result.out + result.error).not.toBe('');
  });

  test('2 for a document that cannot be read, and the others are checked', async () => {
    const { code, out } = await cli(['check', lost, file('bad.yaml', 'kind: "Pod\n')]);
    expect(code).toBe(2);
    expect(out).toContain('traffic-policy-cluster');
    expect(out).toContain('bad.yaml:');
  });

  test('2 for input without any object', async () => {
    expect(await cli(['check', file('empty.yaml', '# nothing\n')])).toMatchObject({
      code: 2,
      error: expect.stringContaining('no Kubernetes object'),
    });
  });

  test('0 for objects without a gateway, which is said', async () => {
    expect(await cli(['check', file('pod.yaml', 'kind: Pod\nmetadata: { name: x }\n')])).toMatchObject({
      code: 0,
      out: expect.stringContaining('No Kong gateway found in 1 object.'),
    });
  });
});

describe('what a user passes around the check', () => {
  const check = async (...args: string[]) => cli(['check', lost, ...args]);

  test('the version', async () => {
    expect(await cli(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  test('the help lists the exit codes', async () => {
    expect((await cli(['check', '--help'])).out).toMatch(/Exit codes:\n +0 .*\n +1 .*\n +2 /);
  });

  test('a verdict that is unknown fails if asked to', async () => {
    const unknown = 'test/corpus/cases/bare-load-balancer-local.yaml';
    expect(await cli(['check', unknown])).toMatchObject({ code: 0 });
    expect(await cli(['check', unknown, '--fail-on', 'unknown'])).toMatchObject({ code: 1 });
    expect(await cli(['check', unknown, '--fail-on', 'warning,unknown'])).toMatchObject({ code: 1 });
  });

  test('nothing is printed when nothing fails', async () => {
    expect(await cli(['check', right, '--quiet'])).toEqual({ code: 0, out: '', error: '' });
    expect((await check('--quiet')).out).toContain('traffic-policy-cluster');
  });

  test('only what is not in the baseline fails', async () => {
    const baseline = join(folder, 'baseline.json');
    expect(await check('--baseline', baseline)).toMatchObject({
      code: 2,
      error: expect.stringContaining('--write-baseline'),
    });
    expect(await check('--write-baseline', baseline)).toMatchObject({ code: 0 });
    expect(await check('--baseline', baseline)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Acknowledged: It is in the baseline.'),
    });
    expect(await cli(['check', 'test/corpus/cases/gke-cluster-default.yaml', '--baseline', baseline])).toMatchObject({
      code: 1,
    });
    expect(await check('--baseline', file('bad.json', '{}'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('is not a baseline'),
    });
  });

  test('a configuration file holds what is always passed', async () => {
    const config = file(
      'config.yaml',
      'cloud: gke\naccept:\n  - { rule: traffic-policy-cluster, reason: behind a proxy }\n',
    );
    expect(await check('--config', config)).toMatchObject({
      code: 0,
      out: expect.stringContaining('Acknowledged: behind a proxy'),
    });
    const other = file(
      'other.yaml',
      'accept:\n  - { rule: traffic-policy-cluster, object: Service/x/y, reason: elsewhere }\n',
    );
    expect(await check('--config', other)).toMatchObject({ code: 1 });
  });

  test.each([
    ['clouds: aws', '"clouds" is not known'],
    ['cloud: 1', 'cloud must be a text'],
    ['nodes: 10.0.0.0/8', 'nodes must be a list of texts'],
    ['accept: [{ rule: x }]', 'needs the texts rule and reason'],
    ['accept: [{ rule: traffic-policy, reason: x }]', '"traffic-policy" is not a rule'],
    ['- x', 'it must be a map'],
    ['a: "', 'wrong.yaml: '],
  ])('the configuration %j is refused', async (text, message) => {
    expect(await check('--config', file('wrong.yaml', text))).toMatchObject({
      code: 2,
      error: expect.stringContaining(message),
    });
  });

  test('the line is shown with the place marked', async () => {
    expect((await check()).out).toMatch(/\n +\d+ \| .*\n +\| +\^\n/);
  });

  test('other tools read it', async () => {
    expect((await check('--format', 'junit')).out).toMatch(
      /^<\?xml[^]*<testsuite name="Deployment\/kong\/kong" tests="1" failures="1">[^]*<failure type="error"/,
    );
    expect((await check('--format', 'github')).out).toMatch(
      /^::error file=test\/corpus\/cases\/bare-load-balancer\.yaml,line=\d+,col=\d+,title=traffic-policy-cluster%3A /,
    );
    const [result] = JSON.parse((await check('--format', 'sarif')).out).runs[0].results;
    expect(result.locations[0].physicalLocation.region).toEqual({
      startLine: expect.any(Number),
      startColumn: expect.any(Number),
    });
  });

  test('names of strangers stay text', async () => {
    const hostile = file(
      'hostile.yaml',
      readFileSync(lost, 'utf8').replaceAll('name: kong-proxy', 'name: "kong\\n::error::pwned\\e[31m"'),
    );
    for (const format of ['text', 'markdown', 'github', 'junit']) {
      const { out } = await cli(['check', hostile, '--format', format]);
      expect(out).not.toMatch(/^::error::pwned/m);
      expect(out).not.toContain('\u001b');
    }
  });
});

test('folders are read for manifests, but not what is hidden or installed', async () => {
  for (const inner of ['sub', 'node_modules', '.git']) mkdirSync(join(folder, 'tree', inner), { recursive: true });
  file('tree/sub/a.yml', 'kind: Pod\nmetadata: { name: a }\n');
  file('tree/b.json', '{"kind":"Pod","metadata":{"name":"b"}}');
  for (const name of ['tree/readme.md', 'tree/node_modules/c.yaml', 'tree/.git/d.yaml']) file(name, ': : :');
  expect(await cli(['check', join(folder, 'tree')])).toMatchObject({
    code: 0,
    out: expect.stringContaining('2 objects'),
  });
});

test('bytes that are not UTF-8 are an error with their line', async () => {
  expect(await cli(['check', file('latin.yaml', Buffer.from('kind: Pod\nname: M\xfcller\n', 'latin1'))])).toMatchObject(
    { code: 2, out: expect.stringContaining('latin.yaml:2: this is not UTF-8') },
  );
});

test('JSON is the report', async () => {
  const report = JSON.parse((await cli(['check', lost, '--format', 'json'])).out);
  expect(report.gateways[0]).toMatchObject({
    gateway: 'Deployment/kong/kong',
    verdict: 'lost',
    findings: [
      {
        rule: 'traffic-policy-cluster',
        level: 'error',
        object: 'Service/kong/kong-proxy',
        field: 'spec.externalTrafficPolicy',
        file: lost,
        line: expect.any(Number),
      },
    ],
    path: expect.any(Array),
    questions: [{ answer: '--cloud' }],
  });
});

test('an option answers what the manifest leaves open', async () => {
  const local = 'test/corpus/cases/bare-load-balancer-local.yaml';
  const verdict = async (...args: string[]) =>
    JSON.parse((await cli(['check', local, '--format', 'json', ...args])).out).gateways[0].verdict;
  expect([await verdict(), await verdict('--cloud', 'gke'), await verdict('--cloud', 'hetzner')]).toEqual([
    'unknown',
    'kept',
    'lost',
  ]);
});

test('networks that the user names are held against what is trusted', async () => {
  const proxy = 'test/corpus/cases/right-eks-nlb-instance-proxy.yaml';
  const report = async (...args: string[]) =>
    JSON.parse((await cli(['check', proxy, '--format', 'json', ...args])).out).gateways[0];
  expect(await report('--nodes', '10.0.0.0/16')).toMatchObject({ verdict: 'kept', questions: [] });
  expect(await report('--nodes', '10.1.0.0/16')).toMatchObject({
    verdict: 'lost',
    findings: [{ rule: 'trusted-ips-miss-peer' }],
  });
  expect(await report('--nodes', '10.0.0.0/16', '--pods', '10.244.0.0/16')).toMatchObject({ verdict: 'lost' });
});

test('colour is for terminals only', async () => {
  expect((await cli(['check', lost])).out).not.toContain('\u001b');
  expect((await cli(['check', lost], true)).out).toContain('\u001b[31m');
});

test.each([
  ['eks', 'did you mean "aws"?'],
  ['AWS', 'did you mean "aws"?'],
  ['GCP', 'did you mean "gke"?'],
  ['constructor', 'write one of aks, '],
])('the cloud %s', async (cloud, hint) => {
  const { code, error } = await cli(['check', right, '--cloud', cloud]);
  expect(code).toBe(2);
  expect(error).toContain(`cloud: "${cloud}" is not known; ${hint}`);
});
