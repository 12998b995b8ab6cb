import { ClientIpFinding, ClientIpReport } from './report';

/** A finding that the user accepts, with the reason. */
export interface Accepted {
  readonly rule: string;
  /** `Kind/namespace/name`; every object if it is left out. */
  readonly object?: string;
  readonly reason: string;
}

/** What a finding is known by after lines were added above it. */
export function fingerprintOf(gateway: string, { rule, object, field, file }: ClientIpFinding): string {
  return [rule, gateway, object, field ?? '', file ?? ''].join(' ');
}

/** The report with findings acknowledged that the user accepts, and those that a baseline has already. */
export function accept(
  report: ClientIpReport,
  accepted: readonly Accepted[],
  baseline: ReadonlySet<string>,
): ClientIpReport {
  const gateways = report.gateways.map((gateway) => ({
    ...gateway,
    findings: gateway.findings.map((finding) => {
      const reason = accepted.find(
        ({ rule, object }) => rule === finding.rule && (object ?? finding.object) === finding.object,
      )?.reason;
      const known = baseline.has(fingerprintOf(gateway.gateway, finding)) ? 'It is in the baseline.' : undefined;
      return { ...finding, acknowledged: finding.acknowledged ?? reason ?? known };
    }),
  }));
  return { ...report, gateways };
}

/** Every finding of a report by its fingerprint, for a baseline. */
export function fingerprintsOf({ gateways }: ClientIpReport): string[] {
  const all = gateways.flatMap(({ gateway, findings }) => findings.map((finding) => fingerprintOf(gateway, finding)));
  return [...new Set(all)].sort();
}
