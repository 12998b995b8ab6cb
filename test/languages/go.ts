import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { devNull } from 'node:os';
import { join } from 'node:path';
import { Language, Outcome, Workspace } from './language';
import { DEPENDENCIES, generate, PROGRAMS, ROOT, synthesize } from './packages';
import { attempt, run } from './shell';

/** The build's directory is not part of what it makes, so Go's build cache serves the next run. */
const env = { GOFLAGS: '-trimpath' };

export const go: Language = {
  name: 'Go',
  target: 'go',
  tools: [{ command: 'go', args: ['version'], install: 'Go (1.21 or newer)' }],
  mangled: { files: /\.go$/, names: /\bfunc (\(.*?\) )?\w*_\(|^\t[A-Z]\w*_ /m },
  prove,
};

function prove({ directory, generated }: Workspace): Outcome {
  const library = only(generated);
  const required = [...readFileSync(join(library, 'go.mod'), 'utf8').matchAll(/^\t(\S+) (v\S+)$/gm)].map(
    ([, path, version]) => ({ path, version }),
  );
  const modules = DEPENDENCIES.map((dependency) => ({
    dependency,
    ...required.find(({ path }) => path.startsWith(`${dependency.targets.go.moduleName}/`))!,
  }));
  const substitutes = modules.filter(
    ({ path, version }) => !attempt('go', ['list', '-m', `${path}@${version}`], { cwd: library }).passed,
  );

  const example = join(directory, 'example');
  cpSync(join(ROOT, 'examples', 'go'), example, { recursive: true });
  const replacements = [
    `-replace=${moduleOf(library)}=${library}`,
    ...substitutes.map(
      ({ path, dependency }) =>
        `-replace=${path}=${only(generate(dependency, 'go', join(directory, dependency.name)))}`,
    ),
  ];
  run('go', ['mod', 'edit', ...replacements], { cwd: example });
  run('go', ['mod', 'tidy'], { cwd: example });
  const { command, manifests } = synthesize(example, env);

  cpSync(join(PROGRAMS, 'go'), example, { recursive: true });
  const mistake = (name: string) => attempt('go', ['run', './mistakes', name], { cwd: example, env }).output;
  return {
    commands: ['go mod tidy', command],
    packageName: moduleOf(library),
    packagePath: library,
    manifests,
    mistakes: {
      'impossible pair': attempt('go', ['build', '-o', devNull, './impossible'], { cwd: example, env }).output,
      'bad CIDR': mistake('bad-cidr'),
      'managed variable': mistake('managed-variable'),
    },
    substitutes: substitutes.map(({ dependency }) => dependency.name),
  };
}

/** The one directory in a directory: jsii names it after the Go package. */
function only(directory: string): string {
  return join(directory, readdirSync(directory)[0]);
}

function moduleOf(directory: string): string {
  return /^module (\S+)/.exec(readFileSync(join(directory, 'go.mod'), 'utf8'))![1];
}
