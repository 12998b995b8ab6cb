import { readdirSync, readFileSync } from 'fs';
import { resolve } from 'path';
import { App, Chart, Testing } from 'cdk8s';
import * as ts from 'typescript';
import * as library from '../../src';
import { checkObjects } from '../../src/check/check';
import { Answers } from '../../src/convert/conversion';
import { convert } from '../../src/convert/convert';
import { INGRESS_NGINX } from '../../src/convert/ingress-nginx';

interface Expected {
  readonly answers?: Partial<Answers>;
  /** What is asked as long as nothing is answered. */
  readonly asks?: readonly string[];
  readonly unsafe?: readonly string[];
  readonly noEqual?: readonly string[];
  readonly way?: string;
  readonly loadBalancerKind?: string;
  readonly trust?: readonly string[];
  readonly header?: string;
  readonly verdict?: string;
}

const FOLDER = 'test/convert/cases';
const expected: Record<string, Expected> = JSON.parse(readFileSync(`${FOLDER}/expect.json`, 'utf8'));
const textsOf = (name: string) => [{ name: `${name}.yaml`, text: readFileSync(`${FOLDER}/${name}.yaml`, 'utf8') }];
const NOTHING: Answers = { trust: [] };
const names = Object.keys(expected);
const convertible = names.filter((name) => expected[name].verdict !== undefined);

test('every case is expected, and there are ten', () => {
  expect(
    readdirSync(FOLDER)
      .filter((name) => name.endsWith('.yaml'))
      .map((name) => name.replace('.yaml', ''))
      .sort(),
  ).toEqual([...names].sort());
  expect(names.length).toBeGreaterThanOrEqual(10);
});

const holds = (lines: readonly string[], parts: readonly string[] = []) =>
  parts.filter((part) => !lines.some((line) => line.includes(part)));

test.each(names)('%s: what it was, and what is asked', (name) => {
  const { asks = [], unsafe = [], noEqual = [] } = expected[name];
  const found = INGRESS_NGINX.convert(textsOf(name), NOTHING);
  expect(holds(found.questions, asks)).toEqual([]);
  expect(found.questions.length > 0).toBe(asks.length > 0);
  const answered = INGRESS_NGINX.convert(textsOf(name), { ...NOTHING, ...expected[name].answers });
  expect(answered.unsafe).toHaveLength(unsafe.length);
  expect(holds(answered.unsafe, unsafe)).toEqual([]);
  expect(holds(answered.noEqual, noEqual)).toEqual([]);
});

test.each(convertible)('%s: the target, and what the check says of its values', (name) => {
  const { answers, way, loadBalancerKind, trust, header, verdict } = expected[name];
  const known = { ...NOTHING, ...answers };
  const { target } = INGRESS_NGINX.convert(textsOf(name), known);
  expect(target).toMatchObject({ way, loadBalancerKind, ...(trust ? { trust } : {}), header });
  expect(convert(INGRESS_NGINX, textsOf(name), known, 'values').verdict).toBe(verdict);
});

test.each(names.filter((name) => expected[name].verdict === undefined))('%s: nothing is written', (name) => {
  const { text, verdict } = convert(INGRESS_NGINX, textsOf(name), NOTHING, 'values');
  expect(verdict).toBeUndefined();
  expect(text.split('\n').every((line) => line === '' || line.startsWith('#'))).toBe(true);
});

describe('TypeScript', () => {
  const programs = convertible.map((name) => ({
    name,
    text: convert(INGRESS_NGINX, textsOf(name), { ...NOTHING, ...expected[name].answers }, 'typescript').text,
  }));

  test('compiles', () => {
    const files = new Map(programs.map(({ name, text }) => [resolve('test', `converted-${name}.ts`), text]));
    const { config } = ts.readConfigFile('test/tsconfig.json', ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(
      config,
      ts.sys,
      'test',
      { isolatedModules: false },
      resolve('test/tsconfig.json'),
    );
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (file) => files.has(file) || fileExists(file);
    host.getSourceFile = (file, version, ...rest) =>
      files.has(file) ? ts.createSourceFile(file, files.get(file)!, version) : getSourceFile(file, version, ...rest);
    const program = ts.createProgram([...files.keys()], options, host);
    const problems = [...files.keys()].flatMap((file) =>
      ts.getPreEmitDiagnostics(program, program.getSourceFile(file)),
    );
    expect(ts.formatDiagnostics(problems, host)).toBe('');
  }, 60_000);

  test.each(programs.map(({ name, text }) => [name, text]))('%s: the check says kept of the gateway', (name, text) => {
    const { outputText } = ts.transpileModule(text.replace('app.synth();', 'made(chart);'), {
      compilerOptions: { module: ts.ModuleKind.CommonJS },
    });
    const objects: unknown[] = [];
    const made = (chart: Chart) => objects.push(...Testing.synth(chart));
    const packages: Record<string, unknown> = { cdk8s: { App, Chart }, 'cdk8s-kong-client-ip': library };
    new Function('require', 'exports', 'made', outputText)((id: string) => packages[id], {}, made);
    expect(
      checkObjects(objects as never[], { cloud: expected[name].answers?.cloud }).map(({ verdict }) => verdict),
    ).toEqual(['kept']);
  });
});

test("variables and the operator's options", () => {
  const name = 'aws-nlb-proxy-instance';
  expect(convert(INGRESS_NGINX, textsOf(name), NOTHING, 'env').text).toContain(
    '\nKONG_REAL_IP_HEADER=proxy_protocol\n',
  );
  expect(convert(INGRESS_NGINX, textsOf(name), NOTHING, 'operator').text).toContain('\nkind: GatewayConfiguration\n');
});
