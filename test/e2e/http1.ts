import { Socket } from 'node:net';
import { Connection, open } from './connection';
import { HttpRequest, HttpResponse, NO_ANSWER } from './http';

/** Sends the requests one after the other over one connection, as they are: order, case and repeated lines are kept. */
export async function send(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  return converse(
    connection,
    async (socket, answers) => {
      const responses: HttpResponse[] = [];
      for (const request of requests) {
        socket.write(encode(request));
        responses.push(await answers.next());
      }
      return responses;
    },
    requests,
  );
}

/** A connection for each request, in version 1.0, which ends it after the answer. */
export async function sendVersion10(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  return Promise.all(
    requests.map(async (request) => {
      const [response] = await converse(
        connection,
        async (socket, answers) => {
          socket.write(encode(request, '1.0'));
          return [await answers.next()];
        },
        [request],
      );
      return response;
    }),
  );
}

/** All requests at once over one connection, without waiting for an answer. */
export async function sendPipelined(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  return converse(
    connection,
    async (socket, answers) => {
      socket.write(Buffer.concat(requests.map((request) => encode(request))));
      const responses: HttpResponse[] = [];
      for (const _ of requests) responses.push(await answers.next());
      return responses;
    },
    requests,
  );
}

/** A connection for each request, which becomes a WebSocket; the body is the upstream's first message. */
export async function sendWebSocket(connection: Connection, requests: readonly HttpRequest[]): Promise<HttpResponse[]> {
  return Promise.all(
    requests.map(async (request) => {
      const upgrade = [
        ['Connection', 'Upgrade'],
        ['Upgrade', 'websocket'],
        ['Sec-WebSocket-Version', '13'],
        ['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
      ] as const;
      const [response] = await converse(
        connection,
        async (socket, answers) => {
          socket.write(encode({ ...request, headers: [...upgrade, ...request.headers] }));
          const answer = await answers.next();
          return [answer.status === 101 ? { status: 200, body: await answers.message() } : answer];
        },
        [request],
      );
      return response;
    }),
  );
}

/** The status of a plain GET, as a probe or a health check makes it. */
export async function httpGet(from: string, to: string, port: number, path: string): Promise<number | undefined> {
  const [{ status }] = await send({ from, to, port }, [{ host: to, path, headers: [] }]);
  return status;
}

async function converse(
  connection: Connection,
  talk: (socket: Socket, answers: Answers) => Promise<HttpResponse[]>,
  requests: readonly HttpRequest[],
): Promise<HttpResponse[]> {
  let socket: Socket;
  try {
    socket = await open(connection);
  } catch {
    return requests.map(() => NO_ANSWER);
  }
  try {
    return await talk(socket, new Answers(socket));
  } finally {
    socket.destroy();
  }
}

function encode({ host, path, headers }: HttpRequest, version = '1.1'): Buffer {
  const lines = [
    `GET ${path} HTTP/${version}`,
    ...[['Host', host], ...headers].map(([name, value]) => `${name}: ${value}`),
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** What comes back over a connection, answer by answer. */
class Answers {
  private buffered = Buffer.alloc(0);
  private readonly chunks: AsyncIterator<Buffer>;

  constructor(socket: Socket) {
    this.chunks = socket[Symbol.asyncIterator]();
  }

  async next(): Promise<HttpResponse> {
    const head = await this.through('\r\n\r\n');
    const status = Number(/^HTTP\/1\.\d (\d{3})/.exec(head)?.[1]);
    if (!status) return NO_ANSWER;
    const [, length] = /\r\ncontent-length: *(\d+)/i.exec(head) ?? [];
    if (status === 101) return { status, body: '' };
    if (/\r\ntransfer-encoding: *chunked/i.test(head)) return { status, body: await this.chunked() };
    return { status, body: (await this.bytes(length === undefined ? Infinity : Number(length))).toString() };
  }

  /** The text of a frame of a WebSocket from a server, which masks nothing. */
  async message(): Promise<string> {
    const [, short] = await this.bytes(2);
    const length = short === 126 ? (await this.bytes(2)).readUInt16BE() : short;
    return (await this.bytes(length)).toString();
  }

  private async chunked(): Promise<string> {
    let body = '';
    for (;;) {
      const size = parseInt(await this.through('\r\n'), 16);
      body += (await this.bytes(size || 0)).toString();
      await this.through('\r\n');
      if (!size) return body;
    }
  }

  /** Up to a mark, and with it; nothing when the connection ends before. */
  private async through(mark: string): Promise<string> {
    while (!this.buffered.includes(mark)) {
      if (!(await this.more())) return '';
    }
    return (await this.bytes(this.buffered.indexOf(mark) + mark.length)).toString('latin1');
  }

  /** So many bytes, or fewer when the connection ends before. */
  private async bytes(count: number): Promise<Buffer> {
    while (this.buffered.length < count && (await this.more()));
    const taken = this.buffered.subarray(0, count);
    this.buffered = this.buffered.subarray(taken.length);
    return taken;
  }

  private async more(): Promise<boolean> {
    try {
      const { done, value } = await this.chunks.next();
      if (done) return false;
      this.buffered = Buffer.concat([this.buffered, value]);
      return true;
    } catch {
      return false;
    }
  }
}
