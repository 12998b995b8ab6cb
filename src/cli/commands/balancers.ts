import { Command } from 'commander';
import { Paint } from '../../check/formats/text';

import type { Balancer } from '../../values/row';
import { balancers } from '../constructs';
import { UsageError } from '../input';
import { Session } from '../terminal';

/** balancers: which there are, which ways each can go, and which networks Kong has to trust. */
export function addBalancers(program: Command, { terminal, paint }: Session): void {
  program
    .command('balancers')
    .description('list the load balancers, the ways that each can go, and which networks to trust; or the props of one')
    .argument('[id]')
    .action((id: string | undefined) => {
      const rows = balancers().LOAD_BALANCERS.filter((row) => id === undefined || row.id === id);
      if (rows.length === 0) {
        throw new UsageError(`there is no balancer ${JSON.stringify(id)}; cdk8s-kong-client-ip balancers lists them`);
      }
      terminal.out(`${rows.map((row) => textOf(row, id !== undefined, paint)).join('\n')}\n`);
    });
}

function textOf({ id, name, ways, trust, props, owner }: Balancer, isOne: boolean, paint: Paint): string {
  return [
    `${paint('strong', id)}  ${name}`,
    ...ways.map((way) => `  ${way}${way === 'local-traffic' ? '' : `  ${paint('faint', trust)}`}`),
    ...(isOne
      ? [
          '',
          `  Props of ${owner}, for values --set:`,
          ...Object.entries(props).map(([prop, shape]) => `    ${example(prop, shape)}`),
        ]
      : []),
  ].join('\n');
}

function example(prop: string, { kind, choices = ['text'] }: Balancer['props'][string]): string {
  switch (kind) {
    case 'list':
      return `${prop}=a,b`;
    case 'map':
      return `${prop}.KEY=value`;
    case 'count':
      return `${prop}=1`;
    case 'flag':
      return `${prop}=true`;
    default:
      return `${prop}=${choices.join('|')}`;
  }
}
