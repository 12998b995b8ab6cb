import { canonical, withoutPort } from './addresses';
import { ProbeReport, titleOf } from './report';
import { ClientIpGatewayReport, ClientIpReport } from '../check/report';
import { LIES } from '../check/trial/claims';

/** The check of the manifests beside what the running gateway did. */
export interface Comparison {
  /** The gateways of the manifests that were probed, as far as that is known. */
  readonly gateways: readonly ClientIpGatewayReport[];
  readonly agrees: boolean | 'unknown';
  /** What the check could not read. */
  readonly unreadable: ClientIpReport['unreadable'];
  /**
   * What to tell the authors of the check, if both are certain and differ: Markdown without addresses and host names.
   */
  readonly issue?: string;
}

/** Holds both against each other. `workloads` are those whose pods answered: `Deployment/namespace/name`. */
export function compare(probe: ProbeReport, check: ClientIpReport, workloads: readonly string[]): Comparison {
  const named = check.gateways.filter(({ gateway }) => workloads.includes(gateway));
  const gateways = named.length > 0 ? named : check.gateways;
  const { unreadable } = check;
  const verdicts = new Set<string>(gateways.map(({ verdict }) => verdict));
  const [verdict] = verdicts;
  if (verdicts.size !== 1 || verdict === 'unknown' || probe.verdict === 'unknown') {
    return { gateways, unreadable, agrees: 'unknown' };
  }
  if (verdict === probe.verdict) return { gateways, unreadable, agrees: true };
  return { gateways, unreadable, agrees: false, issue: issueOf(probe, gateways) };
}

function issueOf(probe: ProbeReport, gateways: readonly ClientIpGatewayReport[]): string {
  const text = [
    '### The check and the running gateway disagree',
    '',
    `**The probe says ${probe.verdict}:**`,
    ...probe.endpoints.map(
      ({ endpoint, verdict, aside, reasons }) =>
        `- ${titleOf(endpoint)}: ${verdict ?? aside}${reasons.map(({ why }) => `; ${why}`).join('')}`,
    ),
    ...probe.warnings.map((warning) => `- warning: ${warning}`),
    ...gateways.flatMap(({ verdict, findings, path, questions }) => [
      '',
      `**The check says ${verdict}:**`,
      ...findings.map(
        ({ level, rule, object, field, why }) => `- ${level} ${rule} at ${object} ${field ?? ''}: ${why}`,
      ),
      ...path.map(({ entrance, hop, does }) => `- ${entrance}: ${hop} ${does}`),
      ...questions.map(({ question, answer }) => `- question: ${question} (${answer})`),
    ]),
    '',
    "Please add: the cloud and its load balancer, Kong's version, and the Service " +
      'and environment as far as you may show them.',
  ].join('\n');
  return anonymous(
    text,
    probe.endpoints.map(({ endpoint }) => endpoint.target.host),
  );
}

/**
 * The same text with other addresses and names; who was the same stays the same, and the claims of forged requests
 * stay.
 */
export function anonymous(text: string, hosts: readonly string[]): string {
  const names = new Map<string, string>();
  const nameOf = (original: string, kind: string) => {
    const name = names.get(original) ?? `${kind}-${names.size + 1}`;
    names.set(original, name);
    return name;
  };
  const claimed = new Set<string>([...LIES[4], ...LIES[6]]);
  const withoutHosts = [...new Set(hosts)]
    .filter((host) => canonical(host) === undefined)
    .reduce((result, host) => result.replaceAll(host, nameOf(host, 'host')), text);
  return withoutHosts.replace(/\[?[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*(?:[0-9A-Fa-f]|::)(?:\]:\d+|\])?/g, (word) => {
    const address = withoutPort(word);
    return address === undefined || claimed.has(address) ? word : nameOf(address, 'address');
  });
}
