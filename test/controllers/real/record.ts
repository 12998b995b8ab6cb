import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Case, Made } from './made';

const FILE = join(__dirname, 'recorded.json');

/** What the real controller made of each case, by the hash of what it was given. */
export type Recorded = Readonly<Record<string, Made>>;

export function hashOf({ object, others }: Case): string {
  return createHash('sha256').update(JSON.stringify({ object, others })).digest('hex').slice(0, 12);
}

export function recorded(): Recorded {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

/** One case a line. */
export function write(made: Recorded): void {
  writeFileSync(
    FILE,
    `{\n${Object.keys(made)
      .sort()
      .map((hash) => `${JSON.stringify(hash)}:${JSON.stringify(made[hash])}`)
      .join(',\n')}\n}\n`,
  );
}
