import { createServer } from 'node:http';
import { listen, portOf } from './process';
import { Header } from '../../src/kong/traffic';

/** The service behind the gateway: it answers with the request headers as they came, order and case kept. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  close(): void;
}

export async function startUpstream(host: string): Promise<Upstream> {
  const server = createServer((request, response) => response.end(JSON.stringify(request.rawHeaders)));
  await listen(0, host, server);
  return { host, port: portOf(server), close: () => server.close() };
}

/** What the upstream answered, or undefined when the answer is somebody else's. */
export function seenByUpstream(body: string): Header[] | undefined {
  if (!body.startsWith('[')) return undefined;
  const flat = JSON.parse(body) as string[];
  return flat.flatMap((name, index) => index % 2 === 0 ? [[name, flat[index + 1]] as const] : []);
}

/** The value of a header exactly so named, but for case. Two lines of it are an error: the reader could take either. */
export function headerValue(headers: readonly Header[], name: string): string | undefined {
  const values = headers.filter(([other]) => other.toLowerCase() === name.toLowerCase()).map(([, value]) => value);
  return values.length > 1 ? `${values.length} lines: ${values.join(' | ')}` : values[0];
}
