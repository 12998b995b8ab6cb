import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { dotnet } from './dotnet';
import { go } from './go';
import { java } from './java';
import { Language, Outcome } from './language';
import { generate, LIBRARY, PACKAGE_TEXT, ROOT, synthesize } from './packages';
import { python } from './python';
import { attempt } from './shell';
import { typescript } from './typescript';
import { examplesOf } from '../docs/examples';
import { objectsIn, run } from '../docs/run';

const LANGUAGES = [typescript, python, java, go, dotnet];

/** The charts of the TypeScript example that the examples in other languages have, too. */
const CHARTS = ['gke-local-traffic', 'eks-nlb-proxy-protocol', 'eks-alb-header-forwarded', 'helm-values'];

/** What a user must be told of each mistake, in every language. */
const MESSAGES: { [mistake: string]: RegExp } = {
  'impossible pair': /GkeNetworkLoadBalancer.*IProxyProtocolLoadBalancer/,
  'impossible pair, at run time': /GkeNetworkLoadBalancer cannot send PROXY protocol/,
  'bad CIDR': /TrustedProxies\.of: "10\.0\.0\.5\/16" has host bits set/,
  'managed variable': /\[chart\/Kong\] KONG_TRUSTED_IPS belongs to LocalTrafficKong/,
};

const counts = { passed: 0, failed: 0 };

function check(label: string, passed: boolean, text: string): void {
  counts[passed ? 'passed' : 'failed'] += 1;
  console.log(`  ${passed ? '' : 'FAILED '}${label}: ${text}`);
}

/**
 * Packages the library for every language, or those that are named, runs the example there, and shows what mistakes
 * lead to.
 */
function main(names: string[]): void {
  const languages = LANGUAGES.filter(({ target }) => names.length === 0 || names.includes(target));
  const missing = languages.flatMap(({ tools }) => tools).filter(({ command, args }) => !attempt(command, args).passed);
  if (missing.length > 0) {
    console.error(
      `test:languages needs tools that are not installed: ${missing.map(({ install }) => install).join(', ')}`,
    );
    process.exitCode = 1;
    return;
  }
  const directory = mkdtempSync(join(tmpdir(), `${LIBRARY.name}-`));
  try {
    const expected = synthesize(ROOT).manifests;
    languages.forEach((language) => report(language, join(directory, language.target), expected));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

function report(language: Language, directory: string, expected: string): void {
  const start = Date.now();
  console.log(`\n${language.name}`);
  try {
    const generated = generate(LIBRARY, language.target, directory);
    if (language.mangled) {
      reportNames(language.mangled, generated);
    }
    if (language.prove) {
      const workspace = join(directory, 'workspace');
      mkdirSync(workspace);
      reportOutcome(language.prove({ directory: workspace, generated }), workspace, expected);
    } else {
      check('sources', true, `${describe(generated)}; not compiled here`);
    }
  } catch (error) {
    check('run', false, (error as Error).message);
  }
  console.log(`  (${Math.round((Date.now() - start) / 1000)} s)`);
}

function reportNames({ files, names }: Required<Language>['mangled'], generated: string): void {
  const mangled = filesIn(generated, files).flatMap((file) => names.exec(readFileSync(file, 'utf8'))?.[0].trim() ?? []);
  check('names', mangled.length === 0, mangled.join('; ') || 'none is changed for being a reserved word');
}

function reportOutcome(outcome: Outcome, workspace: string, expected: string): void {
  console.log(`  commands: ${outcome.commands.join('; ')}`);
  console.log(`  package: ${outcome.packageName}: ${describe(outcome.packagePath)}`);
  if (outcome.substitutes?.length) {
    console.log(
      `  made from the npm package, since the language's registry lacks it: ${outcome.substitutes.join(', ')}`,
    );
  }
  for (const chart of CHARTS) {
    const file = `${chart}.k8s.yaml`;
    const difference = attempt('diff', ['-u', join(expected, file), join(outcome.manifests, file)]);
    check(file, difference.passed, difference.passed ? 'identical' : `\n${difference.output}`);
  }
  if (outcome.readme) {
    reportReadme(outcome.readme);
  }
  for (const [mistake, output] of Object.entries(outcome.mistakes)) {
    const line = output
      .split('\n')
      .filter((candidate) => MESSAGES[mistake].test(candidate))
      .pop();
    check(mistake, line !== undefined, line?.trim().replaceAll(`${workspace}/`, '') ?? `no such message in\n${output}`);
  }
}

/** The examples of the package's text, translated, make what they make in TypeScript. */
function reportReadme(directory: string): void {
  examplesOf(PACKAGE_TEXT).forEach((example, index) => {
    const { objects, error } = run(example);
    const translated = objectsIn(join(directory, `example-${index + 1}`));
    const same = error === undefined && isDeepStrictEqual(byName(translated), byName(objects));
    check(
      example.name,
      same,
      same
        ? `${objects.length} objects, as in TypeScript`
        : `${JSON.stringify(translated)}\ninstead of\n${JSON.stringify(objects)}`,
    );
  });
}

function byName(objects: any[]): any[] {
  const name = ({ kind, metadata }: any) => `${kind} ${metadata?.name}`;
  return [...objects].sort((a, b) => name(a).localeCompare(name(b)));
}

function describe(path: string): string {
  const files = filesIn(path, /./);
  const kilobytes = Math.round(files.map((file) => statSync(file).size).reduce((sum, size) => sum + size) / 1000);
  return `${basename(path)}, ${kilobytes} kB${files.length > 1 ? ` in ${files.length} files` : ''}`;
}

function filesIn(path: string, pattern: RegExp): string[] {
  if (statSync(path).isDirectory()) {
    return readdirSync(path).flatMap((name) => filesIn(join(path, name), pattern));
  }
  return pattern.test(path) ? [path] : [];
}

main(process.argv.slice(2));
