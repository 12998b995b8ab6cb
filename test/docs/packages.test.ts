import { readFileSync } from 'fs';

/* Registries show this page: links into the repository lead nowhere there, and its reader may not know TypeScript. */
const text = readFileSync('docs/packages.md', 'utf8');

test("every link of the packages' text is absolute", () => {
  const targets = [...text.matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(5);
  expect(targets.filter((target) => !target.startsWith('https://'))).toEqual([]);
});

test('its examples are whole programs, which jsii translates', () => {
  const fences = [...text.matchAll(/^```(\w.*)$/gm)].map(([, language]) => language);
  expect(new Set(fences)).toEqual(new Set(['ts nofixture', 'sh']));
});

test('its commands run in every language', () => {
  const commands = [...text.matchAll(/^```sh\n([^]*?)^```/gm)].flatMap(([, lines]) => lines.trim().split('\n'));
  expect(commands.filter((command) => !command.startsWith('npx cdk8s-kong-client-ip '))).toEqual([]);
});
