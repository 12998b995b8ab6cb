import { readFileSync } from 'fs';
import { ClientIpCheck } from './client-ip-check';
import { ClientIpCheckOptions } from './options';
import { ClientIpFinding } from './report';

/** What cdk8s-cli hands to a validation, as far as it is used here. Its own types are not types of this package. */
interface Context {
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: {
      ruleName: string;
      recommendation: string;
      fix: string;
      violatingResources: { resourceName: string; locations: string[]; manifestPath: string }[];
    }): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
  readonly logger: { log(message: string): void };
}

/** `properties` of the validation in cdk8s.yaml. */
export interface ClientIpValidationProperties extends ClientIpCheckOptions {
  /**
   * The level from which findings fail the synthesis: `error` or `warning`.
   *
   * @default error
   */
  readonly failOn?: string;
}

/**
 * The check as a validation of `cdk8s synth`.
 *
 * @see https://cdk8s.io/docs/latest/cli/synth/#validations
 */
export class ClientIpValidation {
  private readonly failOn: string;
  private readonly options: ClientIpCheckOptions;

  /** @throws when `failOn` is neither `error` nor `warning` */
  constructor({ failOn = 'error', ...options }: ClientIpValidationProperties = {}) {
    if (failOn !== 'error' && failOn !== 'warning') {
      throw new Error(`failOn: ${JSON.stringify(failOn)} is not a level; write "error" or "warning"`);
    }
    this.failOn = failOn;
    this.options = options;
  }

  public async validate({ manifests, report, logger }: Context): Promise<void> {
    const { gateways, unreadable } = ClientIpCheck.check(
      manifests.map((name) => ({ name, text: readFileSync(name, 'utf8') })),
      this.options,
    );
    const findings = gateways.flatMap((gateway) => gateway.findings);
    const failing = findings.filter((finding) => this.fails(finding));
    for (const finding of failing) {
      report.addViolation(violation(finding));
    }
    for (const { rule, object, acknowledged } of findings.filter((finding) => finding.acknowledged !== undefined)) {
      logger.log(`Acknowledged: ${rule} at ${object}: ${acknowledged}`);
    }
    for (const { file, line, message } of unreadable) {
      report.addViolation({
        ruleName: 'unreadable',
        recommendation: message,
        fix: 'Write a manifest that can be read.',
        violatingResources: [{ resourceName: file, locations: [`line ${line}`], manifestPath: file }],
      });
    }
    const verdicts = Object.fromEntries(gateways.map(({ gateway, verdict }) => [gateway, verdict]));
    report.submit(failing.length + unreadable.length > 0 ? 'failure' : 'success', verdicts);
  }

  private fails({ level, acknowledged }: ClientIpFinding): boolean {
    return acknowledged === undefined && (level === 'error' || level === this.failOn);
  }
}

function violation({ rule, object, field, file = '', line, why, mend }: ClientIpFinding) {
  return {
    ruleName: rule,
    recommendation: why,
    fix: mend,
    violatingResources: [
      { resourceName: object.split('/')[2], locations: [field ?? object, `line ${line}`], manifestPath: file },
    ],
  };
}
