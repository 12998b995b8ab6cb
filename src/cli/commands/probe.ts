import { Command, Option } from 'commander';
import { LogFile, LogStream } from '../../probe/access-log/file';
import { KubectlLogs } from '../../probe/access-log/kubectl';
import { LogSource } from '../../probe/access-log/source';
import { canonical } from '../../probe/addresses';
import { compare, Comparison } from '../../probe/comparison';
import { Target } from '../../probe/exchange';
import { jsonOf, ProbeReport, reportOf } from '../../probe/report';
import { exchangesOf } from '../../probe/run';
import { comparisonText, textOf } from '../../probe/text';
import { UsageError } from '../input';
import { checked } from '../report';
import { EXIT, Session } from '../terminal';

interface ProbeFlags {
  readonly namespace?: string;
  readonly selector?: string;
  readonly log?: string;
  readonly echo: readonly string[];
  readonly address: readonly string[];
  readonly manifests: readonly string[];
  readonly live: boolean;
  readonly insecure: boolean;
  readonly format: string;
}

const EPILOGUE = `
Sends fewer than 40 requests to each URL, over one connection at a time, to the hosts that you name
and to no other. Each request asks for a path that does not exist, by which it is found in the log.

Exits with 0 if the address is kept, with 1 if it is lost or can be forged, if traffic is refused,
or if the manifests say otherwise, and with 2 if that could not be told.

Examples:
  cdk8s-kong-client-ip probe https://api.example.com --namespace kong
  cdk8s-kong-client-ip probe https://api.example.com http://203.0.113.10 --address 198.51.100.7
  kubectl logs -f deployment/kong | cdk8s-kong-client-ip probe https://api.example.com --log -
  cdk8s-kong-client-ip probe --echo https://api.example.com/headers`;

/** probe: sends honest and forged requests to a running gateway, and reads which address Kong believed. */
export function addProbe(program: Command, session: Session): void {
  const format = new Option('--format <format>', 'how to write the report').choices(['text', 'json']).default('text');
  const several = (flags: string, description: string) => new Option(flags, description).argParser(collect);
  program
    .command('probe')
    .description(
      'send honest and forged requests to a running gateway, and read in its log which address Kong believed',
    )
    .argument('[urls...]', 'each port to try, such as https://api.example.com or http://203.0.113.10:8080')
    .option('--namespace <namespace>', "where Kong's pods run, whose logs kubectl reads; else that of its context")
    .option('--selector <selector>', "labels of Kong's pods, if they are not found without")
    .option('--log <file>', 'read the access log from a file, or - for standard input, instead of by kubectl')
    .addOption(several('--echo <url>', 'a route to an upstream that answers with the headers it got; needs no log'))
    .addOption(several('--address <address>', 'your address, as the gateway should see it; once for each family'))
    .addOption(several('--manifests <path>', 'also check these manifests, and show where both verdicts differ'))
    .option('--live', 'the same with what runs in the cluster, by kubectl, in the namespace', false)
    .option('--insecure', 'accept certificates that are not trusted', false)
    .addOption(format)
    .addHelpText('after', EPILOGUE)
    .action(async (urls: string[], { echo = [], address = [], manifests = [], ...flags }: ProbeFlags) =>
      session.end(await probe(urls, { ...flags, echo, address, manifests }, session)),
    );
}

async function probe(urls: readonly string[], flags: ProbeFlags, { terminal, paint }: Session): Promise<number> {
  const targets = targetsOf(urls, flags.echo);
  const addresses = flags.address.flatMap((text) => text.split(',')).map(ownAddress);
  // What is wrong with the manifests is told before anything is sent.
  const { live, namespace, manifests } = flags;
  const model = live || manifests.length > 0 ? await checked([...manifests], { live, namespace }) : undefined;
  const source = urls.length > 0 || flags.log !== undefined ? sourceOf(flags) : undefined;
  const { insecure } = flags;
  const exchanges = await exchangesOf({ targets, source, insecure });
  const cluster = source instanceof KubectlLogs ? source : { pods: [], nodes: new Map<string, string>() };
  const report = reportOf(
    exchanges,
    { addresses, nodes: cluster.nodes, insecure },
    source ?? { reads: [], troubles: [] },
  );
  const answering = cluster.pods.filter(({ name }) => report.seenBy.includes(name));
  const comparison =
    model &&
    compare(
      report,
      model.report,
      answering.map(({ workload }) => workload),
    );
  if (flags.format === 'json') {
    terminal.out(`${JSON.stringify({ ...jsonOf(report), check: comparison }, undefined, 2)}\n`);
  } else {
    terminal.out(`${textOf(report, paint)}\n${comparison ? comparisonText(report, comparison, paint) : ''}`);
  }
  return exitOf(report, comparison);
}

/** The same URL twice is one. */
function targetsOf(urls: readonly string[], echoes: readonly string[]): Target[] {
  if (urls.length + echoes.length === 0) {
    throw new UsageError('name a URL of the gateway, such as https://api.example.com, or --echo URL');
  }
  const targets = [...urls.map((url) => targetOf(url, false)), ...echoes.map((url) => targetOf(url, true))];
  return [...new Map(targets.map((target) => [`${target.origin}${target.path} ${target.echo}`, target])).values()];
}

function targetOf(text: string, echo: boolean): Target {
  const url = parseUrl(text);
  const scheme = url.protocol.slice(0, -1);
  if (scheme !== 'http' && scheme !== 'https') {
    throw new UsageError(`${JSON.stringify(text)} must begin with http:// or https://`);
  }
  if (url.username !== '' || url.password !== '') {
    throw new UsageError('a URL with a password is not needed, since any answer of the gateway will do; leave it out');
  }
  const port = url.port === '' ? { http: 80, https: 443 }[scheme] : Number(url.port);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return { origin: url.origin, scheme, host, port, path: `${url.pathname}${url.search}`, echo };
}

function parseUrl(text: string): URL {
  try {
    return new URL(text);
  } catch {
    const right = 'https://api.example.com or http://203.0.113.10:8080';
    throw new UsageError(`${JSON.stringify(text)} is not a URL; write one such as ${right}`);
  }
}

function ownAddress(text: string): string {
  const address = canonical(text);
  if (address !== undefined) return address;
  throw new UsageError(`--address: ${JSON.stringify(text)} is not an IP address; write one such as 198.51.100.7`);
}

function sourceOf({ log, namespace, selector }: ProbeFlags): LogSource {
  if (log === undefined) return new KubectlLogs({ namespace, selector });
  return log === '-' ? new LogStream(process.stdin, 'standard input') : new LogFile(log);
}

function collect(value: string, values: readonly string[] = []): readonly string[] {
  return [...values, value];
}

/** A gateway that does what its manifests do not say is not clean, whichever of both is wrong. */
function exitOf({ verdict }: ProbeReport, comparison: Comparison | undefined): number {
  if (comparison?.agrees === false) return EXIT.findings;
  if (verdict === 'kept') return EXIT.clean;
  return verdict === 'unknown' ? EXIT.unusable : EXIT.findings;
}
