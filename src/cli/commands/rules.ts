import { Command } from 'commander';
import { rulePage } from '../../check/formats/rule-page';
import { Paint } from '../../check/formats/text';
import { RULES } from '../../check/rules';
import { UsageError } from '../input';
import { Session } from '../terminal';

export function addRules(program: Command, { terminal, paint }: Session): void {
  program
    .command('rules')
    .description('list the rules, or print one with a wrong and a right example')
    .argument('[id]')
    .action((id: string | undefined) => terminal.out(`${rulesText(id, paint)}\n`));
}

function rulesText(id: string | undefined, paint: Paint): string {
  const rule = RULES.find((one) => one.id === id);
  if (id !== undefined && !rule) {
    throw new UsageError(`there is no rule ${JSON.stringify(id)}; cdk8s-kong-client-ip rules lists them`);
  }
  if (rule) return rulePage(rule).replace(/\n<\/?details>.*\n/g, '');
  const widest = Math.max(...RULES.map((one) => one.id.length));
  return RULES.map(
    (one) => `${paint('strong', one.id.padEnd(widest))}  ${paint(one.level, one.level.padEnd(7))}  ${one.title}`,
  ).join('\n');
}
