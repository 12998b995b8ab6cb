import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join, resolve } from 'path';
import { Testing } from 'cdk8s';
import * as ts from 'typescript';
import { parseAllDocuments } from 'yaml';
import { contradiction } from './effects';
import { Example, examplesOf, moduleOf, PAGES, RUNNING_FIXTURE } from './examples';

const examples = PAGES.flatMap(examplesOf);

/** Pages whose examples say nothing yet of what they do. */
const WITHOUT_EFFECTS = ['README.md', 'docs/eks.md'];

test('there are examples in the README and for each cloud', () => {
  const names = examples.map(({ name }) => name).join();
  expect(['README', 'gke', 'aks', 'eks'].filter((page) => !names.includes(page))).toEqual([]);
});

test('every example compiles', () => {
  const modules = new Map(examples.map((example) => [resolve('test', `${example.name.replace(/\W+/g, '-')}.ts`), moduleOf(example)]));
  const config = ts.readConfigFile('test/tsconfig.json', ts.sys.readFile).config;
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, 'test', { noUnusedLocals: false, isolatedModules: false }, resolve('test/tsconfig.json'));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (file) => modules.has(file) || fileExists(file);
  host.getSourceFile = (file, languageVersion, ...rest) => modules.has(file)
    ? ts.createSourceFile(file, modules.get(file)!, languageVersion)
    : getSourceFile(file, languageVersion, ...rest);
  const program = ts.createProgram([...modules.keys()], options, host);
  const problems = [...modules.keys()].flatMap((file) => ts.getPreEmitDiagnostics(program, program.getSourceFile(file)));
  expect(ts.formatDiagnostics(problems, host)).toBe('');
}, 60_000);

describe('every example does what its page says', () => {
  test.each(examples.map((example) => [example.name, example] as const))('%s', (_, example) => {
    const { objects, error } = run(example);
    expect(example.effects.length > 0 || WITHOUT_EFFECTS.some((page) => example.name.startsWith(page))).toBe(true);
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

test.each(PAGES)('every file that %s links to exists', (page) => {
  const targets = [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(([, target]) => target);
  expect(targets.filter((target) => !existsSync(join(dirname(page), target)))).toEqual([]);
});

/** Runs an example and returns the objects of its manifests, or what it throws. */
function run(example: Example): { objects: any[]; error?: Error } {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(moduleOf(example, RUNNING_FIXTURE), { compilerOptions });
  const outdir = mkdtempSync(join(tmpdir(), 'example-'));
  process.env.CDK8S_OUTDIR = outdir;
  try {
    const exports: any = {};
    new Function('require', 'exports', outputText)(require, exports);
    exports.example?.();
    return { objects: example.whole ? readManifests(outdir) : Testing.synth(exports.chart) };
  } catch (error) {
    return { objects: [], error: error as Error };
  } finally {
    delete process.env.CDK8S_OUTDIR;
    rmSync(outdir, { recursive: true });
  }
}

function readManifests(directory: string): any[] {
  return readdirSync(directory).filter((file) => file.endsWith('.yaml'))
    .flatMap((file) => parseAllDocuments(readFileSync(join(directory, file), 'utf8')).map((document) => document.toJS()));
}
