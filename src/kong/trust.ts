import { contains, parseStrict } from './address';

/** What Kong takes for an entry of trusted_ips: an address, or a block in plain notation; brackets are stripped. */
export function isTrustedEntry(entry: string): boolean {
  return entry === 'unix:' || parseEntry(entry) !== undefined;
}

/**
 * Whether Kong believes the X-Forwarded headers of a peer. Unlike nginx it compares what is written: an IPv4 peer on a
 * socket for both families is an IPv6 address to it.
 */
export function isTrusted(trustedIps: readonly string[], peer: string): boolean {
  if (trustedIps.includes('0.0.0.0/0') && trustedIps.includes('::/0')) return true;
  const address = parseStrict(peer);
  return (
    address !== undefined &&
    trustedIps.some((entry) => {
      const block = parseEntry(entry);
      return block !== undefined && contains(block, address);
    })
  );
}

function parseEntry(entry: string) {
  const [host, digits, ...rest] = entry.split('/');
  const address = parseStrict(host.replace(/^\[(.*)\]$/, '$1'));
  if (!address || rest.length > 0) return undefined;
  const bits = address.length * 8;
  if (digits === undefined) return { address, prefix: bits };
  return /^(0|[1-9]\d*)$/.test(digits) && Number(digits) <= bits ? { address, prefix: Number(digits) } : undefined;
}
