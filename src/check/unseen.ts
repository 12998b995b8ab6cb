import { ClientIpReport, ClientIpVerdict } from './report';

/** The report of a cluster that did not show some kinds: no gateway is kept by what was not seen. */
export function withUnseen(report: ClientIpReport, resources: readonly string[]): ClientIpReport {
  if (resources.length === 0) return report;
  const question = {
    question: `Does anything of these kinds lead to the gateway, or stand before it: ${resources.join(', ')}?`,
    answer: 'the permission to list them',
  };
  const gateways = report.gateways.map((gateway) =>
    gateway.verdict === ClientIpVerdict.KEPT
      ? { ...gateway, verdict: ClientIpVerdict.UNKNOWN, questions: [...gateway.questions, question] }
      : gateway,
  );
  return { ...report, gateways };
}
