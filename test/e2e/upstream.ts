import { createServer } from 'node:http';
import { createServer as createHttp2Server, IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { listen, portOf } from './process';
import { Header } from '../../src/kong/traffic';

/** The service behind the gateway: it answers with the request headers as they came, order and case kept. */
export interface Upstream {
  readonly host: string;
  /** For HTTP and WebSocket. */
  readonly port: number;
  readonly grpcPort: number;
  close(): void;
}

export async function startUpstream(host: string): Promise<Upstream> {
  const http = createServer((request, response) => response.end(JSON.stringify(request.rawHeaders)));
  http.on('upgrade', (request, socket) => {
    socket.on('error', () => socket.destroy());
    socket.end(
      Buffer.concat([
        Buffer.from(
          'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n',
        ),
        frame(JSON.stringify(request.rawHeaders)),
      ]),
    );
  });
  const grpc = createHttp2Server();
  grpc.on('stream', (stream: ServerHttp2Stream, _: IncomingHttpHeaders, __: number, rawHeaders: string[]) => {
    const text = Buffer.from(JSON.stringify(rawHeaders));
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(text.length, 1);
    stream.on('error', () => stream.close());
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.respond({ 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.end(Buffer.concat([prefix, text]));
  });
  await Promise.all([http, grpc].map((server) => listen(0, host, server)));
  return {
    host,
    port: portOf(http),
    grpcPort: portOf(grpc),
    close: () => [http, grpc].forEach((server) => server.close()),
  };
}

/** A message of text in one frame, with its length in two bytes. */
function frame(text: string): Buffer {
  const payload = Buffer.from(text);
  const head = Buffer.from([0x81, 126, 0, 0]);
  head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
}

/** What the upstream answered, or undefined when another server answered. */
export function seenByUpstream(body: string): Header[] | undefined {
  if (!body.startsWith('[')) return undefined;
  const flat = JSON.parse(body) as string[];
  return flat.flatMap((name, index) => (index % 2 === 0 ? [[name, flat[index + 1]] as const] : []));
}

/** The value of a header exactly so named, but for case. Two lines of it are an error: the reader could take either. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length > 1 ? `${values.length} lines: ${values.join(' | ')}` : values[0];
}
