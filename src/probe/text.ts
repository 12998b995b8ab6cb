import { fatesOf, ProbeReport, titleOf } from './report';
import { EndpointReport } from './verdict';
import { MEANING } from '../check/formats/summary';
import { Paint } from '../check/formats/text';
import { ClientIpVerdict } from '../check/report';

/** The report for a terminal. */
export function textOf({ verdict, endpoints, warnings, read, troubles, seenBy }: ProbeReport, paint: Paint): string {
  const tried = endpoints.filter((one) => one.verdict !== undefined);
  return [
    ...endpoints.map((endpoint) => endpointText(endpoint, paint)),
    ...warnings.map((warning) => `${paint('warning', 'warning')}  ${warning}\n`),
    ...read.length > 0 ? [`Read: ${read.join('; ')}.${seenBy.length > 0 ? ` The requests were found in: ${seenBy.join(', ')}.` : ''}`] : [],
    ...troubles.map((trouble) => `${paint('warning', 'not read')}  ${trouble}`),
    `${paint('strong', 'Verdict')}  ${paint(verdict, verdict.toUpperCase())}  ${tried.length === 0 ? 'nothing was judged' : meaningOf(verdict)}`,
  ].join('\n');
}

function endpointText(report: EndpointReport, paint: Paint): string {
  const { endpoint, verdict, aside, reasons } = report;
  const headline = `${paint('strong', titleOf(endpoint))}  ${verdict === undefined ? paint('faint', aside ?? '') : paint(verdict, verdict.toUpperCase())}`;
  const lines = [
    ...identity(report),
    ...reasons.flatMap(({ verdict: own, why, repeat }) => [`${paint(own, own)}: ${why}`, ...repeat === undefined ? [] : [`  ${repeat}`]]),
    ...told('not believed', fatesOf(report, 'right')),
    ...told('turned away before Kong believed anything', fatesOf(report, 'turned away')),
  ];
  return [headline, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function identity({ believed, yours }: EndpointReport): string[] {
  if (believed === undefined || yours === undefined) return [];
  return [yours === 'yours' ? `Kong believes ${believed}, which is yours.`
    : `Kong believes ${believed}, which is public and the same each time: probably yours. To be sure, give yours by --address.`];
}

function told(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}`];
}

function meaningOf(verdict: string): string {
  return verdict === 'unknown' ? 'it could not be told; see above' : MEANING[verdict as ClientIpVerdict];
}
