import { existsSync, readFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import * as ts from 'typescript';
import { contradiction } from './effects';
import { examplesOf, moduleOf, PAGES } from './examples';
import { run } from './run';

const examples = PAGES.flatMap(examplesOf);

test('there are examples in the README and for each cloud', () => {
  const names = examples.map(({ name }) => name).join();
  expect(['README', 'gke', 'aks', 'eks'].filter((page) => !names.includes(page))).toEqual([]);
});

test('every example compiles', () => {
  const modules = new Map(
    examples.map((example) => [resolve('test', `${example.name.replace(/\W+/g, '-')}.ts`), moduleOf(example)]),
  );
  const config = ts.readConfigFile('test/tsconfig.json', ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(
    config,
    ts.sys,
    'test',
    { noUnusedLocals: false, isolatedModules: false },
    resolve('test/tsconfig.json'),
  );
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion, ...rest) =>
    modules.has(file)
      ? ts.createSourceFile(file, modules.get(file)!, languageVersion)
      : getSourceFile(file, languageVersion, ...rest);
  const program = ts.createProgram([...modules.keys()], options, host);
  const problems = [...modules.keys()].flatMap((file) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
  );
  expect(ts.formatDiagnostics(problems, host)).toBe('');
}, 60_000);

describe('every example does what its page says', () => {
  test.each(examples.map((example) => [example.name, example] as const))('%s', (_, example) => {
    const { objects, error } = run(example);
    expect(example.effects).not.toEqual([]);
    expect(example.effects.map((effect) => contradiction(effect, objects, error)).filter(Boolean)).toEqual([]);
  });
});

test.each([
  ['Service spec.type = "LoadBalancer"', 'Service spec.type = "LoadBalancer", but it is "ClusterIP"'],
  ['Ingress spec.rules = []', 'Ingress spec.rules = [], but it is nowhere'],
  ['Service = absent', /^Service = absent, but it is {/],
  ['throws "x"', 'throws "x", but nothing is thrown'],
  ['the Service is right', 'the Service is right: this is not an effect'],
])('an effect that is not there is found: %s', (effect, message) => {
  expect(contradiction(effect, [{ kind: 'Service', spec: { type: 'ClusterIP' } }])).toMatch(message);
});

test.each(PAGES)('every file and heading that %s links to exists', (page) => {
  const targets = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:)([^)]+)\)/g)].map(([, target]) => target);
  expect(targets.filter((target) => !leads(page, target))).toEqual([]);
});

/** Whether a file is there, and the heading in it, by the names that GitHub gives to headings. */
function leads(page: string, target: string): boolean {
  const [file, heading] = target.split('#');
  const path = file === '' ? page : join(dirname(page), file);
  if (!existsSync(path)) {
    return false;
  }
  const headings = heading ? [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)] : [];
  return (
    heading === undefined ||
    headings.some(
      ([, title]) =>
        title
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-') === heading,
    )
  );
}
