import { Command, CommanderError } from 'commander';
import { addBalancers } from './commands/balancers';
import { addCheck } from './commands/check';
import { addConvert } from './commands/convert';
import { addExplain } from './commands/explain';
import { addMend } from './commands/mend';
import { addProbe } from './commands/probe';
import { addRules } from './commands/rules';
import { addValues } from './commands/values';
import { packageVersion } from './package';
import { EXIT, paintOf, Session, Terminal } from './terminal';

/** Each adds one command. */
const COMMANDS: readonly ((program: Command, session: Session) => void)[] = [
  addCheck,
  addMend,
  addValues,
  addBalancers,
  addConvert,
  addProbe,
  addExplain,
  addRules,
];

/** Runs the program, and returns what the process should exit with. */
export async function run(args: readonly string[], terminal: Terminal): Promise<number> {
  let exit: number = EXIT.clean;
  const session: Session = {
    terminal,
    paint: paintOf(terminal),
    end: (code) => {
      exit = code;
    },
  };
  const program = new Command('cdk8s-kong-client-ip')
    .description('Check whether the client IP survives on its way to Kong Gateway, and whether clients can forge it.')
    .version(packageVersion())
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.error })
    .showHelpAfterError('Add --help for the options.');
  for (const add of COMMANDS) add(program, session);
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
