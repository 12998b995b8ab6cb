import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Language, Outcome, Workspace } from './language';
import { DEPENDENCIES, generate, JsiiPackage, LIBRARY, PROGRAMS, ROOT, synthesize } from './packages';
import { attempt, run } from './shell';

/**
 * A local repository of its own, so that the user's never holds a package that nobody published. Kept for what it
 * downloads.
 */
const REPOSITORY = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'cdk8s-kong-client-ip', 'maven');

/** `mvn install` without tests, of which there are none, and documentation. */
const INSTALL = ['--quiet', 'resources:resources', 'compiler:compile', 'jar:jar', 'install:install'];

export const java: Language = {
  name: 'Java',
  target: 'java',
  tools: [
    { command: 'javac', args: ['-version'], install: 'a JDK (11 or newer)' },
    { command: 'mvn', args: ['--version'], install: 'maven' },
  ],
  mangled: { files: /\.java$/, names: /\b(public|default|static|abstract) [\w.<>, ]+ (_\w+|do_\w+|\w+_)\(/ },
  prove,
};

function prove({ directory, generated }: Workspace): Outcome {
  // Maven reads this file for every build below the directory.
  mkdirSync(join(directory, '.mvn'));
  writeFileSync(
    join(directory, '.mvn', 'maven.config'),
    [`-Dmaven.repo.local=${REPOSITORY}`, '--batch-mode', '-Dstyle.color=never', ''].join('\n'),
  );

  [...DEPENDENCIES, LIBRARY]
    .filter(isInstalledByAnEarlierRun)
    .forEach((earlier) => rmSync(installed(earlier), { recursive: true }));
  const library = join(directory, 'library');
  cpSync(generated, library, { recursive: true });
  const substitutes: JsiiPackage[] = [];
  for (
    let build = attempt('mvn', INSTALL, { cwd: library });
    !build.passed;
    build = attempt('mvn', INSTALL, { cwd: library })
  ) {
    const missing = DEPENDENCIES.find((dependency) =>
      build.output.includes(`No versions available for ${coordinates(dependency)}:`),
    );
    if (!missing || substitutes.includes(missing)) {
      throw new Error(build.output);
    }
    substitutes.push(missing);
    run('mvn', INSTALL, { cwd: withoutRanges(generate(missing, 'java', join(directory, missing.name))) });
  }

  const example = join(directory, 'example');
  cpSync(join(ROOT, 'examples', 'java'), example, { recursive: true });
  const { command, manifests } = synthesize(example);

  const sources = join(example, 'src', 'main', 'java', 'com', 'example', 'gateways');
  copyFileSync(join(PROGRAMS, 'java', 'Mistakes.java'), join(sources, 'Mistakes.java'));
  run('mvn', ['--quiet', 'compile'], { cwd: example });
  const mistake = (name: string) =>
    attempt('mvn', ['--quiet', 'exec:java', '-Dexec.mainClass=com.example.gateways.Mistakes', `-Dexec.args=${name}`], {
      cwd: example,
    }).output;
  const atRunTime = { 'bad CIDR': mistake('bad-cidr'), 'managed variable': mistake('managed-variable') };
  copyFileSync(join(PROGRAMS, 'java', 'ImpossiblePair.java'), join(sources, 'ImpossiblePair.java'));
  return {
    commands: [command],
    packageName: `${coordinates(LIBRARY)}:${LIBRARY.version}`,
    packagePath: join(
      installed(LIBRARY),
      LIBRARY.version,
      `${LIBRARY.targets.java.maven.artifactId}-${LIBRARY.version}.jar`,
    ),
    manifests,
    mistakes: { 'impossible pair': attempt('mvn', ['--quiet', 'compile'], { cwd: example }).output, ...atRunTime },
    substitutes: substitutes.map(({ name }) => name),
  };
}

/**
 * Replaces ranges of versions by their lower ends: Maven asks the registry for every version in a range, some
 * hundreds.
 */
function withoutRanges(project: string): string {
  const pom = join(project, 'pom.xml');
  writeFileSync(pom, readFileSync(pom, 'utf8').replace(/<version>\[([^,]+),.*?<\/version>/g, '<version>$1</version>'));
  return project;
}

/** Where Maven keeps every version of a package. */
function installed({ targets }: JsiiPackage): string {
  const { groupId, artifactId } = targets.java.maven;
  return join(REPOSITORY, ...groupId.split('.'), artifactId);
}

function isInstalledByAnEarlierRun(library: JsiiPackage): boolean {
  return existsSync(join(installed(library), 'maven-metadata-local.xml'));
}

function coordinates({ targets }: JsiiPackage): string {
  const { groupId, artifactId } = targets.java.maven;
  return `${groupId}:${artifactId}`;
}
