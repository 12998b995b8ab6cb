import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { BALANCER, EDGE, GATEWAY } from './addresses';
import { Frontend } from './balancer';
import { RunningBalancer } from './haproxy';
import { RUN_DIRECTORY, runDirectory } from './process';
import { Result } from './question';
import { Subject } from './subject';
import { run } from '../../src/cli/program';

/** The column of the results, and what the report of the probe said. */
export const PROBE = 'probe';

export interface Probed {
  readonly verdict: string;
  readonly warnings: readonly string[];
}

/**
 * In place of the cluster: lists one pod whose log is the gateway's, and one that gets no requests; listing nodes is
 * forbidden.
 */
const KUBECTL = `#!/bin/sh
for argument; do
  case $argument in --namespace=*) folder=\${0%/*}/\${argument#*=};; esac
  last=$argument
done
case "$1 $2" in
  'get pods') cat "$folder/pods.json";;
  'get nodes') echo 'Error from server (Forbidden): nodes is forbidden' >&2; exit 1;;
  logs*) exec tail -n +1 -f "$folder/$last.log";;
esac
`;

const PODS = {
  items: ['kong-1', 'kong-2'].map((name) => ({
    kind: 'Pod',
    metadata: { name, namespace: 'kong', labels: { 'app.kubernetes.io/name': 'kong' } },
    spec: { containers: [{ name: 'proxy', image: 'kong:3.9.3' }] },
    status: { phase: 'Running' },
  })),
};

/** Puts the stand-in for kubectl before any other on the path. */
export function installKubectl(): void {
  const directory = kubectlDirectory();
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'kubectl'), KUBECTL);
  chmodSync(join(directory, 'kubectl'), 0o755);
  process.env.PATH = [directory, process.env.PATH].join(delimiter);
}

function kubectlDirectory(): string {
  return join(process.cwd(), RUN_DIRECTORY, 'kubectl');
}

/**
 * Runs the program's own command against every port that clients dial: it must find out by itself that all is right.
 */
export async function probe(
  { balancer }: Subject,
  kongPort: (frontend: Frontend) => number,
  balancers: Running,
  logFile: string,
): Promise<Result> {
  const namespace = runDirectory('probe').split('/').pop()!;
  const directory = join(kubectlDirectory(), namespace);
  mkdirSync(directory);
  PODS.items.forEach(({ metadata }) => (metadata.namespace = namespace));
  writeFileSync(join(directory, 'pods.json'), JSON.stringify(PODS));
  symlinkSync(logFile, join(directory, 'kong-1.log'));
  writeFileSync(join(directory, 'kong-2.log'), '');
  const origins = originsOf(balancer, kongPort, balancers);
  const args = [
    'probe',
    origins[0],
    ...origins.flatMap((origin) => ['--echo', `${origin}/x`]),
    '--namespace',
    namespace,
    '--address',
    GATEWAY,
    '--insecure',
    '--format',
    'json',
  ];
  const written = { out: '', error: '' };
  const exit = await run(args, {
    colours: false,
    out: (text) => {
      written.out += text;
    },
    error: (text) => {
      written.error += text;
    },
  });
  if (written.error !== '') return { column: PROBE, name: 'probe', problem: written.error };
  const report: Probed & { endpoints: { url: string; version: string; reasons: { why: string }[] }[] } = JSON.parse(
    written.out,
  );
  const reasons = report.endpoints.flatMap(({ url, version, reasons: own }) =>
    own.map(({ why }) => `${url} ${version}: ${why}`),
  );
  const problem =
    exit === 0 && report.verdict === 'kept' && report.warnings.length === 0
      ? undefined
      : [`${report.verdict} (exit code ${exit})`, ...report.warnings, ...reasons].join('; ');
  return {
    column: PROBE,
    name: args.join(' '),
    problem,
    probed: { verdict: report.verdict, warnings: report.warnings },
  };
}

export interface Running {
  readonly balancer: RunningBalancer;
  readonly edges?: RunningBalancer;
}

/**
 * What a user would name: the ports of the name that clients dial and, where the balancer admits every client, those
 * past the CDN.
 */
function originsOf(
  { frontends, sources, proxyProtocol, edges: cdn }: Subject['balancer'],
  kongPort: (frontend: Frontend) => number,
  { balancer, edges }: Running,
): string[] {
  const origin = ({ scheme }: Frontend, host: string, port: number) => `${scheme}://${host}:${port}`;
  const direct = sources.length === 0 && !proxyProtocol;
  return frontends.flatMap((frontend) => {
    if (direct) return [origin(frontend, GATEWAY, kongPort(frontend))];
    const atBalancer = origin(frontend, BALANCER, balancer.ports.get(frontend)!);
    const atEdge = edges && origin(frontend, EDGE, edges.ports.get(frontend)!);
    return [...(atEdge ? [atEdge] : []), ...(!cdn?.only ? [atBalancer] : [])];
  });
}
