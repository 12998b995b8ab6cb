import { execFileSync } from 'child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';

const CRDS = 'imports/crds';

test('imports/ is what `cdk8s import` makes of the CRDs', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'imports-'));
  for (const crd of readdirSync(CRDS)) {
    execFileSync(
      process.execPath,
      [
        'node_modules/cdk8s-cli/bin/cdk8s',
        'import',
        join(CRDS, crd),
        '--no-check-upgrade',
        '--save=false',
        '-o',
        outdir,
        '-l',
        'typescript',
      ],
      { stdio: 'pipe' },
    );
  }
  expect(readdirSync(outdir)).toEqual(readdirSync('imports').filter((name) => name.endsWith('.ts')));
  for (const name of readdirSync(outdir)) {
    expect(readFileSync(join('imports', name), 'utf8')).toBe(readFileSync(join(outdir, name), 'utf8'));
  }
}, 60_000);
