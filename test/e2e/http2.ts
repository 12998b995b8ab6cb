import { ClientHttp2Session, ClientHttp2Stream, connect, constants, OutgoingHttpHeaders } from 'node:http2';
import { Socket } from 'node:net';
import { Connection, open } from './connection';
import { HttpRequest, HttpResponse, NO_ANSWER } from './http';

/**
 * All requests at once, as streams of one connection. In clear, HTTP/2 is spoken from the first byte. Kong's 426 has
 * the header Upgrade, which HTTP/2 forbids: Node.js resets the stream, which counts as 426.
 */
export async function sendHttp2(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  return overSession(connection, requests, async (session, request) => {
    const stream = session.request(head('GET', connection, request));
    const response = await exchange(stream);
    return stream.rstCode === constants.NGHTTP2_PROTOCOL_ERROR ? { ...response, status: 426 } : response;
  });
}

/** Calls of gRPC. A call that Kong refuses since it came without TLS has no HTTP status: it counts as 426. */
export async function sendGrpc(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  return overSession(connection, requests, async (session, request) => {
    const stream = session.request({
      ...head('POST', connection, request),
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    const outcome: OutgoingHttpHeaders = {};
    stream.on('response', (headers) => Object.assign(outcome, headers));
    stream.on('trailers', (headers) => Object.assign(outcome, headers));
    const { status, body } = await exchange(stream, EMPTY_MESSAGE);
    if (outcome['grpc-message'] === 'gRPC request matched gRPCs route') return { status: 426, body };
    if (status !== 200) return { status, body };
    return outcome['grpc-status'] === '0' ? { status, body: body.slice(PREFIX_LENGTH) } : NO_ANSWER;
  });
}

/** One byte says whether a message of gRPC is compressed, four say how long it is. */
const PREFIX_LENGTH = 5;
const EMPTY_MESSAGE = Buffer.alloc(PREFIX_LENGTH);

async function overSession(
  connection: Connection,
  requests: readonly HttpRequest[],
  send: (session: ClientHttp2Session, request: HttpRequest) => Promise<HttpResponse>,
): Promise<HttpResponse[]> {
  let socket: Socket;
  try {
    socket = await open(connection, 'h2');
  } catch {
    return requests.map(() => NO_ANSWER);
  }
  const session = connect('http://api.example.com', { createConnection: () => socket });
  session.on('error', () => session.destroy());
  try {
    return await Promise.all(requests.map((request) => send(session, request)));
  } finally {
    session.destroy();
    socket.destroy();
  }
}

/** Names are in lower case, and lines of one name stand together, as HTTP/2 and Node.js have it. */
function head(method: string, { tls }: Connection, { host, path, headers }: HttpRequest): OutgoingHttpHeaders {
  const lines = new Map<string, string[]>();
  for (const [name, value] of headers) lines.set(name.toLowerCase(), [...(lines.get(name.toLowerCase()) ?? []), value]);
  return {
    ':method': method,
    ':path': path,
    ':authority': host,
    ':scheme': tls ? 'https' : 'http',
    ...Object.fromEntries(lines),
  };
}

async function exchange(stream: ClientHttp2Stream, content?: Buffer): Promise<HttpResponse> {
  return new Promise((resolve) => {
    let status: number | undefined;
    let body = '';
    stream.setEncoding('utf8');
    stream.on('response', (headers) => {
      status = headers[':status'];
    });
    stream.on('data', (chunk: string) => {
      body += chunk;
    });
    stream.on('error', () => stream.close());
    stream.on('close', () => resolve({ status, body }));
    stream.end(content);
  });
}
