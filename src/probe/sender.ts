import { request as httpRequest } from 'http';
import { connect as http2Connect, OutgoingHttpHeaders } from 'http2';
import { connect as tcpConnect, isIP, Socket } from 'net';
import { connect as tlsConnect, TLSSocket } from 'tls';
import { Answer, Endpoint, pathOf, ProbeRequest } from './exchange';
import { encodeProxyHeader } from './proxy-header';
import { Header } from '../kong/traffic';

/** What requests say that they are. */
export const USER_AGENT =
  'cdk8s-kong-client-ip probe ' + '(+https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip)';

const CONNECT_MS = 5_000;
const ANSWER_MS = 10_000;
/** An echo of headers is far shorter. */
const MOST_BODY = 256 * 1024;

export interface Sending {
  readonly answer: Answer;
  /** The address that this machine dialled from. */
  readonly localAddress?: string;
}

/** What ended a connection before there was an answer. */
class Ended extends Error {
  constructor(readonly answer: Answer) {
    super(answer.kind);
  }
}

/** Sends one request over its own connection, and waits for the answer. */
export async function send(
  endpoint: Endpoint,
  request: ProbeRequest,
  marker: string,
  insecure: boolean,
): Promise<Sending> {
  let localAddress: string | undefined;
  let tcp: Socket | undefined;
  try {
    tcp = await connect(endpoint);
    localAddress = tcp.localAddress;
    if (request.proxyHeader) tcp.write(encodeProxyHeader(request.proxyHeader));
    const socket = endpoint.target.scheme === 'https' ? await secure(tcp, endpoint, insecure) : tcp;
    const ask = { 'HTTP/1.1': askHttp1, 'HTTP/2': askHttp2 }[endpoint.version];
    return { answer: await ask(socket, endpoint, request, marker), localAddress };
  } catch (error) {
    return { answer: error instanceof Ended ? error.answer : closed(error as Error), localAddress };
  } finally {
    tcp?.destroy();
  }
}

function connect({ address, target }: Endpoint): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = tcpConnect({ host: address, port: target.port, noDelay: true });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new Ended({ kind: 'unreachable', reason: `no connection within ${CONNECT_MS / 1000} seconds` }));
    }, CONNECT_MS);
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
    // Stays, so that an error after the answer ends nothing else.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new Ended({ kind: error.code === 'ECONNREFUSED' ? 'refused' : 'unreachable', reason: error.message }));
    });
  });
}

/** TLS over the connection. Whether the certificate is trusted is looked at afterwards: so the reason is known. */
function secure(tcp: Socket, { target, version }: Endpoint, insecure: boolean): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = tlsConnect({
      socket: tcp,
      servername: isIP(target.host) ? undefined : target.host,
      host: target.host,
      rejectUnauthorized: false,
      ALPNProtocols: [version === 'HTTP/2' ? 'h2' : 'http/1.1'],
    });
    const timer = setTimeout(() => end({ kind: 'closed', reason: 'TLS did not begin in time' }), CONNECT_MS);
    const end = (answer: Answer) => {
      clearTimeout(timer);
      reject(new Ended(answer));
    };
    socket.once('secureConnect', () => {
      clearTimeout(timer);
      if (!insecure && !socket.authorized) {
        reject(new Ended({ kind: 'untrusted', reason: reasonOf(socket.authorizationError) }));
      } else if (version === 'HTTP/2' && socket.alpnProtocol !== 'h2') {
        reject(new Ended({ kind: 'not-spoken' }));
      } else {
        resolve(socket);
      }
    });
    // A server without HTTP/2 may refuse the handshake.
    socket.on('error', (error: NodeJS.ErrnoException) => {
      const unspoken = /no.application.protocol/i.test(`${error.code} ${error.message}`);
      end(unspoken ? { kind: 'not-spoken' } : closed(error));
    });
    socket.once('close', () => end({ kind: 'closed', reason: 'the connection was closed during the TLS handshake' }));
  });
}

/** Header lines go out as they are: order, case, underscores and repeated names are kept. */
function askHttp1(socket: Socket, { target }: Endpoint, { headers }: ProbeRequest, marker: string): Promise<Answer> {
  return new Promise((resolve) => {
    const own: readonly Header[] = [
      ['Host', authorityOf(target)],
      ['User-Agent', USER_AGENT],
      ['Connection', 'close'],
    ];
    const request = httpRequest({
      method: 'GET',
      path: pathOf(target, marker),
      headers: [...own, ...headers].flat() as unknown as OutgoingHttpHeaders,
      setHost: false,
      createConnection: () => socket,
    });
    const timer = setTimeout(() => socket.destroy(tooLate()), ANSWER_MS);
    const done = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    request.on('error', (error) => done(closed(error)));
    request.on('response', (response) => {
      const answered = (body: string): Answer => ({
        kind: 'answered',
        status: response.statusCode ?? 0,
        headers: textsOf(response.headers),
        body,
      });
      collect(response, (body) => done(answered(body)));
    });
    request.end();
  });
}

/** Names are in lower case, and lines of one name stand together, as HTTP/2 and Node.js have it. */
function askHttp2(socket: Socket, { target }: Endpoint, { headers }: ProbeRequest, marker: string): Promise<Answer> {
  return new Promise((resolve) => {
    const session = http2Connect(target.origin, { createConnection: () => socket });
    const timer = setTimeout(() => done(closed(tooLate())), ANSWER_MS);
    const done = (answer: Answer) => {
      clearTimeout(timer);
      session.destroy();
      resolve(answer);
    };
    session.on('error', (error) => done(closed(error)));
    session.on('close', () => done(closed(new Error('the connection was closed'))));
    const lines: Record<string, string[]> = {};
    for (const [name, value] of headers) (lines[name.toLowerCase()] ??= []).push(value);
    const stream = session.request({
      ':method': 'GET',
      ':path': pathOf(target, marker),
      ':authority': authorityOf(target),
      ':scheme': target.scheme,
      'user-agent': USER_AGENT,
      ...lines,
    });
    let head: Readonly<Record<string, string>> = {};
    stream.on('response', (response) => {
      head = textsOf(response);
    });
    stream.on('error', (error) => done(closed(error)));
    collect(stream, (body) =>
      done(
        head[':status'] === undefined
          ? closed(new Error('the stream was reset'))
          : { kind: 'answered', status: Number(head[':status']), headers: head, body },
      ),
    );
    stream.end();
  });
}

function collect(stream: NodeJS.ReadableStream, done: (body: string) => void): void {
  let body = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk: string) => {
    if (body.length < MOST_BODY) body += chunk;
    else done(body);
  });
  stream.on('end', () => done(body));
  stream.on('close', () => done(body));
}

function textsOf(headers: NodeJS.Dict<string | string[] | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
}

/** As written in a URL: without the port that the scheme has anyway. */
function authorityOf({ origin }: Endpoint['target']): string {
  return new URL(origin).host;
}

function tooLate(): Error {
  return new Error(`no answer within ${ANSWER_MS / 1000} seconds`);
}

function closed(error: Error): Answer {
  return { kind: 'closed', reason: error.message || 'the connection was closed' };
}

function reasonOf(error: unknown): string {
  const { code, message } = (error ?? {}) as Partial<NodeJS.ErrnoException>;
  return typeof error === 'string' ? error : (message ?? code ?? 'the certificate is not trusted');
}
