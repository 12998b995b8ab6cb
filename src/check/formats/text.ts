import { entrancesOf, MEANING, summary } from './summary';
import { ClientIpFinding, ClientIpGatewayReport, ClientIpReport } from '../report';

/** What a piece of text is, so that a terminal can colour it. */
export type Tone = 'error' | 'warning' | 'note' | 'kept' | 'lost' | 'forgeable' | 'broken' | 'unknown' | 'faint' | 'strong';

/** Colours a text, or leaves it. */
export type Paint = (tone: Tone, text: string) => string;

const WIDTH = 100;

/** The report for a terminal. */
export function textReport(report: ClientIpReport, paint: Paint): string {
  return [
    ...report.gateways.map((gateway) => gatewayText(gateway, paint)),
    ...report.unreadable.map(({ file, line, message }) => `${paint('error', 'unreadable')}  ${file}:${line}: ${message}\n`),
    summary(report),
  ].join('\n');
}

/** The way of a request to each gateway, for a terminal. */
export function textPath(report: ClientIpReport, paint: Paint): string {
  return [...report.gateways.map((gateway) => [
    `${headline(gateway, paint)}\n`,
    ...entrancesOf(gateway).map(({ entrance, hops }) => [
      `  ${paint('strong', entrance)}\n`,
      ...hops.map(({ hop, does }, index) => `${index === 0 ? '' : `    ${paint('faint', '│')}\n`}    ${wrap(`${paint('strong', hop)} ${does}`, '    ')}\n`),
    ].join('')),
    ...questions(gateway),
  ].join('\n')), summary(report)].join('\n');
}

function gatewayText(gateway: ClientIpGatewayReport, paint: Paint): string {
  return [`${headline(gateway, paint)}\n`, ...gateway.findings.map((finding) => findingText(finding, paint)), ...questions(gateway)].join('\n');
}

function headline({ gateway, verdict }: ClientIpGatewayReport, paint: Paint): string {
  return `${paint('strong', gateway)}  ${paint(verdict, verdict.toUpperCase())}  ${MEANING[verdict]}`;
}

function findingText({ rule, level, object, field, file, line, why, mend, helmValue, acknowledged }: ClientIpFinding, paint: Paint): string {
  const tone = acknowledged === undefined ? level : 'faint';
  return [
    `  ${paint(tone, level)}  ${paint('strong', rule)}${file === undefined ? '' : `  ${paint('faint', `${file}:${line}`)}`}`,
    `    ${paint('faint', [object, field].filter((part) => part !== undefined).join('  '))}`,
    `    ${wrap(why, '    ')}`,
    ...acknowledged === undefined ? [] : [`    ${wrap(`Acknowledged: ${acknowledged}`, '    ')}`],
    `    ${paint('kept', 'Fix')}   ${wrap(mend, '          ', 90)}`,
    ...helmValue === undefined ? [] : [`    ${paint('kept', 'Helm')}  ${helmValue}`],
    '',
  ].join('\n');
}

function questions({ questions: asked }: ClientIpGatewayReport): string[] {
  return asked.length === 0 ? [] : [[...asked.map(({ question, answer }) => `  ? ${wrap(`${question} (${answer})`, '    ')}`), ''].join('\n')];
}

function wrap(text: string, indent: string, width = WIDTH - indent.length): string {
  const lines = [''];
  for (const word of text.split(/\s+/)) {
    const line = lines[lines.length - 1];
    if (line !== '' && line.length + word.length >= width) lines.push(word);
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`;
  }
  return lines.join(`\n${indent}`);
}
