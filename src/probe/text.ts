import { Comparison } from './comparison';
import { fatesOf, ProbeReport, titleOf } from './report';
import { EndpointReport } from './verdict';
import { MEANING } from '../check/formats/summary';
import { Paint, wrap } from '../check/formats/text';
import { ClientIpVerdict } from '../check/report';

/** The report for a terminal. */
export function textOf({ verdict, endpoints, warnings, read, troubles, seenBy }: ProbeReport, paint: Paint): string {
  const found = seenBy.length === 0 ? '' : ` The requests were found in: ${seenBy.join(', ')}.`;
  return [
    ...endpoints.map((endpoint) => endpointText(endpoint, paint)),
    ...warnings.map((warning) => `${paint('warning', 'warning')}  ${warning}\n`),
    ...(read.length === 0 ? [] : [`Read: ${read.join('; ')}.${found}`]),
    ...troubles.map((trouble) => `${paint('warning', 'not read')}  ${trouble}`),
    `${paint('strong', 'Verdict')}  ${paint(verdict, verdict.toUpperCase())}  ${meaningOf(verdict, endpoints)}`,
  ].join('\n');
}

function endpointText(report: EndpointReport, paint: Paint): string {
  const { endpoint, verdict, aside = '', reasons } = report;
  const outcome = verdict === undefined ? paint('faint', aside) : paint(verdict, verdict.toUpperCase());
  const lines = [
    ...identity(report),
    ...reasons.map(({ verdict: own, why }) => `${paint(own, own)}: ${why}`),
    ...reasons.flatMap(({ repeat }) => (repeat === undefined ? [] : [`${paint('faint', '$')} ${repeat}`])),
    ...told('not believed', fatesOf(report, 'right')),
    ...told('turned away', fatesOf(report, 'turned away')),
  ];
  return [`${paint('strong', titleOf(endpoint))}  ${outcome}`, ...lines.map((line) => `  ${line}`), ''].join('\n');
}

function identity({ believed, yours }: EndpointReport): string[] {
  if (believed === undefined || yours === undefined) return [];
  if (yours === 'yours') return [`Kong believes ${believed}, which is yours.`];
  return [
    `Kong believes ${believed}, which is public and the same each time: probably yours. To be sure, give your ` +
      'address by --address.',
  ];
}

function told(what: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [wrap(`${what}: ${names.join(', ')}`, '    ')];
}

function meaningOf(verdict: string, endpoints: readonly EndpointReport[]): string {
  const isIdle = endpoints.every((endpoint) => endpoint.verdict === undefined);
  if (isIdle) return 'nothing was judged: name a URL that Kong answers';
  return verdict === 'unknown' ? 'it could not be told; the reasons stand above' : MEANING[verdict as ClientIpVerdict];
}

const NEW_ISSUE = 'https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip/issues/new';

/** The verdict of the check beside that of the probe. */
export function comparisonText(
  { verdict }: ProbeReport,
  { gateways, agrees, unreadable, issue }: Comparison,
  paint: Paint,
): string {
  const lines = gateways.map(
    (one) => `${paint('strong', 'Check')}    ${paint(one.verdict, one.verdict.toUpperCase())}  ${one.gateway}`,
  );
  lines.push(...unreadable.map(({ file, message }) => `${paint('warning', 'not read')}  ${file}: ${message}`));
  if (gateways.length === 0) lines.push('Check    no Kong gateway was found in the manifests');
  if (agrees === true) lines.push('The check of the manifests and the running gateway say the same.');
  if (agrees === 'unknown') {
    lines.push('Whether both agree cannot be told; run `check` on the same input: it asks what is missing.');
  }
  if (agrees === false) lines.push(...disagreement(verdict));
  return `${[...lines, ...(issue === undefined ? [] : ['', issue])].join('\n')}\n`;
}

function disagreement(verdict: string): string[] {
  const elsewhere =
    verdict === 'kept'
      ? ['The check judges every way in. If what it found is about a port that you did not name, name that port, too.']
      : [];
  return [
    ...elsewhere,
    `${elsewhere.length > 0 ? 'Else one' : 'One'} of both is wrong, or the manifests are not those that run. ` +
      `Please paste the following into ${NEW_ISSUE};`,
    'addresses and host names are replaced in it.',
  ];
}
