import { PROVIDERS } from '../check/trial/providers';
import { formatAddress, parseStrict, unmapped } from '../kong/address';
import { contains, parseAddress } from '../net/cidr';
import { impossible, isPrivate } from '../net/cidr-set';

/** The address in one way of writing it; an IPv4 address in an IPv6 one as itself. Undefined for any other text. */
export function canonical(text: string): string | undefined {
  const address = parseStrict(text.trim().replace(/^\[(.*)\]$/, '$1'));
  return address && formatAddress(unmapped(address));
}

/** The address in `address`, `address:port` or `[address]:port`. */
export function withoutPort(text: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+)):\d+$/.exec(text.trim()) ?? [];
  return canonical(bracketed ?? plain ?? text);
}

/** Whether this address does not exist on the internet. */
export function isInternal(address: string): boolean {
  const block = parseAddress(address);
  return isPrivate(block) || impossible(block) !== undefined;
}

/** The CDN or cloud whose proxies have this address. */
export function providerOf(address: string): string | undefined {
  const block = parseAddress(address);
  return PROVIDERS.find(({ networks }) => networks.some((network) => contains(network, block)))?.name;
}

export function familyOf(address: string): 4 | 6 {
  return address.includes(':') ? 6 : 4;
}
