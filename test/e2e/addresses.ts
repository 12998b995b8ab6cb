import { list } from '../../src/kong/listeners';
import { Environment } from '../../src/kong/traffic';
import { isTrusted } from '../../src/kong/trust';

/** Who is who on loopback. */
export const GATEWAY = '127.0.0.1';
export const BALANCER = '127.0.0.2';
export const NODE = '127.0.0.3';
export const POD = '127.0.0.4';
export const UPSTREAM = '127.0.0.5';
export const EDGE = '127.0.0.6';
export const CLIENT = '127.0.0.7';
export const STRANGER = '127.0.0.9';

/** The real-world addresses behind the loopback ones. */
export type RealAddresses = Readonly<Record<string, readonly string[]>>;

/**
 * Manifests trust networks of a cloud, and a run has only loopback. So the loopback address of a role is added to
 * KONG_TRUSTED_IPS if, and only if, the manifest trusts every real-world address that this role connects from.
 */
export function translateTrust(environment: Environment, realAddresses: RealAddresses): Environment {
  const trusted = list(environment.KONG_TRUSTED_IPS ?? '');
  const translated = Object.entries(realAddresses)
    .filter(([, addresses]) => addresses.length > 0 && addresses.every((address) => isTrusted(trusted, address)))
    .map(([loopback]) => `${loopback}/32`);
  return translated.length === 0
    ? environment
    : { ...environment, KONG_TRUSTED_IPS: [...trusted, ...translated].join(',') };
}
