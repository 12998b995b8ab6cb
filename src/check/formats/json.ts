import { ClientIpReport } from '../report';

/** The report as it is. */
export function jsonReport(report: ClientIpReport): string {
  return JSON.stringify(report, undefined, 2);
}
