import { readFileSync } from 'fs';
import { join } from 'path';
import { ClientIpCheck, ClientIpGatewayReport } from '../../src';

/** What is true of one gateway of a case. */
export interface Expectation {
  readonly file: string;
  readonly gateway: string;
  readonly verdict: string;
  readonly findings: readonly { readonly rule: string; readonly severity: string; readonly object: string }[];
  /** Rules that are true as well, and need not be reported. */
  readonly mayAlso: readonly string[];
}

/** A gateway, and in what the check disagrees with what is true of it. */
export interface Comparison {
  readonly file: string;
  readonly gateway: string;
  readonly disagreements: readonly string[];
  /** What is true, and what the check says; undefined when one of them does not know the gateway. */
  readonly expected?: Expectation;
  readonly report?: ClientIpGatewayReport;
}

/** Checks every case of the folder. */
export function compareCorpus(folder: string): Comparison[] {
  const expectations: Expectation[] = JSON.parse(readFileSync(join(folder, 'expect.json'), 'utf8'));
  const files = [...new Set(expectations.map(({ file }) => file))];
  return files.flatMap((file) => {
    const { gateways, unreadable } = ClientIpCheck.check([
      { name: file, text: readFileSync(join(folder, file), 'utf8') },
    ]);
    const expected = expectations.filter((one) => one.file === file);
    const surplus = gateways
      .filter(({ gateway }) => !expected.some((one) => one.gateway === gateway))
      .map(({ gateway }) => ({ file, gateway, disagreements: ['is not a gateway'] }));
    return [
      ...surplus,
      ...expected.map((one) => {
        const report = gateways.find(({ gateway }) => gateway === one.gateway);
        const disagreements = [...unreadable.map(({ message }) => message), ...compare(one, report)];
        return { file, gateway: one.gateway, disagreements, expected: one, report };
      }),
    ];
  });
}

/**
 * The verdict is equal; every expected error and warning is reported, by rule and object; no other error or warning
 * is, and no other note, except by rules that may be.
 */
function compare({ verdict, findings, mayAlso }: Expectation, report: ClientIpGatewayReport | undefined): string[] {
  if (!report) {
    return ['was not found'];
  }
  const missing = findings.filter(
    ({ severity, rule, object }) =>
      severity !== 'note' &&
      !report.findings.some((found) => found.rule === rule && found.object === object && found.level === severity),
  );
  const surplus = report.findings.filter(
    ({ rule }) => !mayAlso.includes(rule) && !findings.some((one) => one.rule === rule),
  );
  return [
    ...(report.verdict === verdict ? [] : [`verdict ${report.verdict} instead of ${verdict}`]),
    ...missing.map(({ severity, rule, object }) => `no ${severity} ${rule} at ${object}`),
    ...surplus.map(({ level, rule, object }) => `${level} ${rule} at ${object} is not true`),
  ];
}
