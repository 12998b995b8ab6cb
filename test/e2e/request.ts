import { once } from 'node:events';
import { Agent, request as httpRequest } from 'node:http';
import { connect as tcpConnect, Socket } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { encodeProxyHeader } from './proxy-header';
import { Header, ProxyHeader } from '../../src/kong/traffic';

/** Who connects, to what, and what stands on the wire before HTTP. */
export interface Connection {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly tls?: boolean;
  readonly proxyHeader?: ProxyHeader;
}

export interface HttpRequest {
  readonly host: string;
  readonly path: string;
  readonly headers: readonly Header[];
}

/** status is undefined when the connection ended without an HTTP answer. */
export interface HttpResponse {
  readonly status?: number;
  readonly body: string;
}

const TIMEOUT_MS = 5_000;

/** Sends the requests one after the other over one connection, as they are: order, case and repeated lines are kept. */
export async function send(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  let socket: Socket;
  try {
    socket = await open(connection);
  } catch {
    return requests.map(() => ({ body: '' }));
  }
  const agent = Object.assign(new Agent({ keepAlive: true, maxSockets: 1 }), { createConnection: () => socket });
  const responses: HttpResponse[] = [];
  for (const request of requests) {
    responses.push(await exchange(agent, request));
  }
  agent.destroy();
  socket.destroy();
  return responses;
}

/** The status of a plain GET, as a probe or a health check makes it. */
export async function httpGet(from: string, to: string, port: number, path: string): Promise<number | undefined> {
  const [{ status }] = await send({ from, to, port }, [{ host: to, path, headers: [] }]);
  return status;
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

/** A PROXY header goes out in one piece, before anything else, so that no receiver sees half of it. */
async function open({ from, to, port, tls, proxyHeader }: Connection): Promise<Socket> {
  const tcp = tcpConnect({ host: to, port, localAddress: from, noDelay: true, timeout: TIMEOUT_MS });
  tcp.on('timeout', () => tcp.destroy());
  tcp.on('error', () => tcp.destroy());
  await once(tcp, 'connect');
  if (proxyHeader) tcp.write(encodeProxyHeader(proxyHeader));
  if (!tls) return tcp;
  const secure = tlsConnect({ socket: tcp, servername: 'api.example.com', rejectUnauthorized: false });
  secure.on('error', () => tcp.destroy());
  await once(secure, 'secureConnect');
  return secure;
}

async function exchange(agent: Agent, { host, path, headers }: HttpRequest): Promise<HttpResponse> {
  return new Promise((resolve) => {
    const outgoing = httpRequest({
      agent,
      path,
      setHost: false,
      headers: [['Host', host], ...headers].flat(),
      timeout: TIMEOUT_MS,
    });
    outgoing.on('timeout', () => outgoing.destroy());
    outgoing.on('error', () => resolve({ body: '' }));
    outgoing.on('response', (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (chunk: string) => { body += chunk; });
      incoming.on('close', () => resolve({ status: incoming.statusCode, body }));
    });
    outgoing.end();
  });
}
