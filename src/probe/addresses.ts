import { isIP } from 'net';
import { PROVIDERS } from '../check/trial/providers';
import { contains, parseAddress } from '../net/cidr';
import { impossible, isPrivate } from '../net/cidr-set';

/** The address in one way of writing it; an IPv4 address in an IPv6 one as itself. Undefined for any other text. */
export function canonical(text: string): string | undefined {
  const bare = text.trim().replace(/^\[(.*)\]$/, '$1').replace(/^::ffff:(?=\d+\.)/i, '');
  if (!isIP(bare) || bare.includes('%')) return undefined;
  try {
    return parseAddress(bare).text.replace(/\/\d+$/, '');
  } catch {
    return undefined;
  }
}

/** The address in `address`, `address:port` or `[address]:port`. */
export function withoutPort(text: string): string | undefined {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\]|(\d+\.\d+\.\d+\.\d+)):\d+$/.exec(text.trim()) ?? [];
  return canonical(bracketed ?? plain ?? text);
}

/** Whether nobody on the internet has this address. */
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
