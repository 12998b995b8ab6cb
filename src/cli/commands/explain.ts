import { Command, Option } from 'commander';
import { knowing, KnowingFlags } from './options';
import { markdownPath } from '../../check/formats/markdown';
import { textPath } from '../../check/formats/text';
import { checked } from '../report';
import { EXIT, Session } from '../terminal';

export function addExplain(program: Command, { terminal, paint, end }: Session): void {
  knowing(
    program
      .command('explain')
      .description('draw the way of a request to each gateway')
      .argument('<files...>')
      .addOption(
        new Option('--format <format>', 'text, or markdown with Mermaid diagrams')
          .choices(['text', 'markdown'])
          .default('text'),
      ),
  ).action(async (files: string[], flags: KnowingFlags & { format: string }) => {
    const { report } = await checked(files, flags);
    terminal.out(`${flags.format === 'markdown' ? markdownPath(report) : textPath(report, paint)}\n`);
    end(report.unreadable.length > 0 ? EXIT.unusable : EXIT.clean);
  });
}
