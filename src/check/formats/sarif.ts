import { relative } from 'path';
import { pathToFileURL } from 'url';
import { fingerprintOf } from '../accept';
import { ClientIpFinding, ClientIpReport } from '../report';
import { RULES } from '../rules';
import { Rule } from '../rules/rule';

const HOME = 'https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip';

/**
 * The report as a SARIF log, which code scanning of GitHub and others show beside the lines.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport(report: ClientIpReport): string {
  const findings = report.gateways.flatMap(({ gateway, findings: found }) =>
    found.map((finding) => ({ finding, gateway })),
  );
  const rules = RULES.filter(({ id }) => findings.some(({ finding }) => finding.rule === id));
  const results = findings.map(({ finding, gateway }) => {
    const index = rules.findIndex(({ id }) => id === finding.rule);
    return result(finding, gateway, index);
  });
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: driver(rules) }, invocations: [invocation(report)], results }],
  };
  return JSON.stringify(log, undefined, 2);
}

function driver(rules: readonly Rule[]): object {
  return {
    name: 'cdk8s-kong-client-ip',
    informationUri: HOME,
    rules: rules.map(({ id, level, title, why, mend }) => ({
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: mend },
      helpUri: `${HOME}/blob/main/docs/rules.md#${id}`,
      defaultConfiguration: { level },
    })),
  };
}

function invocation({ unreadable, notJudged }: ClientIpReport): object {
  const notification = (level: string, text: string, file: string, line: number) => ({
    level,
    message: { text },
    locations: [location(file, line)],
  });
  return {
    executionSuccessful: unreadable.length === 0,
    toolExecutionNotifications: [
      ...unreadable.map(({ file, line, message }) => notification('error', message, file, line)),
      ...notJudged.map(({ path, line, why, run }) =>
        notification('note', `Not judged: ${why} Run: ${run}`, path, line),
      ),
    ],
  };
}

function result(finding: ClientIpFinding, gateway: string, ruleIndex: number): object {
  const { rule, level, object, field, file, line, column, why, mend, helmValue, acknowledged } = finding;
  const name = field === undefined ? object : `${object} ${field}`;
  const logicalLocations = [{ fullyQualifiedName: name, kind: 'object' }];
  return {
    ruleId: rule,
    ruleIndex,
    level,
    message: { text: `${name}: ${why} Fix: ${mend}${helmValue === undefined ? '' : ` Helm value: ${helmValue}.`}` },
    locations: [{ ...(file === undefined ? {} : location(file, line ?? 1, column)), logicalLocations }],
    // The same finding after lines were added above it.
    partialFingerprints: { 'findingOfObject/v2': fingerprintOf(gateway, finding) },
    ...(acknowledged === undefined ? {} : { suppressions: [{ kind: 'inSource', justification: acknowledged }] }),
  };
}

function location(file: string, startLine: number, startColumn?: number): object {
  return { physicalLocation: { artifactLocation: { uri: uriOf(file) }, region: { startLine, startColumn } } };
}

/** Relative to where the check runs, as code scanning wants it; a path elsewhere as its own URI. */
function uriOf(file: string): string {
  const path = relative('.', file);
  const encoded = path.split(/[\\/]/).map(encodeURIComponent).join('/');
  return path.startsWith('..') ? pathToFileURL(file).href : encoded;
}
