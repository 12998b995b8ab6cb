import { Command, Option } from 'commander';
import { CLOUD_OPTION, list } from './options';
import type { Output } from '../../convert/output';
import { converter } from '../constructs';
import { readInput, UsageError } from '../input';
import { EXIT, Session } from '../terminal';

interface ConvertFlags {
  readonly trust?: string[];
  readonly cloud?: string;
  readonly controller?: string;
  readonly loadBalancer?: string;
  readonly format: Output;
}

const EPILOGUE = `
Exit codes:
  0  converted, and the check says kept of the result
  1  converted, and the check finds an error in the result, which is not printed
  2  something has to be answered first, or the input cannot be used

Examples:
  kubectl get configmap,service -n ingress-nginx -o yaml | cdk8s-kong-client-ip convert ingress-nginx -
  cdk8s-kong-client-ip convert ingress-nginx values.yaml --cloud aws --trust 10.0.0.0/16 > kong-values.yaml`;

/** convert: another gateway's settings in, the same way for Kong out. */
export function addConvert(program: Command, session: Session): void {
  program
    .command('convert')
    .description('show how another gateway learnt the client IP and what was unsafe, and write the same for Kong')
    .argument('<source>', 'the gateway: ingress-nginx')
    .argument('<files...>', 'its ConfigMap and Service, or the values of its chart; - for standard input')
    .option('--trust <networks>', 'the networks that Kong is to believe, with commas between them', list)
    .option(...CLOUD_OPTION)
    .option('--controller <controller>', 'which controller takes Services that name none')
    .option('--load-balancer <id>', 'the load balancer, if the Service does not tell it, such as aws-nlb')
    .addOption(
      new Option('--format <format>', 'what to write')
        .choices(['values', 'typescript', 'env', 'operator', 'kustomize'])
        .default('values'),
    )
    .addHelpText('after', EPILOGUE)
    .action((name: string, files: string[], { trust = [], format, loadBalancer, ...cluster }: ConvertFlags) => {
      const { convert, SOURCES } = converter();
      const source = SOURCES.find(({ id }) => id === name);
      if (!source) {
        throw new UsageError(`${JSON.stringify(name)} is not known; write ${SOURCES.map(({ id }) => id).join(' or ')}`);
      }
      const {
        texts,
        unreadable: [broken],
      } = readInput(files);
      if (broken) throw new UsageError(`${broken.file}:${broken.line}: ${broken.message}`);
      const { text, verdict } = convert(source, texts, { ...cluster, loadBalancerKind: loadBalancer, trust }, format);
      session.terminal.out(text);
      session.end(exitOf(verdict));
    });
}

function exitOf(verdict: string | undefined): number {
  if (verdict === 'kept') return EXIT.clean;
  return verdict === undefined || verdict === 'unknown' ? EXIT.unusable : EXIT.findings;
}
