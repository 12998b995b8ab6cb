import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { examplesOf } from '../docs/examples';
import { LIBRARY, ROOT } from '../languages/packages';
import { attempt, run } from '../languages/shell';

/** What an app needs beside the package. */
const PEERS = ['cdk8s', 'cdk8s-plus-27', 'constructs'];
const TOOLS = ['tsx', 'typescript', '@types/node@20'];

/** Files that must be in the package, and kinds that must not. */
const CARRIED = [
  '.jsii',
  'README.md',
  'LICENSE',
  'validation.js',
  'lib/src/index.js',
  'lib/src/index.d.ts',
  'lib/src/cli/main.js',
  'assets/web-tree-sitter.cjs',
  'assets/web-tree-sitter.wasm',
  'assets/tree-sitter-hcl.wasm',
  'node_modules/commander/package.json',
  'node_modules/diff/package.json',
  'node_modules/yaml/package.json',
];
const LEFT_OUT = [/^API\.md$/, /^src\//, /^test\//, /^lib\/test\//, /\.tsbuildinfo$/, /^docs\//];

/** What is public beside the constructs, by the names that the package exports. */
const EXPORTS = ['', '/validation', '/package.json', '/.jsii'];

let passed = 0;
let failed = 0;

function check(what: string, holds: boolean, otherwise = ''): void {
  passed += holds ? 1 : 0;
  failed += holds ? 0 : 1;
  console.log(holds ? `  ${what}` : `  FAILED ${what}: ${otherwise}`);
}

/** Packs the library, installs it in an empty folder, and does there what its users do. */
function main(newest: boolean): void {
  const folder = mkdtempSync(join(tmpdir(), `${LIBRARY.name}-package-`));
  try {
    const [{ filename, files }] = JSON.parse(
      run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { cwd: ROOT }),
    );
    checkFiles(files.map(({ path }: { path: string }) => path));
    const app = join(folder, 'app');
    mkdirSync(app);
    install(app, join(folder, filename), newest);
    checkExports(app);
    checkGateway(app);
    checkCommands(app);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

function checkFiles(files: readonly string[]): void {
  const missing = CARRIED.filter((file) => !files.includes(file));
  check(`the package carries ${CARRIED.length} files that it needs`, missing.length === 0, missing.join(', '));
  const surplus = files.filter((file) => LEFT_OUT.some((kind) => kind.test(file)));
  check('and none that nobody reads', surplus.length === 0, surplus.join(', '));
}

/**
 * The oldest peers that the package allows, which package.json pins for its own tests, or the newest that there are.
 */
function install(app: string, tarball: string, newest: boolean): void {
  const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  const peers = PEERS.map((name) => `${name}@${newest ? 'latest' : devDependencies[name]}`);
  writeFileSync(join(app, 'package.json'), '{ "name": "app", "private": true }');
  run('npm', ['install', '--silent', '--no-audit', '--no-fund', tarball, ...peers, ...TOOLS], { cwd: app });
  const tree = attempt('npm', ['ls'], { cwd: app });
  check(`it installs beside ${peers.join(', ')}`, tree.passed, tree.output);
}

function checkExports(app: string): void {
  for (const path of EXPORTS) {
    const { passed: found, output } = attempt('node', ['-p', `require.resolve('${LIBRARY.name}${path}')`], {
      cwd: app,
    });
    check(`require('${LIBRARY.name}${path}')`, found, output);
  }
  const plugin = attempt(
    'node',
    ['-e', `new (require('./node_modules/${LIBRARY.name}/validation.js').ClientIpValidation)()`],
    { cwd: app },
  );
  check('cdk8s finds the validation by its path', plugin.passed, plugin.output);
}

/** The first gateway of the README: types, manifest, verdict. */
function checkGateway(app: string): void {
  const { code } = examplesOf('README.md').find((example) => example.code.includes('app.synth()'))!;
  writeFileSync(join(app, 'main.ts'), code);
  for (const [module, resolution] of [
    ['node16', 'node16'],
    ['preserve', 'bundler'],
  ]) {
    const types = attempt(
      'npx',
      [
        'tsc',
        '--noEmit',
        '--strict',
        '--target',
        'es2022',
        '--module',
        module,
        '--moduleResolution',
        resolution,
        '--types',
        'node',
        'main.ts',
      ],
      { cwd: app },
    );
    check(`its types are found by moduleResolution ${resolution}`, types.passed, types.output);
  }
  run('npx', ['tsx', 'main.ts'], { cwd: app });
  command(app, ['check', 'dist/'], 0, 'KEPT');
}

function checkCommands(app: string): void {
  cpSync(join(ROOT, 'test/forms/repositories/terraform-heredoc'), join(app, 'terraform'), { recursive: true });
  command(app, ['--version'], 0, LIBRARY.version);
  command(app, ['check', 'terraform'], 1, 'main.tf');
  command(app, ['mend', 'terraform'], 1, 'helm_release.kong: forgeable -> kept');
  command(app, ['values', 'aws-nlb', 'proxy-protocol', '--trust', '10.0.0.0/16'], 0, 'proxy_protocol');
  command(app, ['balancers'], 0, 'aws-nlb');
}

function command(app: string, args: readonly string[], status: number, text: string): void {
  const { output, status: ended } = attempt('npx', [LIBRARY.name, ...args], { cwd: app });
  const right = ended === status && output.includes(text);
  check(
    `npx ${LIBRARY.name} ${args.join(' ')}`,
    right,
    `ended with ${ended} instead of ${status}, or lacks ${text}:\n${output}`,
  );
}

main(process.argv.includes('--newest'));
