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

/** What the program on the first page declares, and examples on other pages use. */
const GIVEN = {
  app: ['cdk8s', 'App'],
  chart: ['cdk8s', 'Chart'],
  configuration: ['cdk8s-kong-client-ip', 'KongConfiguration'],
  kong: ['cdk8s-kong-client-ip', 'Kong'],
} as const;

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

/** An example as a module that compiles: what it does not declare or import is what the first page declares. */
export function moduleOf(example: Example): string {
  const given = Object.entries(GIVEN).map(
    ([name, [from, type]]) => `declare const ${name}: import('${from}').${type};`,
  );
  return around(example, given.join('\n'));
}

/** An example as a module that runs, with a gateway if the example takes one for granted. */
export function runnableOf(example: Example): string {
  const needsKong = /(?<![\w.'-])kong\./.test(example.code) && !/const kong\b/.test(example.code);
  return around(example, needsKong ? `${RUNNING}${KONG}` : RUNNING);
}

/** A whole program as it is. Another example keeps its imports at the top, and its statements become a function. */
function around({ code, whole }: Example, given: string): string {
  if (whole) {
    return code;
  }
  const [imports] = /^(?:import [^;]+;\n)*/.exec(code)!;
  return `${imports}\n${given}\nexport function example() {\n${code.slice(imports.length)}}`;
}

const RUNNING = `
const given = { cdk8s: require('cdk8s'), library: require('cdk8s-kong-client-ip') };
const app = new given.cdk8s.App();
export const chart = new given.cdk8s.Chart(app, 'example');
const configuration = given.library.KongConfiguration.inline({
  _format_version: '3.0',
  services: [{ name: 'app', url: 'http://app' }],
});
`;

const KONG = `
const kong = new given.library.LocalTrafficKong(chart, 'Kong', {
  loadBalancer: new given.library.AksLoadBalancer(),
  configuration,
});
`;
