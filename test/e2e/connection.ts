import { once } from 'node:events';
import { connect as tcpConnect, Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { ProxyHeader } from '../../src/kong/traffic';
import { encodeProxyHeader } from '../../src/probe/proxy-header';

/** Who connects, to what, and what is on the wire before HTTP. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly tls?: boolean;
  readonly proxyHeader?: ProxyHeader;
}

const TIMEOUT_MS = 5_000;

/** A PROXY header goes out in one piece, before anything else, so that no receiver sees half of it. */
export async function open(
  { from, to, port, tls, proxyHeader }: Connection,
  protocol: 'http/1.1' | 'h2' = 'http/1.1',
): Promise<Socket> {
  const tcp = tcpConnect({ host: to, port, localAddress: from, noDelay: true, timeout: TIMEOUT_MS });
  tcp.on('timeout', () => tcp.destroy());
  tcp.on('error', () => tcp.destroy());
  await once(tcp, 'connect');
  if (proxyHeader) tcp.write(encodeProxyHeader(proxyHeader));
  if (!tls) return tcp;
  const secure = tlsConnect({
    socket: tcp,
    servername: 'api.example.com',
    rejectUnauthorized: false,
    ALPNProtocols: [protocol],
  });
  secure.on('error', () => tcp.destroy());
  await once(secure, 'secureConnect');
  return secure;
}

/** Opens and closes a connection: the check that a balancer without HTTP makes. */
export async function canConnect(connection: Connection): Promise<boolean> {
  try {
    (await open(connection)).end();
    return true;
  } catch {
    return false;
  }
}
