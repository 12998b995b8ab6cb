import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { ALL_KINDS, resourcesToRead } from '../../../src/check/world/kinds';
import { ROUTE_KINDS } from '../../../src/check/world/routes';

/** Kinds that the sources look up by name. */
function lookedUp(): string[] {
  return ['src/check', 'src/controllers']
    .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) =>
      [
        ...readFileSync(file, 'utf8').matchAll(
          /\b(?:list|all|find|here|targeting|findBeside)\((?:[\w.?]+, )*'([A-Z]\w+)'/g,
        ),
      ].map(([, kind]) => kind),
    );
}

test('every kind that is looked up is among those that are asked for', () => {
  expect([...ROUTE_KINDS, ...lookedUp()].filter((kind) => !ALL_KINDS.has(kind))).toEqual([]);
  expect(lookedUp().length).toBeGreaterThan(10);
});

test('resources have names that kubectl takes', () => {
  expect(resourcesToRead().filter((name) => !/^[a-z]+(\.[a-z0-9.-]+)?$/.test(name))).toEqual([]);
});
