import { Command, Option } from 'commander';
import { WAY_NAMES } from './options';
import { formats, ways } from '../constructs';
import { Session } from '../terminal';

interface ValuesFlags {
  readonly trust: string[];
  readonly set: string[];
  readonly chart: 'kong' | 'ingress';
  readonly format: 'values' | 'env' | 'operator' | 'kustomize';
}

const EPILOGUE = `
Examples:
  cdk8s-kong-client-ip values aws-nlb proxy-protocol --trust 10.0.0.0/16 --set internalOnly=true > values.yaml
  helm upgrade --install kong kong/kong --values values.yaml

  cdk8s-kong-client-ip values gke-network local-traffic --chart ingress
  cdk8s-kong-client-ip values aws-alb header-forwarded --trust 10.0.101.0/24,10.0.102.0/24 --format operator`;

/** values: what to write where Kong is configured, so that it learns the client's address from a balancer. */
export function addValues(program: Command, { terminal }: Session): void {
  program
    .command('values')
    .description("print the values of Kong's Helm chart for a load balancer and a way")
    .argument('<balancer>', 'an id that the command balancers lists, such as aws-nlb')
    .argument('<way>', 'local-traffic, proxy-protocol or header-forwarded')
    .option(
      '--trust <networks>',
      'the networks from which the balancer dials Kong, with commas between them',
      collect,
      [],
    )
    .option('--set <name=value>', 'a prop of the balancer; once for each', append, [])
    .addOption(new Option('--chart <chart>', "Kong's chart").choices(['kong', 'ingress']).default('kong'))
    .addOption(
      new Option(
        '--format <format>',
        "values of the chart, variables, the operator's GatewayConfiguration, or a kustomization",
      )
        .choices(['values', 'env', 'operator', 'kustomize'])
        .default('values'),
    )
    .addHelpText('after', EPILOGUE)
    .action((balancer: string, way: string, flags: ValuesFlags) => {
      const made = ways().makeWay({ balancer, way: wayOf(way), trust: flags.trust, settings: flags.set });
      terminal.out(formats().write(made, flags.format, flags.chart));
    });
}

function wayOf(name: string) {
  if (!Object.hasOwn(WAY_NAMES, name)) {
    throw new Error(`there is no way ${JSON.stringify(name)}; write local-traffic, proxy-protocol or header-forwarded`);
  }
  return WAY_NAMES[name];
}

function collect(text: string, before: readonly string[]): string[] {
  return [
    ...before,
    ...text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  ];
}

function append(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
