import { canonical, familyOf, isInternal, providerOf } from './addresses';
import { Exchange } from './exchange';
import { perhapsYours } from './sentences';
import { sameAddress } from '../check/trial/networks';
import { Verdict } from '../check/verdict';

/** What the user told, and what the cluster did. */
export interface Known {
  /** The user's own addresses, if they were given. */
  readonly addresses: readonly string[];
  /** The addresses of the cluster's nodes, and their names. */
  readonly nodes: ReadonlyMap<string, string>;
  readonly insecure: boolean;
}

/** One thing that decides about an endpoint. */
export interface Reason {
  readonly verdict: Verdict;
  readonly why: string;
  /** A command that shows it again. */
  readonly repeat?: string;
}

/** Whose address it is that Kong believed: the user's, or why not. */
export interface Owner {
  readonly address: string;
  readonly yours?: 'yours' | 'probably yours';
  readonly reason?: Reason;
}

export function ownerOf(text: string, { endpoint, localAddress }: Exchange, { addresses, nodes }: Known): Owner {
  const address = canonical(text) ?? text;
  const own = ownAddresses(addresses, localAddress);
  if (own.some((one) => sameAddress(one, address))) return { address, yours: 'yours' };
  const node = [...nodes].find(([other]) => sameAddress(other, address))?.[1];
  if (node !== undefined) return lost(address, `that of the node ${node}`);
  const provider = providerOf(address);
  if (provider !== undefined) return lost(address, `that of a proxy of ${provider}`);
  if (sameAddress(address, endpoint.address)) return lost(address, 'that of the balancer itself');
  const told = addresses.some((one) => familyOf(one) === familyOf(address));
  if (told) return lost(address, `not yours, which you gave as ${addresses.join(', ')}`);
  if (!isInternal(address)) return { address, yours: 'probably yours' };
  if (!isInternal(endpoint.address)) return lost(address, 'an address that does not exist on the internet');
  return { address, reason: { verdict: 'unknown', why: perhapsYours(address) } };
}

/** The addresses that this machine may have: those that the user gave, and the one that it dialled from. */
export function ownAddresses(addresses: readonly string[], localAddress: string | undefined): string[] {
  const local = canonical(localAddress ?? '');
  return [...addresses, ...(local === undefined ? [] : [local])];
}

function lost(address: string, whose: string): Owner {
  return { address, reason: { verdict: 'lost', why: `Kong believes ${address}: ${whose}` } };
}
