import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { run } from '../../src/cli/program';

/*
 * The command line within a test, and a folder for its files, which goes with the test.
 */

export async function cli(args: string[], colours = false) {
  const written = { out: '', error: '' };
  const code = await run(args, {
    colours,
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { code, ...written };
}

export const folder = mkdtempSync(join(tmpdir(), 'client-ip-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

export const file = (name: string, content: string | Buffer) => {
  writeFileSync(join(folder, name), content);
  return join(folder, name);
};
