/** A port of the Service in front of Kong. */
export interface ServicePort {
  readonly name: string;
  readonly port: number;
}

export const HTTP: ServicePort = { name: 'http', port: 80 };
export const HTTPS: ServicePort = { name: 'https', port: 443 };

/** The port of Kong that the probes and the balancers' checks ask. */
export const STATUS_PORT = 8100;

/** The path that Kong answers there as long as it runs. */
export const STATUS_PATH = '/status';
