import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { mutants, ours, within } from './cases';
import { Cloud, CLOUDS } from './clouds';
import { agree, byModel, Made } from './made';
import { KubernetesObject } from '../../../src/controllers/balancer';

const MUTANTS = 200;
const CACHE = join(__dirname, '../../../node_modules/.cache/controllers');

const {
  values: { sources, count, seed, only },
} = parseArgs({
  options: {
    sources: { type: 'string' },
    count: { type: 'string' },
    seed: { type: 'string' },
    only: { type: 'string' },
  },
});

/**
 * The controller's source at its commit, fetched once; from a folder of bare repositories, `owner+name/repo`, if one
 * is given.
 */
function sourceOf({ repository, commit }: Cloud): string {
  const folder = join(CACHE, repository.replace('/', '+'), commit);
  if (existsSync(join(folder, 'go.mod'))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const origin =
    typeof sources === 'string'
      ? `file://${join(sources, repository.replace('/', '+'), 'repo')}`
      : `https://github.com/${repository}`;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', folder, ...args], {
      stdio: 'pipe',
      timeout: 180_000,
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
  git('init', '-q');
  git('fetch', '-q', '--depth', '1', origin, commit);
  git('checkout', '-q', 'FETCH_HEAD');
  return folder;
}

/** What the controller's own code makes of Services: a test of ours runs in its package. */
function ask(cloud: Cloud, folder: string, services: readonly KubernetesObject[]): Made[] {
  const scratch = mkdtempSync(join(tmpdir(), 'kong-client-ip-'));
  const [given, answered] = ['services', 'answers'].map((name) => join(scratch, `${name}.json`));
  const drivers = ['common', cloud.name].map((name) => ({
    name,
    target: join(folder, cloud.folder, `kong_client_ip_${name}_test.go`),
  }));
  try {
    writeFileSync(given, JSON.stringify(services));
    for (const { name, target } of drivers) {
      cpSync(join(__dirname, 'drivers', `${name}.go`), target);
      writeFileSync(target, readFileSync(target, 'utf8').replace('package driver', `package ${cloud.packageName}`));
    }
    execFileSync('go', ['test', '-vet=off', '-count=1', '-run', '^TestKongClientIP$', `./${cloud.folder}`], {
      cwd: folder,
      env: { ...process.env, KONG_CLIENT_IP_SERVICES: given, KONG_CLIENT_IP_ANSWERS: answered },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return JSON.parse(readFileSync(answered, 'utf8'));
  } finally {
    drivers.forEach(({ target }) => rmSync(target, { force: true }));
    rmSync(scratch, { recursive: true });
  }
}

/** How many cases differ; undefined where the controller could not be asked. */
function compare(cloud: Cloud): number | undefined {
  const cases = [...ours(cloud), ...mutants(cloud, Number(count ?? MUTANTS), Number(seed ?? 1))].map((each) =>
    within(cloud, each),
  );
  let answers: Made[];
  try {
    answers = ask(
      cloud,
      sourceOf(cloud),
      cases.map(({ service }) => service),
    );
  } catch (error) {
    const { stderr, stdout } = error as { stderr?: Buffer; stdout?: Buffer };
    console.error(`${cloud.name}: nothing was compared, since ${cloud.repository} could not be had or built.`);
    console.error([stdout, stderr].map(String).join('\n').trim().split('\n').slice(-12).join('\n'));
    return undefined;
  }
  const models = cases.map(({ service }) => byModel(cloud, service));
  const differing = cases.map((_, index) => index).filter((index) => !agree(models[index], answers[index]));
  const settled = models.filter((model, index) => !model.skipped && !answers[index].skipped).length;
  for (const index of differing) {
    console.log(
      `${cases[index].name}\n  model:      ${JSON.stringify(models[index])}\n  controller: ${JSON.stringify(answers[index])}`,
    );
  }
  console.log(
    `${cloud.name}: ${settled - differing.length} passed, ${differing.length} failed, ${cases.length - settled} not settled`,
  );
  return differing.length;
}

/** Compares the models of clouds with what their controllers' own code builds. */
function main(): void {
  const results = CLOUDS.filter(({ name }) => typeof only !== 'string' || only.split(',').includes(name)).map(compare);
  const failed = results.some((differing) => differing !== undefined && differing > 0);
  const missing = results.includes(undefined);
  // A machine without the sources has nothing to say; a continuous build has to have them.
  process.exitCode = failed || (missing && process.env.CI) ? 1 : 0;
}

main();
