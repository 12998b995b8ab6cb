import { Process } from './process';
import { Environment } from '../../src/kong/traffic';

/** The gateway dials its upstream here. */
export interface Target {
  readonly host: string;
  readonly port: number;
}

/**
 * Something that behaves as Kong does in the given environment, with two routes to the upstream: `/` for http and
 * https, `/secure` for https only. Listeners are bound as the environment says; access and error log share one file.
 */
export interface Gateway {
  /** Name and version, for the report. */
  name(): string;
  /** Rejects with a Refusal when the settings are not accepted. */
  start(label: string, environment: Environment, statusPort: number, upstream: Target): Promise<Process>;
}

/** The gateway did not start, because of its settings. */
export class Refusal extends Error {
  constructor(readonly exitCode: number | null, readonly output: string) {
    super(`the gateway refused its settings: ${output}`);
  }
}
