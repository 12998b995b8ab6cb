import { readFileSync } from 'fs';
import { builtinModules } from 'module';
import { dirname, join } from 'path';

/** The packages that a file needs when it runs, by way of all that it imports. */
function packagesOf(file: string, seen = new Set<string>()): string[] {
  if (seen.has(file)) return [];
  seen.add(file);
  const imports = [...readFileSync(file, 'utf8').matchAll(/^(?:import|export) (?!type )[^;]*? from '([^']+)'/gm)].map(
    ([, name]) => name,
  );
  return imports.flatMap((name) => {
    if (!name.startsWith('.')) return [name];
    const path = join(dirname(file), name);
    return [`${path}.ts`, join(path, 'index.ts')].flatMap((one) => {
      try {
        return packagesOf(one, seen);
      } catch {
        return [];
      }
    });
  });
}

test('the command line needs what is bundled, and nothing of cdk8s', () => {
  const packages = new Set(packagesOf('src/cli/main.ts').filter((name) => !builtinModules.includes(name)));
  expect([...packages].sort()).toEqual(['commander', 'diff', 'yaml']);
});
