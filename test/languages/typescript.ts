import { copyFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Language, Outcome, Workspace } from './language';
import { LIBRARY, PROGRAMS, ROOT, synthesize } from './packages';
import { attempt, run } from './shell';

export const typescript: Language = {
  name: 'TypeScript',
  target: 'js',
  tools: [],
  prove,
};

function prove({ directory, generated }: Workspace): Outcome {
  const packed = join(
    generated,
    run('npm', ['pack', '--silent', '--pack-destination', generated], { cwd: ROOT }).trim().split('\n').pop()!,
  );
  for (const file of [
    'package.json',
    'cdk8s.yaml',
    ...readdirSync(join(ROOT, 'examples', 'typescript')).filter((name) => name.endsWith('.ts')),
  ]) {
    copyFileSync(join(ROOT, 'examples', 'typescript', file), join(directory, file));
  }
  run('npm', ['install', '--no-audit', '--no-fund', packed], { cwd: directory });
  const { command, manifests } = synthesize(directory);

  copyFileSync(join(PROGRAMS, 'typescript', 'mistakes.ts'), join(directory, 'mistakes.ts'));
  const checkTypes = [
    'tsc',
    '--noEmit',
    '--strict',
    '--skipLibCheck',
    '--module',
    'node16',
    '--target',
    'es2022',
    '--types',
    'node',
  ];
  run('npx', [...checkTypes, 'main.ts', 'mistakes.ts'], { cwd: directory });
  const impossible = readFileSync(join(PROGRAMS, 'typescript', 'impossible-pair.ts'), 'utf8').replace(
    /^ *\/\/ @ts-expect-error.*\n/m,
    '',
  );
  writeFileSync(join(directory, 'impossible-pair.ts'), impossible);

  return {
    commands: [`npm install ${basename(packed)}`, command],
    packageName: LIBRARY.name,
    packagePath: packed,
    manifests,
    mistakes: {
      'impossible pair': attempt('npx', [...checkTypes, 'impossible-pair.ts'], { cwd: directory }).output,
      'bad CIDR': attempt('npx', ['tsx', 'mistakes.ts', 'bad-cidr'], { cwd: directory }).output,
      'managed variable': attempt('npx', ['tsx', 'mistakes.ts', 'managed-variable'], { cwd: directory }).output,
    },
  };
}
