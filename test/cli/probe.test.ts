import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'fs';
import { createServer, IncomingMessage, ServerResponse } from 'http';
import { AddressInfo, createServer as createTcpServer, Server } from 'net';
import { tmpdir } from 'os';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { run } from '../../src/cli/program';

const folder = mkdtempSync(join(tmpdir(), 'client-ip-probe-'));
const servers: Server[] = [];
afterAll(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(folder, { recursive: true });
});

let files = 0;
function newFile(): string {
  files += 1;
  const file = join(folder, `access-${files}.log`);
  // What was logged before the run must not be read.
  writeFileSync(file, '6.6.6.6 - - [x] "GET /client-ip-probe-0000 HTTP/1.1" 404 1\n');
  return file;
}

/** A line as Kong writes it. */
function lineFor(client: string, path?: string): string {
  return `${client} - - [x] "GET ${path} HTTP/1.1" 404 1 "-" "-"\n`;
}

/** A gateway that believes what `believe` says, and logs it as Kong does. */
async function gateway(
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

const peer = ({ socket }: IncomingMessage) => socket.remoteAddress!;
const believing = (header: string) => (request: IncomingMessage) => String(request.headers[header] ?? peer(request));

async function cli(...args: string[]) {
  const written = { out: '', error: '' };
  const code = await run(['probe', ...args], {
    colours: false,
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { code, ...written };
}

describe('a log in a file', () => {
  test.each(['127.0.0.1', '::1'])(
    'kept at %s: one connection at a time, under 40 requests, by a name',
    async (host) => {
      const log = newFile();
      const { url, seen } = await gateway(log, peer, undefined, host);
      const { code, out } = await cli(url, '--log', log);
      expect(out).toContain('KEPT');
      expect(out).toContain(`Kong believes ${host}, which is yours.`);
      expect(code).toBe(0);
      expect(seen.most).toBe(1);
      expect(seen.requests).toBeLessThan(40);
      expect([...seen.agents]).toEqual([expect.stringContaining('cdk8s-kong-client-ip probe')]);
    },
  );

  test.each(['x-real-ip', 'x-forwarded-for', 'cf-connecting-ip', 'client-ip'])('forgeable by %s', async (header) => {
    const log = newFile();
    const { url } = await gateway(log, believing(header));
    const { code, out } = await cli(url, '--log', log);
    expect(out).toMatch(/forgeable: .*Kong believes (6\.6\.6\.6|7\.7\.7\.7)/);
    expect(out).toMatch(/\$ curl -s .*6\.6\.6\.6/);
    expect(code).toBe(1);
  });

  test('lost, as JSON', async () => {
    const log = newFile();
    const { url } = await gateway(log, () => '10.0.0.5');
    const { code, out } = await cli(url, '--log', log, '--address', '198.51.100.7', '--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      verdict: 'lost',
      endpoints: [{ url: `${url}/`, family: 4, believed: '10.0.0.5', requests: expect.any(Array) }],
    });
    expect(code).toBe(1);
  });

  test('manifests are checked beside it', async () => {
    const log = newFile();
    const { url } = await gateway(log, () => '10.0.0.5');
    const lost = await cli(
      url,
      '--log',
      log,
      '--address',
      '198.51.100.7',
      '--manifests',
      'test/corpus/cases/bare-load-balancer.yaml',
    );
    expect(lost.out).toContain('say the same');
    const kept = await cli(
      url,
      '--log',
      log,
      '--address',
      '198.51.100.7',
      '--manifests',
      'test/corpus/cases/right-aks-local.yaml',
    );
    expect([lost.code, kept.code]).toEqual([1, 1]);
    expect(kept.out).toContain('### The check and the running gateway disagree');
    expect(kept.out.split('###')[1]).not.toMatch(/10\.0\.0\.5|127\.0\.0\.1/);
  });

  test('a gateway that does what its manifests do not say is not clean', async () => {
    const log = newFile();
    const { url } = await gateway(log, peer);
    const { code, out } = await cli(url, '--log', log, '--manifests', 'test/corpus/cases/bare-load-balancer.yaml');
    expect({ code, kept: /^Verdict {2}KEPT/m.test(out) }).toEqual({ code: 1, kept: true });
  });

  test('is written a while after the answer', async () => {
    const log = newFile();
    const held: string[] = [];
    const { url } = await gateway(log, (request) => {
      held.push(lineFor('127.0.0.1', request.url));
      return peer(request);
    });
    // Only what is flushed late tells the client.
    const late = newFile();
    const flushed = setInterval(() => held.splice(0).forEach((line) => appendFileSync(late, line)), 700);
    const { code } = await cli(url, '--log', late);
    clearInterval(flushed);
    expect(code).toBe(0);
  });

  test('has ten thousand lines of others', async () => {
    const log = newFile();
    const others = '203.0.113.9 - - [x] "GET /other HTTP/1.1" 200 1 "-" "-"\n'.repeat(1000);
    const { url } = await gateway(log, (request) => {
      appendFileSync(log, others);
      return peer(request);
    });
    expect(await cli(url, '--log', log)).toMatchObject({ code: 0, out: expect.stringContaining('which is yours') });
  });

  test('a file that does not exist', async () => {
    expect(await cli('http://127.0.0.1:9', '--log', join(folder, 'none'))).toMatchObject({
      code: 2,
      error: expect.stringContaining('cannot be read'),
    });
  });
});

describe('an upstream that echoes', () => {
  test('needs no log', async () => {
    const { url } = await gateway(newFile(), peer);
    expect(await cli('--echo', `${url}/headers`)).toMatchObject({ code: 0, out: expect.stringContaining('KEPT') });
  });

  test('shows a forged address', async () => {
    const { url } = await gateway(newFile(), believing('x-real-ip'));
    expect(await cli('--echo', `${url}/headers?a=b`)).toMatchObject({
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
    expect(await cli(url, '--log', newFile())).toMatchObject({
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
    expect(await cli(url, '--log', log)).toMatchObject({
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
    const { code, out } = await cli(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, '--log', log);
    expect(out).toContain('forgeable: PROXY header v1: Kong believes 6.6.6.6, which the request claimed');
    expect(out).toContain('--haproxy-clientip 6.6.6.6');
    expect({ code, broken: out.includes('BROKEN') }).toEqual({ code: 1, broken: true });
  });

  test('nobody listens', async () => {
    const { url } = await gateway(newFile(), peer);
    await new Promise((resolve) => servers.pop()!.close(resolve));
    expect(await cli(url, '--log', newFile())).toMatchObject({ code: 1, out: expect.stringContaining('BROKEN') });
  });

  test('a connection that is closed without an answer', async () => {
    const { url } = await gateway(newFile(), peer, (response) => response.destroy());
    expect(await cli(url, '--log', newFile())).toMatchObject({
      code: 1,
      out: expect.stringContaining('expects a PROXY header and gets none'),
    });
  });

  test('a name without an address', async () => {
    expect(await cli('http://no-such-name.invalid', '--log', newFile())).toMatchObject({
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
    expect(await cli(...args)).toMatchObject({ code: 2, error: expect.stringContaining(message) });
  });
});

describe('kubectl', () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  /** A kubectl of which each answer is a shell script. */
  function kubectl(get: string, logs: string): void {
    const directory = join(folder, `bin-${(files += 1)}`);
    mkdirSync(directory);
    const file = join(directory, 'kubectl');
    writeFileSync(file, `#!/bin/sh\ncase "$1 $2" in 'get pods') ${get};; 'get nodes') exit 1;; *) ${logs};; esac\n`);
    chmodSync(file, 0o755);
    process.env.PATH = `${directory}:${path}`;
  }

  const pods = (...names: string[]) =>
    `echo '${JSON.stringify({
      items: names.map((name) => ({
        kind: 'Pod',
        metadata: { name, namespace: 'kong' },
        spec: { containers: [{ name: 'proxy', image: 'kong:3.9' }] },
      })),
    })}'`;

  /** Pods of Deployments, whose names begin with the Deployment's and the hash of its template. */
  const ofReplicaSets = (...names: string[]) =>
    `echo '${JSON.stringify({
      items: names.map((name) => {
        const [deployment, hash] = name.split('-');
        return {
          kind: 'Pod',
          metadata: {
            name,
            namespace: 'kong',
            labels: { 'pod-template-hash': hash },
            ownerReferences: [{ kind: 'ReplicaSet', name: `${deployment}-${hash}` }],
          },
          spec: { containers: [{ name: 'proxy', image: 'kong:3.9' }] },
        };
      }),
    })}'`;

  /** Lists the objects of a right gateway whatever is asked for, pods apart. */
  function liveKubectl(): string {
    const objects = parseAllDocuments(readFileSync('test/corpus/cases/right-aks-local.yaml', 'utf8'));
    const file = join(folder, 'objects.json');
    writeFileSync(file, JSON.stringify({ kind: 'List', items: objects.map((document) => document.toJS() as unknown) }));
    return `case "$1" in api-resources) printf '%s\\n' deployments.apps pods;; *) cat ${file};; esac`;
  }

  test('is found nowhere', async () => {
    const empty = join(folder, 'empty');
    mkdirSync(empty, { recursive: true });
    process.env.PATH = empty;
    expect(await cli('http://127.0.0.1:9')).toMatchObject({
      code: 2,
      error: expect.stringContaining('kubectl was not found'),
    });
  });

  test('may not list pods', async () => {
    kubectl('echo "Error from server (Forbidden): pods is forbidden" >&2; exit 1', 'exit 1');
    expect(await cli('http://127.0.0.1:9')).toMatchObject({
      code: 2,
      error: expect.stringContaining('pods is forbidden'),
    });
  });

  test('finds no pod', async () => {
    kubectl('echo \'{"items":[]}\'', 'exit 1');
    expect(await cli('http://127.0.0.1:9', '--namespace', 'edge')).toMatchObject({
      code: 2,
      error: expect.stringContaining('no pod of Kong was found in namespace edge'),
    });
    expect(await cli('http://127.0.0.1:9', '--selector', 'a=b')).toMatchObject({
      code: 2,
      error: expect.stringContaining('--selector a=b selects no running pod'),
    });
  });

  test('reads the logs of all pods', async () => {
    const log = newFile();
    symlinkSync(log, join(folder, 'kong-b.log'));
    writeFileSync(join(folder, 'kong-a.log'), '');
    kubectl(pods('kong-a', 'kong-b'), `for last; do :; done; exec tail -n +1 -f ${folder}/$last.log`);
    const { url } = await gateway(log, peer);
    const { code, out } = await cli(url, '--namespace', 'kong');
    expect(out).toContain(
      'Read: container proxy of pod kong/kong-a; container proxy of pod kong/kong-b. The requests were found in: kong-b.',
    );
    expect(code).toBe(0);
  });

  test('reads the logs of two gateways, one of which answers', async () => {
    const log = newFile();
    symlinkSync(log, join(folder, 'edge-1-a.log'));
    symlinkSync(newFile(), join(folder, 'inner-1-a.log'));
    kubectl(ofReplicaSets('edge-1-a', 'inner-1-a'), `for last; do :; done; exec tail -n +1 -f ${folder}/$last.log`);
    const { url } = await gateway(log, peer);
    const { out } = await cli(url);
    expect(out).toContain('The requests were found in: edge-1-a.');
    expect(out).not.toContain('gateways answer');
  });

  test('reads the logs of two gateways, both of which answer', async () => {
    const [log, other] = [newFile(), newFile()];
    symlinkSync(log, join(folder, 'edge-2-a.log'));
    symlinkSync(other, join(folder, 'inner-2-a.log'));
    kubectl(ofReplicaSets('edge-2-a', 'inner-2-a'), `for last; do :; done; exec tail -n +1 -f ${folder}/$last.log`);
    const { url } = await gateway(log, (request) => {
      appendFileSync(other, lineFor('127.0.0.1', request.url));
      return peer(request);
    });
    expect((await cli(url)).out).toContain('2 gateways answer (Deployment/kong/edge, Deployment/kong/inner)');
  });

  test('shows what runs, but not all kinds of it', async () => {
    const log = newFile();
    kubectl('echo "Error from server (Forbidden): pods is forbidden" >&2; exit 1', liveKubectl());
    const { url } = await gateway(log, peer);
    const { code, out } = await cli(url, '--log', log, '--live');
    expect(out).toMatch(/Check {4}UNKNOWN {2}Deployment\/kong\/kong/);
    expect(out).toContain('not read  kubectl get pods: you may not list them');
    expect({ code, disagree: out.includes('###') }).toEqual({ code: 0, disagree: false });
  });

  test('may not read logs', async () => {
    kubectl(pods('kong-a'), 'echo "Error from server (Forbidden): pods/log is forbidden" >&2; exit 1');
    const { url } = await gateway(newFile(), peer);
    expect(await cli(url)).toMatchObject({
      code: 2,
      out: expect.stringContaining('the log of pod kong-a cannot be read: Error from server (Forbidden)'),
    });
  });
});
