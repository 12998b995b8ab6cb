import { entrancesOf, MEANING, summary } from './summary';
import { visible } from './visible';
import { ClientIpFinding, ClientIpGatewayReport, ClientIpReport } from '../report';

/** The report for a pull request or a job's summary. */
export function markdownReport(report: ClientIpReport): string {
  return [
    '# Client IP check\n',
    ...report.gateways.map(gatewaySection),
    ...report.unreadable.map(
      ({ file, line, message }) => `- **unreadable** ${code(`${file}:${line}`)}: ${escape(message)}\n`,
    ),
    ...report.notJudged.map(
      ({ path, line, why, run }) => `- **not judged** ${code(`${path}:${line}`)}: ${escape(why)} Run ${code(run)}\n`,
    ),
    summary(report),
  ].join('\n');
}

/** The way of a request to each gateway, as diagrams. */
export function markdownPath(report: ClientIpReport): string {
  return [
    '# The way to Kong\n',
    ...report.gateways.flatMap((gateway) => [
      `${headline(gateway)}\n`,
      ...entrancesOf(gateway).map(({ entrance, hops }) => `${escape(entrance)}:\n\n${diagram(hops)}\n`),
    ]),
    summary(report),
  ].join('\n');
}

function gatewaySection(gateway: ClientIpGatewayReport): string {
  return [
    `${headline(gateway)}\n`,
    ...gateway.findings.map(findingItem),
    ...(gateway.findings.length > 0 ? [''] : []),
    ...(gateway.questions.length > 0
      ? [
          'Open questions:\n',
          ...gateway.questions.map(({ question, answer }) => `- ${escape(question)} (${escape(answer)})`),
          '',
        ]
      : []),
  ].join('\n');
}

function headline({ gateway, installedBy, verdict, also }: ClientIpGatewayReport): string {
  const by = installedBy === undefined ? '' : ` by ${code(installedBy)}`;
  const others = also.map((other) => `, and ${other} on other ports: ${MEANING[other]}`).join('');
  return `## ${code(gateway)}${by}: ${verdict}\n\n${MEANING[verdict]}${others}`;
}

function findingItem({
  rule,
  level,
  object,
  field,
  file,
  line,
  why,
  mend,
  helmValue,
  acknowledged,
}: ClientIpFinding): string {
  const inField = field === undefined ? '' : `, ${code(field)}`;
  const inFile = file === undefined ? '' : ` (${code(`${file}:${line}`)})`;
  return [
    `- **${level}** ${code(rule)} at ${code(object)}${inField}${inFile}`,
    `  ${escape(why)}`,
    ...(acknowledged === undefined ? [] : [`  **Acknowledged:** ${escape(acknowledged)}`]),
    `  **Fix:** ${escape(mend)}${helmValue === undefined ? '' : ` Helm value: ${code(helmValue)}.`}`,
  ].join('  \n');
}

function diagram(hops: ClientIpGatewayReport['path']): string {
  return [
    '```mermaid',
    'flowchart TD',
    ...hops.map(({ hop, does }, index) => `  h${index}["${quoted(hop)}: ${quoted(does)}"]`),
    ...hops.slice(1).map((_, index) => `  h${index} --> h${index + 1}`),
    '```',
  ].join('\n');
}

/** Mermaid takes entities in place of what ends a text. */
function quoted(text: string): string {
  return visible(text).replace(/[&"<>#;`]/g, (character) => `#${character.codePointAt(0)};`);
}

/** Text of a manifest must not become markup. */
function escape(text: string): string {
  return visible(text)
    .replace(/[\\`*_<>[\]|]/g, (character) => `\\${character}`)
    .replace(/\s+/g, ' ');
}

/** Longer fences around text that holds one. */
function code(raw: string): string {
  const text = visible(raw);
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${text} ${fence}` : `${fence}${text}${fence}`;
}
