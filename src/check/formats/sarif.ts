import { relative } from 'path';
import { pathToFileURL } from 'url';
import { fingerprintOf } from '../accept';
import { ClientIpFinding, ClientIpReport } from '../report';
import { RULES } from '../rules';

const HOME = 'https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip';

/**
 * The report as a SARIF log, which code scanning of GitHub and others show beside the lines.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifReport({ gateways, unreadable, notJudged }: ClientIpReport): string {
  const findings = gateways.flatMap((gateway) =>
    gateway.findings.map((finding) => ({ finding, gateway: gateway.gateway })),
  );
  const rules = RULES.filter(({ id }) => findings.some(({ finding }) => finding.rule === id));
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
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
            },
          },
          invocations: [
            {
              executionSuccessful: unreadable.length === 0,
              toolExecutionNotifications: unreadable
                .map(({ file, line, message }) => ({
                  level: 'error',
                  message: { text: message },
                  locations: [location(file, line)],
                }))
                .concat(
                  notJudged.map(({ path, line, why, run }) => ({
                    level: 'note',
                    message: { text: `Not judged: ${why} Run: ${run}` },
                    locations: [location(path, line)],
                  })),
                ),
            },
          ],
          results: findings.map(({ finding, gateway }) =>
            result(
              finding,
              gateway,
              rules.findIndex(({ id }) => id === finding.rule),
            ),
          ),
        },
      ],
    },
    undefined,
    2,
  );
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
