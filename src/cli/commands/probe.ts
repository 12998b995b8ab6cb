import { Command, Option } from 'commander';
import { canonical } from '../../probe/addresses';
import { Target } from '../../probe/exchange';
import { LogFile, LogStream } from '../../probe/logs/file';
import { KubectlLogs } from '../../probe/logs/kubectl';
import { LogSource } from '../../probe/logs/source';
import { jsonOf, ProbeReport, reportOf } from '../../probe/report';
import { exchangesOf } from '../../probe/run';
import { textOf } from '../../probe/text';
import { UsageError } from '../input';
import { EXIT, Session } from '../terminal';

interface ProbeFlags {
  readonly namespace?: string;
  readonly selector?: string;
  readonly log?: string;
  readonly echo: readonly string[];
  readonly address: readonly string[];
  readonly insecure?: boolean;
  readonly format: string;
}

const EPILOGUE = `
Sends fewer than 40 requests to each port, over one connection at a time, to the URLs that you name and nobody else. Each asks for a path that does
not exist, by which it is found in the log.

Exits with 0 if the address is kept, with 1 if it is lost, can be forged, or traffic is refused, and with 2 if that could not be told.

Examples:
  cdk8s-kong-client-ip probe https://api.example.com --namespace kong
  cdk8s-kong-client-ip probe https://api.example.com http://203.0.113.10 --address 198.51.100.7
  kubectl logs -f deployment/kong | cdk8s-kong-client-ip probe https://api.example.com --log -
  cdk8s-kong-client-ip probe --echo https://api.example.com/headers`;

/** probe: sends honest and forged requests to a running gateway, and reads whom Kong believed. */
export function addProbe(program: Command, session: Session): void {
  program.command('probe')
    .description('send honest and forged requests to a running gateway, and read in its log whom Kong believed')
    .argument('[urls...]', 'each port to try, such as https://api.example.com or http://203.0.113.10:8080')
    .option('--namespace <namespace>', 'where Kong\'s pods are, whose logs kubectl reads (default: that of kubectl\'s context)')
    .option('--selector <selector>', 'labels of Kong\'s pods, if they are not found without')
    .option('--log <file>', 'read the access log from a file, or - for standard input, instead of by kubectl')
    .option('--echo <url>', 'a route to an upstream that answers with the headers that it got; needs no log', collect, [])
    .option('--address <address>', 'your own address, as the gateway should see it; once for each family', collect, [])
    .option('--insecure', 'accept certificates that are not trusted')
    .addOption(new Option('--format <format>', 'how to write the report').choices(['text', 'json']).default('text'))
    .addHelpText('after', EPILOGUE)
    .action(async (urls: string[], flags: ProbeFlags) => session.end(await probe(urls, flags, session)));
}

async function probe(urls: readonly string[], flags: ProbeFlags, { terminal, paint }: Session): Promise<number> {
  const targets = [...urls.map((url) => targetOf(url, false)), ...flags.echo.map((url) => targetOf(url, true))];
  if (targets.length === 0) throw new UsageError('name a URL of the gateway, such as https://api.example.com, or --echo URL');
  const addresses = flags.address.flatMap((text) => text.split(',')).map(ownAddress);
  const source = urls.length > 0 || flags.log !== undefined ? sourceOf(flags) : undefined;
  const insecure = flags.insecure ?? false;
  const exchanges = await exchangesOf({ targets, source, insecure });
  const nodes = source instanceof KubectlLogs ? source.nodes : new Map<string, string>();
  const report = reportOf(exchanges, { addresses, nodes, insecure }, source ?? { reads: [], troubles: [] });
  terminal.out(flags.format === 'json' ? `${JSON.stringify(jsonOf(report), undefined, 2)}\n` : `${textOf(report, paint)}\n`);
  return exitOf(report);
}

function sourceOf({ log, namespace, selector }: ProbeFlags): LogSource {
  if (log === undefined) return new KubectlLogs({ namespace, selector });
  return log === '-' ? new LogStream(process.stdin, 'standard input') : new LogFile(log);
}

function targetOf(text: string, echo: boolean): Target {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new UsageError(`${JSON.stringify(text)} is not a URL; write one such as https://api.example.com or http://203.0.113.10:8080`);
  }
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https') throw new UsageError(`${JSON.stringify(text)} must begin with http:// or https://`);
  if (url.username !== '' || url.password !== '') throw new UsageError('a URL with a password is not needed: any answer of the gateway will do; leave it out');
  const port = url.port === '' ? { http: 80, https: 443 }[scheme] : Number(url.port);
  return { origin: url.origin, scheme, host: url.hostname.replace(/^\[|\]$/g, ''), port, path: `${url.pathname}${url.search}`, echo };
}

function ownAddress(text: string): string {
  const address = canonical(text);
  if (address === undefined) throw new UsageError(`--address: ${JSON.stringify(text)} is not an IP address; write one such as 198.51.100.7`);
  return address;
}

function collect(value: string, values: readonly string[]): readonly string[] {
  return [...values, value];
}

function exitOf({ verdict }: ProbeReport): number {
  if (verdict === 'kept') return EXIT.clean;
  return verdict === 'unknown' ? EXIT.unusable : EXIT.findings;
}
