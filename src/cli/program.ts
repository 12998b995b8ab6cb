import { Command, CommanderError, Option } from 'commander';
import { addProbe } from './commands/probe';
import { readInput, UsageError } from './input';
import { EXIT, paintOf, Terminal } from './terminal';
import { ClientIpCheck } from '../check/client-ip-check';
import { jsonReport } from '../check/formats/json';
import { markdownPath, markdownReport } from '../check/formats/markdown';
import { rulePage } from '../check/formats/rule-page';
import { sarifReport } from '../check/formats/sarif';
import { Paint, textPath, textReport } from '../check/formats/text';
import { ClientIpCheckOptions } from '../check/options';
import { ClientIpReport } from '../check/report';
import { RULES } from '../check/rules';

interface CheckFlags {
  readonly format: string;
  readonly failOn: string;
  readonly cloud?: string;
  readonly controller?: string;
  readonly nodes?: string[];
  readonly pods?: string[];
  readonly balancer?: string[];
}

/** Runs the program, and returns what the process should exit with. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exit: number = EXIT.clean;
  const paint = paintOf(terminal);
  const program = new Command('cdk8s-kong-client-ip')
    .description('Says whether the client IP survives on its way to Kong Gateway, and whether clients can forge it.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .showHelpAfterError('Add --help for the options.');

  knowing(program.command('check')
    .description('check manifests: files, folders, or - for standard input')
    .argument('<files...>')
    .addOption(new Option('--format <format>', 'how to write the report').choices(['text', 'json', 'sarif', 'markdown']).default('text'))
    .addOption(new Option('--fail-on <level>', 'exit with 1 for findings of this level or worse').choices(['error', 'warning']).default('error')))
    .action((files: string[], flags: CheckFlags) => {
      const report = reportOf(files, flags);
      terminal.out(`${format(report, flags.format, paint)}\n`);
      exit = exitOf(report, flags.failOn);
    });

  knowing(program.command('explain')
    .description('draw the way of a request to each gateway')
    .argument('<files...>')
    .addOption(new Option('--format <format>', 'text, or markdown with Mermaid diagrams').choices(['text', 'markdown']).default('text')))
    .action((files: string[], flags: CheckFlags) => {
      const report = reportOf(files, flags);
      terminal.out(`${flags.format === 'markdown' ? markdownPath(report) : textPath(report, paint)}\n`);
      exit = report.unreadable.length > 0 ? EXIT.unusable : EXIT.clean;
    });

  program.command('rules')
    .description('list the rules, or print one with a wrong and a right example')
    .argument('[id]')
    .action((id: string | undefined) => terminal.out(`${rulesText(id, paint)}\n`));

  addProbe(program, { terminal, paint, end: (code) => { exit = code; } });

  try {
    await program.parseAsync([...args], { from: 'user' });
    return exit;
  } catch (error) {
    if (error instanceof CommanderError) {
      return error.exitCode === 0 ? EXIT.clean : EXIT.unusable;
    }
    terminal.error(`${(error as Error).message}\n`);
    return EXIT.unusable;
  }
}

/** The options that answer what manifests do not tell. */
function knowing(command: Command): Command {
  return command
    .option('--cloud <cloud>', 'where the cluster runs: aws, gke, aks, digitalocean, …')
    .option('--controller <controller>', 'which controller takes Services that name none, such as aws-load-balancer-controller')
    .option('--nodes <networks>', 'the networks of the nodes, with commas between them', list)
    .option('--pods <networks>', 'the networks of the pods', list)
    .option('--balancer <networks>', 'the networks from which the balancer dials', list);
}

function list(text: string): string[] {
  return text.split(',').map((item) => item.trim()).filter((item) => item !== '');
}

function reportOf(files: string[], { cloud, controller, nodes, pods, balancer }: ClientIpCheckOptions): ClientIpReport {
  const { texts, unreadable } = readInput(files);
  const report = ClientIpCheck.check([...texts], { cloud, controller, nodes, pods, balancer });
  const all = [...unreadable, ...report.unreadable];
  if (report.objectCount === 0 && all.length === 0) {
    throw new UsageError('there is no Kubernetes object in the input');
  }
  return { ...report, unreadable: all };
}

function format(report: ClientIpReport, name: string, paint: Paint): string {
  switch (name) {
    case 'json': return jsonReport(report);
    case 'sarif': return sarifReport(report);
    case 'markdown': return markdownReport(report);
    default: return textReport(report, paint);
  }
}

function exitOf({ gateways, unreadable }: ClientIpReport, failOn: string): number {
  const levels = failOn === 'warning' ? ['error', 'warning'] : ['error'];
  const fails = gateways.some(({ findings }) => findings.some(({ level, acknowledged }) => acknowledged === undefined && levels.includes(level)));
  return unreadable.length > 0 ? EXIT.unusable : fails ? EXIT.findings : EXIT.clean;
}

function rulesText(id: string | undefined, paint: Paint): string {
  const rule = RULES.find((one) => one.id === id);
  if (id !== undefined && !rule) {
    throw new UsageError(`there is no rule ${JSON.stringify(id)}; cdk8s-kong-client-ip rules lists them`);
  }
  const widest = Math.max(...RULES.map((one) => one.id.length));
  return rule ? rulePage(rule).replace(/\n<\/?details>.*\n/g, '')
    : RULES.map((one) => `${paint('strong', one.id.padEnd(widest))}  ${paint(one.level, one.level.padEnd(7))}  ${one.title}`).join('\n');
}
