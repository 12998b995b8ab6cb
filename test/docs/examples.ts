import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';

export const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync('docs')
    .filter((page) => page.endsWith('.md'))
    .map((page) => join('docs', page)),
];

const FIXTURE = readFileSync('rosetta/default.ts-fixture', 'utf8');

/** A TypeScript example of a page, and what the page says that it does. */
export interface Example {
  /** `README.md, example 2`. */
  readonly name: string;
  /** The lines that the reader sees. */
  readonly code: string;
  /** A whole program: it brings its own imports and its own app. */
  readonly whole: boolean;
  /** `<!-- effect: … -->` below the example, a line each. */
  readonly effects: readonly string[];
}

/** Examples of a page, in order. An example is a fence of `ts`; a comment right below it says its effects. */
export function examplesOf(page: string): Example[] {
  const fences = /^```ts( nofixture)?\n([^]*?)^```\n(?:\n*<!--([^]*?)-->)?/gm;
  return [...readFileSync(page, 'utf8').matchAll(fences)].map(([, nofixture, code, comment = ''], index) => ({
    name: `${page}, example ${index + 1}`,
    code,
    whole: nofixture !== undefined,
    effects: comment
      .split('\n')
      .map((line) => /^\s*effect: (.*?)\s*$/.exec(line)?.[1])
      .filter((line): line is string => line !== undefined),
  }));
}

/** An example as a module. Without imports of its own it gets those of the fixture, and is a function. */
export function moduleOf({ code, whole }: Example, fixture = FIXTURE): string {
  return whole ? code : fixture.replace('/// here', () => `export function example() {\n${code}}`);
}

/**
 * An example as a module that runs: with values for what the fixture only declares, and a gateway if the example
 * takes one for granted.
 */
export function runnableOf(example: Example): string {
  const needsKong = /(?<![\w.'-])kong\./.test(example.code) && !/const kong\b/.test(example.code);
  return moduleOf(example, needsKong ? RUNNING_FIXTURE.replace('declare const kong: Kong;', KONG) : RUNNING_FIXTURE);
}

const KONG =
  "const kong = new LocalTrafficKong(chart, 'Kong', { loadBalancer: new AksLoadBalancer(), configuration });";

const RUNNING_FIXTURE = FIXTURE.replace('declare const app: App;', 'const app = new App();')
  .replace('declare const chart: Chart;', "export const chart = new Chart(app, 'example');")
  .replace(
    'declare const configuration: KongConfiguration;',
    "const configuration = KongConfiguration.inline({ _format_version: '3.0', services: [{ name: 'app', url: 'http://app' }] });",
  );
