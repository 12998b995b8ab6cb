import { readFileSync } from 'fs';
import { join } from 'path';
import { ClientIpCheckOptions } from '../../src';
import { run } from '../../src/cli/program';

/** What is true of a case, as far as it is said. */
export interface Statement {
  readonly file: string;
  readonly about: string;
  readonly options?: ClientIpCheckOptions;
  /** The gateway that the verdicts are about; every gateway of the file if none is named. */
  readonly gateway?: string;
  /** Any of them is right. */
  readonly verdicts?: readonly string[];
  /** Rules of which each is found, as an error or a warning. */
  readonly mustFind?: readonly string[];
  /** There is an error or a warning. */
  readonly anyFinding?: boolean;
  /** Rules that would be false. */
  readonly never?: readonly string[];
  readonly mustPrint?: string;
  readonly mustNotPrint?: string;
  /** There is a Kong that cannot be judged, so the exit code is not 0. */
  readonly notSilent?: boolean;
  /** Workloads that are not gateways. */
  readonly noGateway?: readonly string[];
}

export interface Outcome {
  readonly statement: Statement;
  /** What of the statement does not hold. */
  readonly wrong: readonly string[];
  /** What the check says of the gateways that the statement is about. */
  readonly gateways: readonly Gateway[];
}

/** Checks the cases of a folder whose `expect.json` is a list of statements. */
export async function testStatements(folder: string): Promise<Outcome[]> {
  const statements: Statement[] = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
  const outcomes: Outcome[] = [];
  for (const statement of statements) {
    outcomes.push(await test(statement, folder));
  }
  return outcomes;
}

export interface Gateway {
  readonly gateway: string;
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly level: string }[];
}

async function test(statement: Statement, folder: string): Promise<Outcome> {
  const args = ['check', join(folder, statement.file), ...optionsOf(statement.options)];
  const text = await printed(args);
  const json = await printed([...args, '--format', 'json']);
  const { gateways }: { gateways: Gateway[] } = JSON.parse(json.out || '{"gateways":[]}');
  const named = gateways.filter(({ gateway }) => statement.gateway === undefined || gateway === statement.gateway);
  const told = named.flatMap(({ findings }) => findings.filter(({ level }) => level !== 'note'));
  const wrong: string[] = [];
  if (statement.verdicts && named.length === 0) wrong.push('no gateway was found');
  for (const { gateway, verdict } of named) {
    if (statement.verdicts && !statement.verdicts.includes(verdict)) {
      wrong.push(`${gateway}: verdict ${verdict} instead of ${statement.verdicts.join(' or ')}`);
    }
  }
  for (const rule of statement.mustFind ?? []) {
    if (!told.some((one) => one.rule === rule)) wrong.push(`does not find ${rule}`);
  }
  if (statement.anyFinding && told.length === 0) wrong.push('finds nothing');
  for (const rule of statement.never ?? []) {
    if (told.some((one) => one.rule === rule)) wrong.push(`finds ${rule}, which is false`);
  }
  const all = `${text.out}${text.error}${json.out}`;
  if (statement.mustPrint && !`${text.out}${text.error}`.includes(statement.mustPrint)) {
    wrong.push(`does not print ${statement.mustPrint}`);
  }
  if (statement.mustNotPrint && all.includes(statement.mustNotPrint)) wrong.push(`prints ${statement.mustNotPrint}`);
  if (statement.notSilent && text.code === 0) wrong.push('exits with 0');
  for (const workload of statement.noGateway ?? []) {
    if (gateways.some(({ gateway }) => gateway === workload)) wrong.push(`${workload} is not a gateway`);
  }
  return { statement, wrong, gateways: named };
}

function optionsOf(options: ClientIpCheckOptions = {}): string[] {
  return Object.entries(options).flatMap(([name, value]) => [`--${name}`, [value].flat().join(',')]);
}

async function printed(args: readonly string[]): Promise<{ code: number; out: string; error: string }> {
  let out = '';
  let error = '';
  const code = await run([...args], { colours: false, out: (text) => (out += text), error: (text) => (error += text) });
  return { code, out, error };
}
