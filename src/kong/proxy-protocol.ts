import { formatAddress, parseStrict } from './address';
import { ProxyHeader } from './traffic';

/** The source in a PROXY header: text that was not checked in version 1, and no port where it is 0. */
export interface ProxySource {
  readonly address: string;
  readonly port?: number;
}

/** What nginx makes of the first bytes of a connection on a listener that waits for a PROXY header. */
export type ProxyReading =
  | { readonly accepted: true; readonly source?: ProxySource }
  | { readonly accepted: false; readonly errorLog: readonly string[] };

/** The header of version 1, as text without its line end. */
export function formatVersion1({ protocol, src, dst, srcPort, dstPort }: ProxyHeader): string {
  return ['PROXY', protocol, ...(src === undefined ? [] : [src, dst ?? '', srcPort ?? 0, dstPort ?? 0])].join(' ');
}

/** `instead` is the first line that comes when there is no header. */
export function readProxyHeader(header: ProxyHeader | undefined, instead: string): ProxyReading {
  if (!header) return broken(instead);
  return header.version === 1 ? readVersion1(formatVersion1(header)) : readVersion2(header);
}

function readVersion1(line: string): ProxyReading {
  if (line.startsWith('PROXY UNKNOWN')) return { accepted: true };
  const [, address, srcPort, dstPort] = /^PROXY TCP[46] ([0-9a-fA-F:.]*) [0-9a-fA-F:.]* (\d+) (\d+)$/.exec(line) ?? [];
  if (address === undefined || Number(srcPort) > 65535 || Number(dstPort) > 65535) return broken(line);
  return { accepted: true, source: { address, port: Number(srcPort) || undefined } };
}

/** Only PROXY with TCP names a source; one that says TCP and has too few bytes of addresses is closed in silence. */
function readVersion2({ command = 'PROXY', protocol, src, srcPort }: ProxyHeader): ProxyReading {
  if (command !== 'PROXY' || (protocol !== 'TCP4' && protocol !== 'TCP6')) return { accepted: true };
  const address = parseStrict(src ?? '');
  if (address?.length !== (protocol === 'TCP4' ? 4 : 16)) return { accepted: false, errorLog: [] };
  return { accepted: true, source: { address: formatAddress(address), port: srcPort || undefined } };
}

function broken(line: string): ProxyReading {
  return { accepted: false, errorLog: [`[error] broken header: "${line}" while reading PROXY protocol`] };
}
