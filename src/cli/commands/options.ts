import { Command, Option } from 'commander';
import { ClientIpCheckOptions } from '../../check/options';
import { FAILURES, Failure } from '../../check/outcome';
import type { Way } from '../../values/row';
import { UsageError } from '../input';

/** What the user answers that the input does not tell. */
export interface KnowingFlags extends ClientIpCheckOptions {
  readonly config?: string;
  readonly render?: boolean;
  readonly live?: boolean;
  readonly namespace?: string;
}

/** The ways by the names that people give them. */
export const WAY_NAMES: Readonly<Record<string, Way>> = {
  local: 'local-traffic',
  'local-traffic': 'local-traffic',
  proxy: 'proxy-protocol',
  'proxy-protocol': 'proxy-protocol',
  header: 'header-forwarded',
  'header-forwarded': 'header-forwarded',
};

export const CLOUD_OPTION = ['--cloud <cloud>', 'where the cluster runs: aws, gke, aks, digitalocean, …'] as const;

/** The options that answer what manifests do not tell. */
export function knowing(command: Command): Command {
  return command
    .option(...CLOUD_OPTION)
    .option(
      '--controller <controller>',
      'which controller takes Services that name none, such as aws-load-balancer-controller',
    )
    .option('--nodes <networks>', 'the networks of the nodes, with commas between them', list)
    .option('--pods <networks>', 'the networks of the pods', list)
    .option('--balancer <networks>', 'the networks from which the balancer dials', list)
    .addOption(
      new Option(
        '--chart <chart>',
        'the chart that values files are for; they are one release, in the order given',
      ).choices(['kong', 'ingress']),
    )
    .option('--chart-version <version>', 'the version of that chart')
    .option(
      '--render',
      'run your own helm and kubectl (or kustomize) for what they can render; without it nothing is executed',
    )
    .option('--config <file>', 'a file with what you always pass (default: .kong-client-ip.yaml, if it is here)');
}

export function list(text: string): string[] {
  return text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** `error`, `warning`, `unknown`, or several with commas between them. */
export function failures(text: string): Failure[] {
  return list(text).map((item) => {
    const found = FAILURES.find((one) => one === item);
    if (!found) throw new UsageError(`--fail-on: ${JSON.stringify(item)} is not known; write ${FAILURES.join(', ')}`);
    return found;
  });
}
