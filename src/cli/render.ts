import { spawnSync } from 'child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { stringify } from 'yaml';
import { KONG_CHARTS } from '../forms/installs/charts';
import { Install, Renderer } from '../forms/installs/install';

/** The user's own tools, as they are on PATH. */
export function rendererOf(): Renderer {
  return {
    release: (install) => withValues(install, (files) => output('helm', releaseArguments(install, files))),
    folder: (tool, path) =>
      tool === 'helm'
        ? output('helm', ['template', path])
        : (output('kubectl', ['kustomize', path]) ?? output('kustomize', ['build', path])),
  };
}

function releaseArguments(
  { release, chart, version, repository, namespace }: Install,
  files: readonly string[],
): string[] {
  const repo = repository?.startsWith('http') ? repository : KONG_CHARTS;
  const chosen = version === undefined ? [] : ['--version', version];
  return [
    'template',
    release,
    chart,
    '--repo',
    repo,
    ...chosen,
    '-n',
    namespace,
    ...files.flatMap((file) => ['-f', file]),
  ];
}

/** Values wherever they are kept, as files for a moment. */
function withValues(install: Install, use: (files: readonly string[]) => string | undefined): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'kong-client-ip-'));
  try {
    const files = install.layers.map(({ tree }, index) => {
      const file = join(folder, `values-${index}.yaml`);
      writeFileSync(file, stringify(tree, { version: '1.1' }));
      return file;
    });
    return use(files);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What a tool prints; undefined where it is not on PATH. */
function output(tool: string, args: readonly string[]): string | undefined {
  const { error, status, stdout, stderr } = spawnSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (error && (error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
  if (error) throw error;
  if (status !== 0) throw new Error(`${tool} ${args.join(' ')} failed: ${stderr.trim().split('\n').pop() ?? ''}`);
  return stdout;
}
