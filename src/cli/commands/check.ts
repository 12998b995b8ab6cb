import { existsSync, readFileSync, writeFileSync } from 'fs';
import { Command, Option } from 'commander';
import { failures, knowing, KnowingFlags } from './options';
import { accept, fingerprintsOf } from '../../check/accept';
import { githubReport } from '../../check/formats/github';
import { jsonReport } from '../../check/formats/json';
import { junitReport } from '../../check/formats/junit';
import { markdownReport } from '../../check/formats/markdown';
import { sarifReport } from '../../check/formats/sarif';
import { LineOf, Paint, textReport } from '../../check/formats/text';
import { outcomeOf } from '../../check/outcome';
import { ClientIpReport } from '../../check/report';
import { UsageError } from '../input';
import { checked, Checked } from '../report';
import { EXIT, Session } from '../terminal';

interface CheckFlags extends KnowingFlags {
  readonly format: string;
  readonly failOn?: string;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly allowNone?: boolean;
  readonly quiet?: boolean;
}

/** Every format, by its name. */
const FORMATS: Readonly<Record<string, (report: ClientIpReport, paint: Paint, line: LineOf) => string>> = {
  text: textReport,
  json: jsonReport,
  sarif: sarifReport,
  markdown: markdownReport,
  junit: junitReport,
  github: githubReport,
};

const EXIT_CODES = `
Exit codes:
  0  nothing is wrong that --fail-on names
  1  an error, or what else --fail-on names
  2  something could not be read, the call is wrong, or the input is about Kong and no gateway could be judged`;

export function addCheck(program: Command, session: Session): void {
  knowing(
    program
      .command('check')
      .description(
        'check manifests, values, Argo CD, Flux, Terraform and kustomize: files, folders, or - for standard input',
      )
      .argument('[files...]')
      .option('--live', 'read what runs in the cluster, by your own kubectl: exactly the kinds that the check knows')
      .option('--namespace <namespace>', 'with --live, this namespace alone')
      .addOption(
        new Option('--format <format>', 'how to write the report').choices(Object.keys(FORMATS)).default('text'),
      )
      .option(
        '--fail-on <what>',
        'exit with 1 for error, warning, or verdicts that are unknown; several with commas (default: error)',
      )
      .option('--baseline <file>', 'only findings that are not in this file fail')
      .option('--write-baseline <file>', 'write the findings of today to this file, and exit with 0')
      .option('--allow-none', 'exit with 0 if the input is about Kong, but has no gateway to judge')
      .option('--quiet', 'print nothing if nothing fails')
      .addHelpText('after', EXIT_CODES),
  ).action(async (files: string[], flags: CheckFlags) => {
    const result = await checked(files, flags);
    if (flags.writeBaseline !== undefined) {
      writeFileSync(flags.writeBaseline, `${JSON.stringify(fingerprintsOf(result.report), undefined, 2)}\n`);
      return session.end(EXIT.clean);
    }
    const report = accept(result.report, result.accepted, baselineOf(flags.baseline));
    const exit = exitOf(report, result, flags);
    if (!flags.quiet || exit !== EXIT.clean) {
      session.terminal.out(`${FORMATS[flags.format](report, session.paint, result.line)}\n`);
    }
    if (exit === EXIT.unusable && report.unreadable.length === 0) session.terminal.error(noneText(report, result));
    return session.end(exit);
  });
}

/** Nothing judged is not a success where the input is about Kong. */
function exitOf(report: ClientIpReport, { mention, failOn }: Checked, flags: CheckFlags): number {
  const isAboutKong = mention !== undefined || report.notJudged.length > 0 || report.read.releases > 0;
  const isNone = report.gateways.length === 0 && isAboutKong;
  const outcome = outcomeOf(report, failures(flags.failOn ?? failOn?.join(',') ?? 'error'));
  if (outcome === 'unusable') return EXIT.unusable;
  if (isNone && !flags.allowNone) return EXIT.unusable;
  return outcome === 'failed' ? EXIT.findings : EXIT.clean;
}

function noneText({ notJudged }: ClientIpReport, { mention }: Checked): string {
  const place = mention ? `${mention.file}:${mention.line}` : (notJudged[0]?.path ?? 'The input');
  return (
    `${place} is about Kong, but there is no gateway to judge. ` +
    'Add its manifests or values, or pass --allow-none.\n'
  );
}

function baselineOf(path: string | undefined): ReadonlySet<string> {
  if (path === undefined) return new Set();
  if (!existsSync(path)) {
    throw new UsageError(`${path} cannot be read: there is no such file; make it with --write-baseline ${path}`);
  }
  return new Set(fingerprintsIn(path));
}

function fingerprintsIn(path: string): string[] {
  try {
    const list: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (Array.isArray(list) && list.every((item) => typeof item === 'string')) return list;
  } catch {
    // It is told below what the file is not.
  }
  throw new UsageError(`${path} is not a baseline: write one with --write-baseline ${path}`);
}
