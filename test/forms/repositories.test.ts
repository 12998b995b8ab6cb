import { readdirSync } from 'fs';
import { join } from 'path';
import { run } from '../../src/cli/program';

const folder = join('test', 'forms', 'repositories');

async function printed(args: string[]): Promise<{ exit: number; out: string; error: string }> {
  const written = { out: '', error: '' };
  const exit = await run(args, {
    colours: false,
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { exit, ...written };
}

interface Place {
  readonly file?: string;
  readonly path?: string;
  readonly line?: number;
}
const at = ({ file, path, line }: Place) => `${(file ?? path)?.slice(folder.length + 1)}:${line}`;

/** What the check says of a repository, in short. */
async function reportOf(name: string): Promise<unknown> {
  const { exit, out } = await printed(['check', join(folder, name), '--format', 'json']);
  const { gateways, notJudged, unreadable } = JSON.parse(out);
  return {
    exit,
    gateways: gateways.map((one: any) => ({
      gateway: one.gateway,
      verdict: one.verdict,
      findings: one.findings.map(
        (finding: any) => `${finding.level} ${finding.rule} ${finding.helmValue ?? finding.field} ${at(finding)}`,
      ),
      questions: one.questions.map(({ question }: any) => question),
    })),
    notJudged: notJudged.map((one: any) => `${at(one)} ${one.run}`),
    unreadable: unreadable.map((one: any) => `${at(one)} ${one.message}`),
  };
}

test.each(readdirSync(folder).sort())('the repository %s', async (name) => {
  expect(await reportOf(name)).toMatchSnapshot();
});

test('values files of one release are given in the order of Helm', async () => {
  const files = ['values.yaml', 'values-prod.yaml'].map((name) => join(folder, 'values-overlay', name));
  const verdicts = async (...args: string[]) =>
    JSON.parse((await printed(['check', ...args, '--format', 'json'])).out).gateways.map(({ verdict }: any) => verdict);
  expect(await verdicts(...files, '--chart', 'kong')).toEqual(['kept']);
  expect(await verdicts(files[0], '--chart', 'kong')).toEqual(['broken']);
});

test('what could not be judged does not pass in silence', async () => {
  const args = ['check', join(folder, 'terraform-module')];
  expect(await printed(args)).toMatchObject({
    exit: 2,
    out: expect.stringContaining('terraform show -json'),
    error: expect.stringContaining('--allow-none'),
  });
  expect(await printed([...args, '--allow-none'])).toMatchObject({ exit: 0 });
  expect(await printed([...args, '--allow-none', '--fail-on', 'unknown'])).toMatchObject({ exit: 1 });
});
