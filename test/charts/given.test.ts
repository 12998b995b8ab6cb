import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Case, differences } from './compare';

const CASES: Case[] = JSON.parse(readFileSync(join(__dirname, 'given.json'), 'utf8'));

test.each(CASES.map((one) => [one.id, one] as const))('what Helm made of %s', (_, one) => {
  expect(differences(one)).toEqual([]);
});
