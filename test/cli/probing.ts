import { appendFileSync, writeFileSync } from 'fs';
import { IncomingMessage, ServerResponse, createServer } from 'http';
import { AddressInfo, Server } from 'net';
import { join } from 'path';
import { cli, folder } from './session';

/*
 * Gateways for the probe, and their logs.
 */

export const servers: Server[] = [];
afterAll(() => Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve)))));

let files = 0;

export function newFile(): string {
  files += 1;
  const file = join(folder, `access-${files}.log`);
  // What was logged before the run must not be read.
  writeFileSync(file, '6.6.6.6 - - [x] "GET /client-ip-probe-0000 HTTP/1.1" 404 1\n');
  return file;
}

/** A line as Kong writes it. */
export function lineFor(client: string, path?: string): string {
  return `${client} - - [x] "GET ${path} HTTP/1.1" 404 1 "-" "-"\n`;
}

/** A gateway that believes what `believe` says, and logs it as Kong does. */
export async function gateway(
  log: string,
  believe: (request: IncomingMessage) => string,
  answer?: (response: ServerResponse) => void,
  host = '127.0.0.1',
) {
  const seen = { requests: 0, connections: 0, most: 0, agents: new Set<string>() };
  const server = createServer((request, response) => {
    seen.requests += 1;
    seen.agents.add(request.headers['user-agent'] ?? '');
    if (answer) return answer(response);
    const client = believe(request);
    response.statusCode = 404;
    response.end(JSON.stringify({ headers: { 'X-Real-IP': client, 'X-Forwarded-For': client } }));
    appendFileSync(log, lineFor(client, request.url));
  });
  server.on('connection', (socket) => {
    seen.connections += 1;
    seen.most = Math.max(seen.most, seen.connections);
    socket.on('close', () => {
      seen.connections -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  servers.push(server);
  return { seen, url: `http://${host.includes(':') ? `[${host}]` : host}:${(server.address() as AddressInfo).port}` };
}

export const peer = ({ socket }: IncomingMessage) => socket.remoteAddress!;

export const believing = (header: string) => (request: IncomingMessage) =>
  String(request.headers[header] ?? peer(request));

export const probe = (...args: string[]) => cli(['probe', ...args]);
