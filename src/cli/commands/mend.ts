import { writeFileSync } from 'fs';
import { Command, Option } from 'commander';
import { createTwoFilesPatch } from 'diff';
import { knowing, KnowingFlags, list, WAY_NAMES } from './options';
import type { ClientIpNotJudged } from '../../check/report';
import { ClientIpManifest } from '../../forms/text';
import { byHandText } from '../../mend/by-hand';
import type { Mended, MendReport } from '../../mend/mend';
import { mending } from '../constructs';
import { inputOf } from '../report';
import { EXIT, Session } from '../terminal';

interface MendFlags extends KnowingFlags {
  readonly way?: string;
  readonly trust?: string[];
  readonly write?: boolean;
}

const EXIT_CODES = `
Exit codes:
  0  every gateway keeps the client IP, or does so with what --write has written
  1  there is something to change, or to decide
  2  something could not be read, no gateway could be judged, or the call is wrong`;

export function addMend(program: Command, session: Session): void {
  knowing(
    program
      .command('mend')
      .description('show the smallest change of your own files with which the client IP is kept, or write it')
      .argument('<files...>')
      .addOption(
        new Option(
          '--way <way>',
          'the way to go; without it, the one that your files seem to want, or the best of the balancer',
        ).choices(Object.keys(WAY_NAMES)),
      )
      .option('--trust <networks>', 'the networks from which the balancer dials Kong, with commas between them', list)
      .option('--write', 'write the change into the files')
      .addHelpText('after', EXIT_CODES),
  ).action(async (files: string[], flags: MendFlags) => {
    const { texts, unreadable, options, tools } = await inputOf(files, flags);
    const way = flags.way === undefined ? undefined : WAY_NAMES[flags.way];
    const report = mending().mend(texts, { ...options, way, trust: flags.trust }, tools);
    session.terminal.out(textOf(report, texts));
    for (const { file, line, message } of unreadable) session.terminal.error(`${file}:${line}: ${message}\n`);
    if (flags.write) report.changed.forEach(({ name, text }) => writeFileSync(name, text));
    session.terminal.error(hintOf(report, flags.write === true));
    session.end(unreadable.length > 0 ? EXIT.unusable : exitOf(report, flags.write === true));
  });
}

function exitOf({ gateways, kept, changed }: MendReport, isWritten: boolean): number {
  if (gateways.length + kept === 0) return EXIT.unusable;
  const isOpen = gateways.some(({ question, byHand }) => question !== undefined || byHand.length > 0);
  if (isOpen) return EXIT.findings;
  return changed.length > 0 && !isWritten ? EXIT.findings : EXIT.clean;
}

function textOf({ gateways, kept, notJudged, changed }: MendReport, before: readonly ClientIpManifest[]): string {
  const diffs = changed.map(({ name, text }) => diffOf(name, before.find((one) => one.name === name)!.text, text));
  const nothing = gateways.length > 0 ? [] : [nothingText(kept)];
  return [...nothing, ...gateways.map(gatewayText), ...notJudged.map(notJudgedText), ...diffs].join('\n');
}

/** What happened to the files, beside the diff. */
function hintOf({ changed }: MendReport, isWritten: boolean): string {
  if (changed.length === 0) return '';
  if (!isWritten) return 'Nothing is written yet. Add --write to change the files, or pipe the diff into git apply.\n';
  return `Written: ${changed.map(({ name }) => name).join(', ')}\n`;
}

function nothingText(kept: number): string {
  return kept > 0
    ? 'Nothing to mend: no gateway loses the client IP.\n'
    : 'The input has no Kong gateway to mend. Add its manifests or values.\n';
}

function notJudgedText({ path, line, why, run }: ClientIpNotJudged): string {
  const isOverlay = run.startsWith('kubectl kustomize');
  return [
    `# Not judged: ${path}:${line}: ${why}\n#   Run  ${run}\n`,
    ...(isOverlay ? ['#   Or pass --render: mend then adds what is missing to the overlay as a patch.\n'] : []),
  ].join('');
}

function gatewayText({ gateway, installedBy, before, by, closes = [], assumes, byHand, question }: Mended): string {
  const name = installedBy === undefined ? gateway : `${gateway} by ${installedBy}`;
  if (by) {
    const how = [
      `# ${name}: ${before} -> kept, by ${by.way} with ${by.balancer}\n`,
      ...closes.map((object) => `#   ${object} no longer leads here from outside: no other change is enough.\n`),
      ...(assumes === undefined ? [] : [`#   ${assumes}\n`]),
    ].join('');
    return byHand.length === 0 ? how : `${how}${byHandText(byHand)}`;
  }
  return `# ${name}: ${before}, not mended\n#   ${question?.why}\n#   ${question?.need}\n`;
}

function diffOf(name: string, before: string, after: string): string {
  const path = name.replace(/^\.\//, '');
  return createTwoFilesPatch(`a/${path}`, `b/${path}`, before, after, undefined, undefined, { context: 3 })
    .replace(/^=+\n/, '')
    .replace(/\t$/gm, '');
}
