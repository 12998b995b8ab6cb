import { existsSync, readFileSync } from 'fs';
import { dirname, join } from 'path';

/** The folder of this package, wherever it is compiled to or run from. */
export function packageFolder(): string {
  let folder = __dirname;
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder);
  return folder;
}

export function packageVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageFolder(), 'package.json'), 'utf8'));
  return String(version);
}
