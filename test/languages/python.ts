import { cpSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Language, Outcome, Workspace } from './language';
import { LIBRARY, PACKAGE_TEXT, PROGRAMS, ROOT, synthesize } from './packages';
import { attempt, run } from './shell';
import { examplesOf } from '../docs/examples';

export const python: Language = {
  name: 'Python',
  target: 'python',
  tools: [
    {
      command: 'python3',
      args: ['-c', 'import ensurepip, venv'],
      install: 'python3 (3.10 or newer) with python3-venv',
    },
  ],
  mangled: { files: /\.py$/, names: /\bdef [a-z]\w*_\(|^ +[a-z]\w*_: /m },
  prove,
};

function prove({ directory, generated }: Workspace): Outcome {
  const environment = join(directory, '.venv');
  run('python3', ['-m', 'venv', environment]);
  const env = { PATH: `${join(environment, 'bin')}:${process.env.PATH}`, VIRTUAL_ENV: environment };
  const wheels = join(generated, 'wheels');
  run('pip', ['wheel', '--quiet', '--no-deps', '--wheel-dir', wheels, generated], { env });
  const wheel = join(wheels, readdirSync(wheels)[0]);

  const example = join(directory, 'example');
  cpSync(join(ROOT, 'examples', 'python'), example, { recursive: true });
  run('pip', ['install', '--quiet', wheel, '--requirement', 'requirements.txt', 'mypy'], { cwd: example, env });
  const { command, manifests } = synthesize(example, env);

  run('mypy', ['main.py'], { cwd: example, env });
  cpSync(join(PROGRAMS, 'python'), example, { recursive: true });
  const readme = join(directory, 'readme');
  examplesOf(PACKAGE_TEXT).forEach((_, index) => {
    const place = join(readme, `example-${index + 1}`);
    mkdirSync(place, { recursive: true });
    run('python', [join(example, 'readme.py'), join(generated, 'README.md'), String(index)], { cwd: place, env });
  });
  const mistake = (name: string) => attempt('python', ['mistakes.py', name], { cwd: example, env }).output;
  return {
    commands: [`pip install ${basename(wheel)}`, command],
    packageName: LIBRARY.targets.python.distName,
    packagePath: wheel,
    manifests,
    readme,
    mistakes: {
      'impossible pair': attempt('mypy', ['mistakes.py'], { cwd: example, env }).output,
      'impossible pair, at run time': mistake('impossible-pair'),
      'bad CIDR': mistake('bad-cidr'),
      'managed variable': mistake('managed-variable'),
    },
  };
}
