import { Endpoint, formatAddress } from './address';
import { Listener, has } from './listeners';
import { ProxySource, formatVersion1 } from './proxy-protocol';
import { Connection } from './traffic';

/** A connection once nginx has read what comes before HTTP or TLS. */
export interface Accepted {
  readonly listener: Listener;
  readonly peer: Endpoint;
  readonly source?: ProxySource;
}

/** What nginx finds in place of a request. */
export interface Wrong {
  readonly request: string;
  /** What Kong's error handler says; nginx answers without it when undefined. */
  readonly body?: string;
  readonly log: string;
}

export function wrongProtocol(
  { listener, peer }: Accepted,
  { proxyHeader, tls }: Connection,
  firstLine: string,
): Wrong | undefined {
  const found = (request: string, shown: string, what: string): Wrong => ({
    request,
    body: 'Bad request',
    log: `[info] ${what}, client: ${formatAddress(peer.address)}, server: kong, request: "${shown}"`,
  });
  if (proxyHeader && !has(listener, 'proxy_protocol')) {
    if (proxyHeader.version === 2) {
      return found('\\x00', '<binary>', 'client sent invalid method while reading client request line');
    }
    const line = formatVersion1(proxyHeader);
    return found(line, line, 'client sent invalid request while reading client request line');
  }
  if (tls && !has(listener, 'ssl')) {
    return found('\\x16\\x03…', '<binary>', 'client sent invalid method while reading client request line');
  }
  if (!tls && has(listener, 'ssl')) {
    const what = 'client sent plain HTTP request to HTTPS port while reading client request headers';
    return { ...found(firstLine, firstLine, what), body: undefined };
  }
  return undefined;
}
