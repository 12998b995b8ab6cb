import { BlockList, isIP } from 'node:net';
import { Environment, list } from './environment';

/** The entries of KONG_TRUSTED_IPS. */
export function trustedIps(environment: Environment): string[] {
  return list(environment.KONG_TRUSTED_IPS);
}

/** What Kong takes for a trusted entry: an address or a block, brackets around IPv6 allowed. */
export function isAddressOrBlock(entry: string): boolean {
  const [address, prefix, ...rest] = entry.split('/');
  const family = isIP(address.replace(/^\[(.*)\]$/, '$1'));
  if (family === 0 || rest.length > 0) return false;
  return prefix === undefined || (/^(0|[1-9]\d*)$/.test(prefix) && Number(prefix) <= (family === 4 ? 32 : 128));
}

/** Whether an address lies in one of the blocks. */
export function isTrusted(blocks: readonly string[], address: string): boolean {
  const family = (value: string) => isIP(value) === 6 ? 'ipv6' : 'ipv4';
  const trusted = new BlockList();
  for (const block of blocks) {
    const [network, prefix] = block.split('/');
    trusted.addSubnet(network, Number(prefix ?? (family(network) === 'ipv6' ? 128 : 32)), family(network));
  }
  return trusted.check(address, family(address));
}
