import { ClientIpReport } from '../report';

/** Findings as commands of GitHub Actions, which shows each beside its line. */
export function githubReport({ gateways, unreadable, notJudged }: ClientIpReport): string {
  const findings = gateways
    .flatMap((gateway) => gateway.findings)
    .filter(({ acknowledged }) => acknowledged === undefined)
    .map(({ rule, level, file, line, column, object, why, mend }) =>
      command(
        level === 'note' ? 'notice' : level,
        { file, line, col: column, title: `${rule}: ${object}` },
        `${why} Fix: ${mend}`,
      ),
    );
  return [
    ...findings,
    ...unreadable.map(({ file, line, message }) => command('error', { file, line, title: 'unreadable' }, message)),
    ...notJudged.map(({ path, line, why, run }) =>
      command('notice', { file: path, line, title: 'not judged' }, `${why} Run: ${run}`),
    ),
  ].join('\n');
}

function command(
  name: string,
  properties: Readonly<Record<string, string | number | undefined>>,
  message: string,
): string {
  const written = Object.entries(properties)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${key}=${escaped(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`);
  return `::${name} ${written.join(',')}::${escaped(message)}`;
}

/** As the runner decodes it, so that a text of a stranger stays one text. */
function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
