import { existsSync, readdirSync, readFileSync } from 'fs';
import { dirname, join, resolve } from 'path';
import * as ts from 'typescript';

const pages = ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...readdirSync('docs').map((page) => join('docs', page))];
const fixture = readFileSync('rosetta/default.ts-fixture', 'utf8');

/** Each example by the name of the module that it would be. */
const examples = new Map(pages.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/^```ts( nofixture)?\n([^]*?)^```/gm)].map(([, nofixture, code], index) =>
    [resolve('test', `${page.replace(/\W/g, '-')}-${index + 1}.ts`), nofixture ? code : fixture.replace('/// here', `export function example() {\n${code}}`)])));

test('there are examples in the README and for each cloud', () => {
  const names = [...examples.keys()].join();
  expect(['README', 'gke', 'aks', 'eks'].filter((page) => !names.includes(page))).toEqual([]);
});

test('every example compiles', () => {
  const config = ts.readConfigFile('test/tsconfig.json', ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, 'test', { noUnusedLocals: false, isolatedModules: false }, resolve('test/tsconfig.json'));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => examples.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion, ...rest) => examples.has(file)
    ? ts.createSourceFile(file, examples.get(file)!, languageVersion)
    : getSourceFile(file, languageVersion, ...rest);
  const program = ts.createProgram([...examples.keys()], options, host);
  const problems = [...examples.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
  expect(ts.formatDiagnostics(problems, host)).toBe('');
}, 60_000);

test.each(pages)('every file that %s links to exists', (page) => {
  const targets = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target);
  expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
});
