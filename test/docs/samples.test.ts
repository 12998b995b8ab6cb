import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { PAGES } from './examples';
import { run } from '../../src/cli/program';

/*
 * What a page shows of the command line is what the command writes. A comment above a fence names it: `<!-- file:
 * NAME -->` for a file that the reader has, `<!-- prints: ARGUMENTS -->` for output. A line with `…` alone leaves
 * lines out.
 */
interface Sample {
  readonly page: string;
  readonly files: readonly (readonly [name: string, text: string])[];
  readonly command: string;
  readonly output: string;
}

function fencesOf(page: string, kind: string): (readonly [name: string, text: string])[] {
  const fences = new RegExp(`<!-- ${kind}: (.+) -->\\n\`\`\`\\w+\\n([^]*?)^\`\`\`$`, 'gm');
  return [...readFileSync(page, 'utf8').matchAll(fences)].map(([, name, text]) => [name, text] as const);
}

const samples = PAGES.flatMap((page): Sample[] => {
  const files = fencesOf(page, 'file');
  return fencesOf(page, 'prints').map(([command, output]) => ({ page, files, command, output }));
});

test('README shows a finding and how it is mended', () => {
  const commands = samples.filter(({ page }) => page === 'README.md').map(({ command }) => command.split(' ')[0]);
  expect(commands).toEqual(['check', 'mend']);
});

test.each(samples.map((sample) => [sample.page, sample.command, sample] as const))(
  '%s shows what %s prints',
  async (_, command, { files, output }) => {
    const before = process.cwd();
    const directory = mkdtempSync(join(tmpdir(), 'sample-'));
    let printed = '';
    try {
      files.forEach(([name, text]) => writeFileSync(join(directory, name), text));
      process.chdir(directory);
      await run(command.split(' '), {
        colours: false,
        out: (text) => {
          printed += text;
        },
        error: (text) => {
          printed += text;
        },
      });
    } finally {
      process.chdir(before);
      rmSync(directory, { recursive: true });
    }
    const missing = output.split(/^…\n/m).filter((part) => !printed.includes(part));
    expect(missing.length > 0 ? printed : '').toBe('');
  },
  60_000,
);
