import { appendFileSync } from 'fs';
import { AddressInfo, createServer as createTcpServer } from 'net';
import { believing, gateway, lineFor, newFile, peer, probe, servers } from './probing';

describe('an upstream that echoes', () => {
  test('needs no log', async () => {
    const { url } = await gateway(newFile(), peer);
    expect(await probe('--echo', `${url}/headers`)).toMatchObject({ code: 0, out: expect.stringContaining('KEPT') });
  });

  test('shows a forged address', async () => {
    const { url } = await gateway(newFile(), believing('x-real-ip'));
    expect(await probe('--echo', `${url}/headers?a=b`)).toMatchObject({
      code: 1,
      out: expect.stringContaining('FORGEABLE'),
    });
  });
});

describe('ordinary trouble', () => {
  test('a redirect before Kong', async () => {
    const { url } = await gateway(newFile(), peer, (response) =>
      response.writeHead(301, { location: 'https://api.example.com/' }).end(),
    );
    expect(await probe(url, '--log', newFile())).toMatchObject({
      code: 2,
      out: expect.stringContaining('redirects to https://api.example.com/ before Kong; name the https URL, too'),
    });
  });

  test('an edge of a CDN answers', async () => {
    const log = newFile();
    const { url } = await gateway(log, peer, (response) => {
      appendFileSync(log, lineFor('127.0.0.1', response.req.url));
      response.writeHead(404, { 'cf-ray': '1' }).end();
    });
    expect(await probe(url, '--log', log)).toMatchObject({
      code: 0,
      out: expect.stringContaining('an edge of Cloudflare answers'),
    });
  });

  test('a port that waits for a PROXY header, and believes that of a client', async () => {
    const log = newFile();
    const server = createTcpServer((socket) => {
      let received = '';
      socket.on('error', () => undefined);
      socket.setEncoding('latin1').on('data', (chunk: string) => {
        received += chunk;
        const [, client, path] = /^PROXY TCP4 (\S+) .*\r\nGET (\S+) [^]*\r\n\r\n$/.exec(received) ?? [];
        if (!received.startsWith('PROXY')) socket.destroy();
        if (client === undefined) return;
        appendFileSync(log, lineFor(client, path));
        socket.end('HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    servers.push(server);
    const { code, out } = await probe(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--log', log);
    expect(out).toContain('forgeable: PROXY header v1: Kong believes 6.6.6.6, which the request claimed');
    expect(out).toContain('--haproxy-clientip 6.6.6.6');
    expect({ code, broken: out.includes('BROKEN') }).toEqual({ code: 1, broken: true });
  });

  test('nobody listens', async () => {
    const { url } = await gateway(newFile(), peer);
    await new Promise((resolve) => servers.pop()!.close(resolve));
    expect(await probe(url, '--log', newFile())).toMatchObject({ code: 1, out: expect.stringContaining('BROKEN') });
  });

  test('a connection that is closed without an answer', async () => {
    const { url } = await gateway(newFile(), peer, (response) => response.destroy());
    expect(await probe(url, '--log', newFile())).toMatchObject({
      code: 1,
      out: expect.stringContaining('expects a PROXY header and gets none'),
    });
  });

  test('a name without an address', async () => {
    expect(await probe('http://no-such-name.invalid', '--log', newFile())).toMatchObject({
      code: 2,
      error: expect.stringContaining('no-such-name.invalid has no address'),
    });
  });

  test.each([
    [['ftp://127.0.0.1'], 'must begin with http'],
    [['api.example.com'], 'is not a URL'],
    [['http://me:secret@127.0.0.1'], 'leave it out'],
    [[], 'name a URL'],
    [['http://127.0.0.1', '--address', 'me'], 'is not an IP address'],
    [['http://127.0.0.1', '--manifests', 'no-such-file.yaml'], 'cannot be read'],
  ])('%j', async (args, message) => {
    expect(await probe(...args)).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});
