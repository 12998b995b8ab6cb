import { KnowingFlags } from './commands/options';
import { Config, readConfig } from './config';
import { loadHcl } from './hcl';
import { Input, readInput, UsageError } from './input';
import { Live, readLive } from './live';
import { rendererOf } from './render';
import { Accepted } from '../check/accept';
import { check } from '../check/check';
import { ClientIpCheckOptions } from '../check/options';
import { ClientIpReport } from '../check/report';
import { withUnseen } from '../check/unseen';
import { siftDump } from '../check/world/matters';
import { ReadTools } from '../forms/read';

/** A report, and what it was made of. */
export interface Checked {
  readonly report: ClientIpReport;
  readonly accepted: readonly Accepted[];
  readonly failOn?: readonly string[];
  /** Where the input speaks of Kong first. */
  readonly mention?: { readonly file: string; readonly line: number };
  /** A line of the input. */
  line(file: string, line: number): string | undefined;
}

/** Texts, what the user knows of them, and what reads more than texts. */
export interface CommandInput extends Live {
  readonly options: ClientIpCheckOptions;
  readonly tools: ReadTools;
  readonly config: Config;
}

/**
 * Reads files with what the user knows, from the flags or else from the configuration.
 *
 * @param sift what is kept of a large dump, where the files themselves are not changed
 */
export async function inputOf(
  files: string[],
  flags: KnowingFlags,
  sift?: (bytes: Uint8Array) => string,
): Promise<CommandInput> {
  const config = readConfig(flags.config);
  const { cloud, controller, nodes, pods, balancer, chart, chartVersion } = { ...config, ...flags };
  const { texts, unreadable, unseen } = await textsOf(files, flags, config.ignore, sift);
  const parseHcl = texts.some(({ name }) => /\.tf$/.test(name)) ? await loadHcl() : undefined;
  const tools = { parseHcl, renderer: flags.render ? rendererOf() : undefined };
  return {
    texts,
    unreadable,
    unseen,
    options: { cloud, controller, nodes, pods, balancer, chart, chartVersion },
    tools,
    config,
  };
}

export async function checked(files: string[], flags: KnowingFlags): Promise<Checked> {
  const { texts, unreadable, unseen, options, tools, config } = await inputOf(files, flags, siftDump);
  const report = withUnseen(check(texts, options, tools), unseen);
  const all = [...unreadable, ...report.unreadable];
  if (report.read.objects === 0 && report.notJudged.length === 0 && all.length === 0) {
    throw new UsageError('there is no Kubernetes object in the input');
  }
  return {
    report: { ...report, unreadable: all },
    accepted: config.accept ?? [],
    failOn: config.failOn,
    mention: mentionIn(texts),
    line: (file, line) => lineOf(texts.find(({ name }) => name === file)?.text ?? '', line),
  };
}

/** The files, and with `--live` what runs in the cluster. */
async function textsOf(
  files: string[],
  { live, namespace }: KnowingFlags,
  ignore?: readonly string[],
  sift?: (bytes: Uint8Array) => string,
): Promise<Live> {
  if (files.length === 0 && !live) {
    throw new UsageError('name files or folders, - for standard input, or --live for a cluster');
  }
  const input = readInput(files, ignore, sift);
  if (!live) return { ...input, unseen: [] };
  const { texts, unreadable, unseen } = await readLive(namespace);
  return { texts: [...input.texts, ...texts], unreadable: [...input.unreadable, ...unreadable], unseen };
}

/** A line of a text, which may have millions. */
function lineOf(text: string, line: number): string | undefined {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    start = text.indexOf('\n', start) + 1;
    if (start === 0) return undefined;
  }
  const end = text.indexOf('\n', start);
  return text.slice(start, end < 0 ? undefined : end);
}

/** By what a text shows that it is about Kong: its API groups, its variables, its images and charts. */
const MENTION = /konghq\.com|\bKONG_[A-Z]|image:\s*["']?\S*\bkong\b|(chart|name|repository):\s*["']?kong\b/;

function mentionIn(texts: Input['texts']): Checked['mention'] {
  for (const { name, text } of texts) {
    const found = MENTION.exec(text);
    if (found) return { file: name, line: text.slice(0, found.index).split('\n').length };
  }
  return undefined;
}
