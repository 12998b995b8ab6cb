import { entrancesOf, MEANING, summary } from './summary';
import { visible } from './visible';
import { ClientIpFinding, ClientIpGatewayReport, ClientIpHop, ClientIpNotJudged, ClientIpReport } from '../report';

/** What a piece of text is, so that a terminal can colour it. */
export type Tone =
  'error' | 'warning' | 'note' | 'kept' | 'lost' | 'forgeable' | 'broken' | 'unknown' | 'faint' | 'strong';

/** Colours a text, or leaves it. */
export type Paint = (tone: Tone, text: string) => string;

/** A line of a file of the input, if it is at hand. */
export type LineOf = (file: string, line: number) => string | undefined;

const WIDTH = 100;

/** The report for a terminal. */
export function textReport(report: ClientIpReport, paint: Paint, lineOf: LineOf = () => undefined): string {
  return [
    ...report.gateways.map((gateway) => gatewayText(gateway, paint, lineOf)),
    ...report.notJudged.map((entry) => notJudgedText(entry, paint)),
    ...report.unreadable.map(
      ({ file, line, message }) => `${paint('error', 'unreadable')}  ${visible(file)}:${line}: ${visible(message)}\n`,
    ),
    summary(report),
    ...hints(report),
  ].join('\n');
}

function notJudgedText({ path, line, why, run }: ClientIpNotJudged, paint: Paint): string {
  const head = `${paint('warning', 'not judged')}  ${visible(path)}:${line}: ${wrap(visible(why), '    ')}`;
  return `${head}\n    ${paint('kept', 'Run')}   ${visible(run)}\n`;
}

/** What to do next. */
function hints({ gateways }: ClientIpReport): string[] {
  const findings = gateways
    .flatMap((gateway) => gateway.findings)
    .filter(({ acknowledged }) => acknowledged === undefined);
  if (findings.length === 0) return [];
  return [`More about the first finding: cdk8s-kong-client-ip rules ${findings[0].rule}`];
}

/** The way of a request to each gateway, for a terminal. */
export function textPath(report: ClientIpReport, paint: Paint): string {
  return [
    ...report.gateways.map((gateway) =>
      [
        `${headline(gateway, paint)}\n`,
        ...entrancesOf(gateway).map(({ entrance, hops }) =>
          [
            `  ${paint('strong', visible(entrance))}\n`,
            ...hops.map((one, index) => hopText(one, index === 0, paint)),
          ].join(''),
        ),
        ...questions(gateway),
      ].join('\n'),
    ),
    summary(report),
  ].join('\n');
}

function hopText({ hop, does }: ClientIpHop, isFirst: boolean, paint: Paint): string {
  const line = isFirst ? '' : `    ${paint('faint', '│')}\n`;
  return `${line}    ${wrap(`${paint('strong', visible(hop))} ${visible(does)}`, '    ')}\n`;
}

function gatewayText(gateway: ClientIpGatewayReport, paint: Paint, lineOf: LineOf): string {
  const findings = gateway.findings.map((finding) => findingText(finding, paint, lineOf));
  return [`${headline(gateway, paint)}\n`, ...findings, ...questions(gateway)].join('\n');
}

function headline({ gateway, installedBy, verdict, also }: ClientIpGatewayReport, paint: Paint): string {
  const by = installedBy === undefined ? '' : `  ${paint('faint', `by ${visible(installedBy)}`)}`;
  const others = also
    .map((other) => `, and ${paint(other, other.toUpperCase())}: ${MEANING[other]} on other ports`)
    .join('');
  const outcome = paint(verdict, verdict.toUpperCase());
  return `${paint('strong', visible(gateway))}${by}  ${outcome}  ${MEANING[verdict]}${others}`;
}

function findingText(finding: ClientIpFinding, paint: Paint, lineOf: LineOf): string {
  const { rule, level, object, field, file, line, why, mend, helmValue, acknowledged } = finding;
  const tone = acknowledged === undefined ? level : 'faint';
  const place = file === undefined ? '' : `  ${paint('faint', `${visible(file)}:${line}`)}`;
  return [
    `  ${paint(tone, level)}  ${paint('strong', rule)}${place}`,
    `    ${paint('faint', visible([object, field].filter((part) => part !== undefined).join('  ')))}`,
    ...marked(finding, paint, lineOf),
    `    ${wrap(visible(why), '    ')}`,
    ...(acknowledged === undefined ? [] : [`    ${wrap(visible(`Acknowledged: ${acknowledged}`), '    ')}`]),
    `    ${paint('kept', 'Fix')}   ${wrap(visible(mend), '          ', 90)}`,
    ...(helmValue === undefined ? [] : [`    ${paint('kept', 'Helm')}  ${visible(helmValue)}`]),
    '',
  ].join('\n');
}

/** The line of the input with the place marked, as compilers do. A line of a Secret is not shown. */
function marked({ object, file, line, column }: ClientIpFinding, paint: Paint, lineOf: LineOf): string[] {
  if (file === undefined || line === undefined || object.startsWith('Secret/')) return [];
  const source = lineOf(file, line);
  if (source === undefined || source.length > WIDTH) return [];
  const number = `${line}`;
  const caret = `${' '.repeat(Math.max(0, (column ?? 1) - 1))}${paint('error', '^')}`;
  return [
    `    ${paint('faint', `${number} |`)} ${visible(source)}`,
    `    ${' '.repeat(number.length)} ${paint('faint', '|')} ${caret}`,
  ];
}

function questions({ questions: asked }: ClientIpGatewayReport): string[] {
  return asked.length === 0
    ? []
    : [
        [...asked.map(({ question, answer }) => `  ? ${wrap(visible(`${question} (${answer})`), '    ')}`), ''].join(
          '\n',
        ),
      ];
}

/** Breaks a text between words. */
export function wrap(text: string, indent: string, width = WIDTH - indent.length): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${indent}`);
}
