import { existsSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { createTwoFilesPatch } from 'diff';
import { acceptComparisons, acceptOutcomes } from './accept';
import { compareCorpus } from './compare';
import { testStatements } from './statements';

interface Result {
  /** A line per case that disagrees. */
  readonly lines: readonly string[];
  /** How many cases there are. */
  readonly count: number;
  /** What `expect.json` would be if the check were right. */
  readonly accepted: string;
}

async function resultOf(folder: string): Promise<Result> {
  const [first] = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
  if ('findings' in first) {
    const comparisons = compareCorpus(folder);
    const lines = comparisons
      .filter(({ disagreements }) => disagreements.length > 0)
      .map(({ file, gateway, disagreements }) => `${file} ${gateway}: ${disagreements.join('; ')}`);
    return {
      lines,
      count: comparisons.length,
      accepted: `${JSON.stringify(acceptComparisons(comparisons), undefined, 1)}\n`,
    };
  }
  const outcomes = await testStatements(folder);
  const lines = outcomes
    .filter(({ wrong }) => wrong.length > 0)
    .map(({ statement, wrong }) => `${statement.file}: ${wrong.join('; ')} (${statement.about})`);
  const statements = acceptOutcomes(outcomes).map((statement) => JSON.stringify(statement));
  return { lines, count: outcomes.length, accepted: `[\n${statements.join(',\n')}\n]\n` };
}

/** Writes what the check says, and shows what that changes. */
function accept(folder: string, accepted: string): void {
  const file = join(folder, 'expect.json');
  const before = readFileSync(file, 'utf8');
  if (before === accepted) return;
  console.log(createTwoFilesPatch(file, file, before, accepted, undefined, undefined, { context: 1 }));
  writeFileSync(file, accepted);
}

async function main(folders: readonly string[], accepting: boolean): Promise<void> {
  let passed = 0;
  let failed = 0;
  for (const folder of folders) {
    const { lines, count, accepted } = await resultOf(folder);
    lines.forEach((line) => console.log(line));
    if (accepting) accept(folder, accepted);
    passed += count - lines.length;
    failed += lines.length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 && !accepting ? 1 : 0;
}

const args = process.argv.slice(2);
const named = args.filter((arg) => arg !== '--accept');
const own = ['', '2026-11-29', 'siblings']
  .map((folder) => join(__dirname, folder))
  .filter((folder) => existsSync(join(folder, 'expect.json')));
void main(named.length > 0 ? named : own, args.includes('--accept'));
