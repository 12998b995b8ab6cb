import { sameAddress } from './networks';
import { Header, ProxyHeader } from '../../kong/traffic';

/** What a client sends: an honest one nothing, a liar a claim. */
export interface Claim {
  readonly headers: readonly Header[];
  readonly proxyHeader?: ProxyHeader;
}

/** Addresses that do not exist, to claim. */
export const LIES = { 4: ['6.6.6.6', '7.7.7.7'], 6: ['2001:db8:666::6', '2001:db8:777::7'] } as const;

export function isLie(address: string | undefined, family: 4 | 6): boolean {
  return address !== undefined && LIES[family].some((lie) => sameAddress(lie, address));
}

/** Lies in headers: alone, in two lines, before an address that Kong trusts, and with underscores. */
export function headerLies(names: readonly string[], family: 4 | 6, trusted: string | undefined): Claim[] {
  const [lie, other] = LIES[family];
  return [...new Set(names)].flatMap((name): Claim[] => [
    { headers: [[name, lie]] },
    {
      headers: [
        [name, other],
        [name, lie],
      ],
    },
    ...(trusted === undefined ? [] : [{ headers: [[name, `${lie}, ${trusted}`] as const] }]),
    ...(name.includes('-') ? [{ headers: [[name.replaceAll('-', '_'), lie] as const] }] : []),
  ]);
}

/** Lies in the client's own PROXY header, for a connection that no proxy begins with one. */
export function proxyLies(family: 4 | 6): Claim[] {
  return ([1, 2] as const).map((version) => ({ headers: [], proxyHeader: proxyHeaderOf(version, LIES[family][0]) }));
}

export function proxyHeaderOf(version: 1 | 2, src: string): ProxyHeader {
  const v6 = src.includes(':');
  return {
    version,
    protocol: v6 ? 'TCP6' : 'TCP4',
    src,
    dst: v6 ? '2001:db8::1' : '192.0.2.1',
    srcPort: 4711,
    dstPort: 443,
  };
}
