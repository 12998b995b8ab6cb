import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { given, ours, sampled } from './cases';
import { Answer, byController, byModel, Case, Made } from './made';
import { hashOf, write } from './record';

/** What the code of the real controller makes of cases. */
function ask(cases: readonly Case[]): Answer[] {
  const input = JSON.stringify(cases.map(({ object, others }) => ({ object, others })));
  try {
    return JSON.parse(
      execFileSync('go', ['run', '.'], {
        cwd: join(__dirname, '../go'),
        input,
        maxBuffer: 2 ** 30,
        stdio: ['pipe', 'pipe', 'inherit'],
      }).toString(),
    );
  } catch {
    console.error(
      'Nothing was compared: the program in test/controllers/go did not build or run. Its modules must be served by the module proxy.',
    );
    return process.exit(2);
  }
}

function describe(name: string, model: Made, real: Made, { error = '' }: Answer): string {
  return `${name}\n  model:      ${JSON.stringify(model)}\n  controller: ${JSON.stringify(real)} ${error}`;
}

/** Builds every case with the controller's own code, and prints where the model says something else. */
function main(): void {
  const {
    values: { record },
  } = parseArgs({ strict: false, options: { record: { type: 'boolean' } } });
  const cases = [...ours(), ...given(), ...sampled(10_000, 2)];
  const answers = ask(cases);
  const real = cases.map((each, index) => byController(each, answers[index]));
  const differing = cases.flatMap((each, index) => {
    const model = byModel(each);
    return isDeepStrictEqual(model, real[index]) ? [] : [describe(each.name, model, real[index], answers[index])];
  });
  if (record) {
    const hashes = new Set(given().map(hashOf));
    write(
      Object.fromEntries(
        cases.map((each, index) => [hashOf(each), real[index]] as const).filter(([hash]) => hashes.has(hash)),
      ),
    );
  }
  differing.forEach((difference) => console.log(difference));
  console.log(`${cases.length - differing.length} passed, ${differing.length} failed`);
  process.exitCode = differing.length > 0 ? 1 : 0;
}

main();
