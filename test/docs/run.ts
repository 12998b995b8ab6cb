import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Testing } from 'cdk8s';
import * as ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';
import { Example, runnableOf } from './examples';

/** What examples print is of no interest to whoever runs them all. */
const SILENT = { log: () => undefined };

/** Runs an example, in an empty directory, and returns the objects of its manifests, or what it throws. */
export function run(example: Example): { objects: any[]; error?: Error } {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(runnableOf(example), { compilerOptions });
  const before = process.cwd();
  const directory = mkdtempSync(join(tmpdir(), 'example-'));
  try {
    const exports: any = {};
    const load = new Function('require', 'exports', 'console', outputText);
    process.chdir(directory);
    load(require, exports, SILENT);
    exports.example?.();
    return { objects: [...(example.whole ? [] : Testing.synth(exports.chart)), ...objectsIn(directory)] };
  } catch (error) {
    return { objects: [], error: error as Error };
  } finally {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  }
}

/** The objects of the manifests, and other YAML files, each as an object whose kind is its name: values for Helm. */
export function objectsIn(directory: string): any[] {
  const dist = join(directory, 'dist');
  return [
    ...(existsSync(dist)
      ? yamlFiles(dist).flatMap((file) =>
          parseAllDocuments(readFileSync(join(dist, file), 'utf8')).map((document) => document.toJS()),
        )
      : []),
    ...yamlFiles(directory).map((file) => ({ kind: file, ...parse(readFileSync(join(directory, file), 'utf8')) })),
  ];
}

function yamlFiles(directory: string): string[] {
  return readdirSync(directory).filter((file) => file.endsWith('.yaml'));
}
