import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { compareCorpus } from './compare';
import { testStatements } from './statements';

/** A line per case that disagrees, and how many there are. */
async function disagreementsOf(folder: string): Promise<{ lines: string[]; count: number }> {
  const [first] = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
  if ('findings' in first) {
    const comparisons = compareCorpus(folder);
    const lines = comparisons.filter(({ disagreements }) => disagreements.length > 0)
      .map(({ file, gateway, disagreements }) => `${file} ${gateway}: ${disagreements.join('; ')}`);
    return { lines, count: comparisons.length };
  }
  const outcomes = await testStatements(folder);
  const lines = outcomes.filter(({ wrong }) => wrong.length > 0)
    .map(({ statement, wrong }) => `${statement.file}: ${wrong.join('; ')} (${statement.about})`);
  return { lines, count: outcomes.length };
}

async function main(folders: readonly string[]): Promise<void> {
  let passed = 0;
  let failed = 0;
  for (const folder of folders) {
    const { lines, count } = await disagreementsOf(folder);
    lines.forEach((line) => console.log(line));
    passed += count - lines.length;
    failed += lines.length;
  }
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

const named = process.argv.slice(2);
const own = [__dirname, join(__dirname, '2026-11-29')].filter((folder) => existsSync(join(folder, 'expect.json')));
void main(named.length > 0 ? named : own);
