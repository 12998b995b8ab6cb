import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run } from './shell';

export const ROOT = resolve(__dirname, '../..');
/** What the packages of every language show, with its examples in that language. */
export const PACKAGE_TEXT = 'docs/packages.md';

export const PROGRAMS = join(__dirname, 'programs');

const bin = (name: string) => join(ROOT, 'node_modules', '.bin', name);

/** A package that is written in TypeScript and published for every language by jsii. */
export interface JsiiPackage {
  readonly directory: string;
  readonly name: string;
  readonly version: string;
  readonly targets: {
    java: { maven: { groupId: string; artifactId: string } };
    python: { distName: string };
    go: { moduleName: string };
  };
}

export const LIBRARY = readPackage(ROOT);

/** What the library depends on, in an order in which they can be built. */
export const DEPENDENCIES = ['constructs', 'cdk8s', 'cdk8s-plus-27'].map((name) =>
  readPackage(join(ROOT, 'node_modules', name)),
);

/** Makes a package's sources in another language, and returns their directory. Does not build them. */
export function generate({ directory }: JsiiPackage, target: string, outdir: string): string {
  run(bin('jsii-pacmak'), ['--code-only', '--no-npmignore', '--target', target, '--outdir', outdir, directory]);
  return join(outdir, target);
}

export interface Synthesis {
  /** The app of cdk8s.yaml. */
  readonly command: string;
  /** The directory of the manifests. */
  readonly manifests: string;
}

/** Runs the app that cdk8s.yaml in a directory names, as a user does. */
export function synthesize(cwd: string, env?: { [name: string]: string }): Synthesis {
  run(bin('cdk8s'), ['synth', '--no-check-upgrade'], { cwd, env });
  const [, command] = /^app: (.*)$/m.exec(readFileSync(join(cwd, 'cdk8s.yaml'), 'utf8'))!;
  return { command, manifests: join(cwd, 'dist') };
}

function readPackage(directory: string): JsiiPackage {
  const { name, version, jsii } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  return { directory, name, version, targets: jsii.targets };
}
