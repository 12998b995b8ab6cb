import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Case, differences } from './compare';

/** Holds the model of Kong's charts to what Helm made of values. */
function main(file = join(__dirname, 'given.json')): void {
  const cases: Case[] = JSON.parse(readFileSync(file, 'utf8'));
  let failed = 0;
  for (const one of cases) {
    const found = differences(one);
    if (found.length > 0) failed++;
    for (const line of found) console.log(`${one.id}: ${line}`);
  }
  console.log(`${cases.length - failed} passed, ${failed} failed`);
  process.exitCode = failed > 0 ? 1 : 0;
}

main(process.argv[2]);
