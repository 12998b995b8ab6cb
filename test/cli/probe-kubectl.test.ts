import { appendFileSync, chmodSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { gateway, lineFor, newFile, peer, probe } from './probing';
import { folder } from './session';

describe('kubectl', () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  /** A kubectl of which each answer is a shell script. */
  function kubectl(get: string, logs: string): void {
    const directory = mkdtempSync(join(folder, 'bin-'));
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
    expect(await probe('http://127.0.0.1:9')).toMatchObject({
      code: 2,
      error: expect.stringContaining('kubectl was not found'),
    });
  });

  test('may not list pods', async () => {
    kubectl('echo "Error from server (Forbidden): pods is forbidden" >&2; exit 1', 'exit 1');
    expect(await probe('http://127.0.0.1:9')).toMatchObject({
      code: 2,
      error: expect.stringContaining('pods is forbidden'),
    });
  });

  test('finds no pod', async () => {
    kubectl('echo \'{"items":[]}\'', 'exit 1');
    expect(await probe('http://127.0.0.1:9', '--namespace', 'edge')).toMatchObject({
      code: 2,
      error: expect.stringContaining('no pod of Kong was found in namespace edge'),
    });
    expect(await probe('http://127.0.0.1:9', '--selector', 'a=b')).toMatchObject({
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
    const { code, out } = await probe(url, '--namespace', 'kong');
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
    const { out } = await probe(url);
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
    expect((await probe(url)).out).toContain('2 gateways answer (Deployment/kong/edge, Deployment/kong/inner)');
  });

  test('shows what runs, but not all kinds of it', async () => {
    const log = newFile();
    kubectl('echo "Error from server (Forbidden): pods is forbidden" >&2; exit 1', liveKubectl());
    const { url } = await gateway(log, peer);
    const { code, out } = await probe(url, '--log', log, '--live');
    expect(out).toMatch(/Check {4}UNKNOWN {2}Deployment\/kong\/kong/);
    expect(out).toContain('not read  kubectl get pods: you may not list them');
    expect({ code, disagree: out.includes('###') }).toEqual({ code: 0, disagree: false });
  });

  test('may not read logs', async () => {
    kubectl(pods('kong-a'), 'echo "Error from server (Forbidden): pods/log is forbidden" >&2; exit 1');
    const { url } = await gateway(newFile(), peer);
    expect(await probe(url)).toMatchObject({
      code: 2,
      out: expect.stringContaining('the log of pod kong-a cannot be read: Error from server (Forbidden)'),
    });
  });
});
