import { Process } from './process';
import { Environment } from '../../src/kong/traffic';

/** The header by which Kong's own route and limit know a client. */
export const CLIENT_HEADER = 'X-Real-IP';
/** The address of which the route by header is. */
export const CLAIMED = '6.6.6.6';
/** The answer of the route by header, which no other route gives. */
export const TAKEN = 418;
/** The answer beyond the limit by header, and how many requests pass before. */
export const LIMITED = 429;
export const LIMIT = 2;

/** The gateway dials its upstream here. */
export interface Target {
  readonly host: string;
  readonly port: number;
  readonly grpcPort: number;
}

export interface RunningGateway extends Process {
  /** Where to dial in order to speak HTTP/2 in clear to a plain listener, by its port; empty where nothing answers. */
  readonly clearHttp2: ReadonlyMap<number, number>;
}

/**
 * Something that behaves as Kong does in the given environment, with four routes to the upstream: `/` for http and
 * https, `/secure` for https only, `/e2e.Open` and `/e2e.Secure` for gRPC in the same way. Two more ask Kong itself:
 * `/by-address` is for requests of which Kong's router reads the claimed address in X-Real-IP, and is answered with
 * `TAKEN`; `/limited` lets `LIMIT` requests pass for each value of X-Real-IP that a plugin reads, or for each client
 * where there is none. Listeners are bound as the environment says; access and error log share one file.
 */
export interface Gateway {
  /** What it does otherwise than Kong, in sentences for the report. */
  readonly differences: readonly string[];
  /** Name and version, for the report. */
  name(): string;
  /** Rejects with a Refusal when the settings are not accepted. */
  start(label: string, environment: Environment, statusPort: number, upstream: Target): Promise<RunningGateway>;
}

/** The gateway did not start, because of its settings. */
export class Refusal extends Error {
  constructor(
    readonly exitCode: number | null,
    readonly output: string,
  ) {
    super(`the gateway refused its settings: ${output}`);
  }
}
