import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { delimiter, join } from 'path';
import { parseAllDocuments } from 'yaml';
import { run } from '../../src/cli/program';

const folder = mkdtempSync(join(tmpdir(), 'client-ip-live-'));
const path = process.env.PATH;
afterEach(() => {
  process.env.PATH = path;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** A cluster that holds the objects of a file: kubectl lists them by kind. */
function cluster(file: string, forbidden: readonly string[] = [], silent = ''): void {
  const objects = parseAllDocuments(readFileSync(file, 'utf8')).map((document) => document.toJS() as { kind: string });
  const resources: Record<string, string> = {
    Deployment: 'deployments.apps',
    Service: 'services',
    ConfigMap: 'configmaps',
    Secret: 'secrets',
    Namespace: 'namespaces',
    NetworkPolicy: 'networkpolicies.networking.k8s.io',
  };
  for (const [kind, resource] of Object.entries(resources)) {
    writeFileSync(
      join(folder, resource),
      JSON.stringify({ kind: 'List', items: objects.filter((object) => object.kind === kind) }),
    );
  }
  const cases = forbidden.map(
    (resource) => `'get ${resource}') echo 'Error from server (Forbidden): ${resource} is forbidden' >&2; exit 1;;`,
  );
  writeFileSync(
    join(folder, 'kubectl'),
    `#!/bin/sh
echo "$@" >> ${folder}/calls
case "$1 $2" in
  'api-resources --verbs=list') printf '%s\\n' ${Object.values(resources).join(' ')} events leases.coordination.k8s.io
    [ -z '${silent}' ] || { echo '${silent}' >&2; exit 1; };;
  ${cases.join('\n  ')}
  *) cat "${folder}/$2";;
esac
`,
  );
  chmodSync(join(folder, 'kubectl'), 0o755);
  writeFileSync(join(folder, 'calls'), '');
  process.env.PATH = [folder, path].join(delimiter);
}

async function cli(...args: string[]) {
  const written = { out: '', error: '' };
  const code = await run(args, {
    colours: false,
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  return { code, ...written, calls: readFileSync(join(folder, 'calls'), 'utf8') };
}

test('a cluster is checked like its manifests, and asked for what the check knows alone', async () => {
  cluster('test/corpus/cases/bare-load-balancer.yaml');
  const { code, out, calls } = await cli('check', '--live');
  expect({ code, lost: out.includes('LOST') }).toEqual({ code: 1, lost: true });
  expect(calls).toContain('get deployments.apps --all-namespaces -o json');
  expect(calls).not.toMatch(/events|leases|get pods/);
});

test('one namespace', async () => {
  cluster('test/corpus/cases/right-aks-local.yaml');
  expect(await cli('check', '--live', '--namespace', 'kong')).toMatchObject({
    code: 0,
    calls: expect.stringContaining('get services --namespace=kong -o json'),
  });
  expect((await cli('check', '--live', '--namespace', 'kong')).calls).toContain('get namespaces kong -o json');
});

test('what may not be listed is told, and nothing is kept by what was not seen', async () => {
  cluster('test/corpus/cases/right-aks-local.yaml', ['networkpolicies.networking.k8s.io', 'secrets']);
  const { code, out } = await cli('check', '--live');
  expect(code).toBe(2);
  expect(out).toContain('kubectl get networkpolicies.networking.k8s.io');
  expect(out).not.toContain('kubectl get secrets');
  expect(out).toMatch(/Deployment\/kong\/kong {2}UNKNOWN/);
  expect(out.replace(/\s+/g, ' ')).toContain('stand before it: networkpolicies.networking.k8s.io?');
});

const INCOMPLETE = 'error: unable to retrieve the complete list of server APIs';

test('a group that does not answer and has nothing to do with Kong', async () => {
  cluster('test/corpus/cases/right-aks-local.yaml', [], `${INCOMPLETE}: metrics.k8s.io/v1beta1: not available`);
  expect(await cli('check', '--live')).toMatchObject({ code: 0, out: expect.stringContaining('KEPT') });
});

test('a group that does not answer, of whose kinds one may decide', async () => {
  const silent = 'metrics.k8s.io/v1beta1: not available, gateway.networking.k8s.io/v1: not available';
  cluster('test/corpus/cases/right-aks-local.yaml', [], `${INCOMPLETE}: ${silent}`);
  const { code, out } = await cli('check', '--live');
  expect(code).toBe(2);
  expect(out).toContain('kubectl get httproutes.gateway.networking.k8s.io:1: the cluster does not answer for them');
  expect(out).toContain('UNKNOWN');
});

test('a cluster that is not reached', async () => {
  cluster('test/corpus/cases/right-aks-local.yaml');
  writeFileSync(join(folder, 'kubectl'), '#!/bin/sh\necho "The connection was refused" >&2; exit 1\n');
  expect(await cli('check', '--live')).toMatchObject({
    code: 2,
    error: expect.stringContaining('The connection was refused. Check that kubectl reaches the cluster'),
  });
});

test('neither files nor a cluster', async () => {
  cluster('test/corpus/cases/right-aks-local.yaml');
  expect(await cli('check')).toMatchObject({ code: 2, error: expect.stringContaining('--live for a cluster') });
});
