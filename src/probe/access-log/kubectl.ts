import { ChildProcess, spawn } from 'child_process';
import { LONGEST_LINE } from './access-line';
import { KongPod, kongPods, nodeAddresses } from './pods';
import { LineSplitter, LogSource, Trouble } from './source';
import { KubernetesObject } from '../../controllers/balancer';
import { objectsIn } from '../../controllers/values';
import { isObject } from '../../input/objects';
import { kubectl, KubectlError, lastLine } from '../kubectl';
import { printable } from '../printable';

/** Each pod's log is followed by its own process. */
const MOST_PODS = 100;
/** The clocks of this machine and of a node may differ by so much. */
const SKEW_MS = 5_000;

const INSTEAD =
  'or pass the log with --log FILE (- for standard input), ' +
  'or an upstream that answers with the headers it received with --echo URL';

export interface Scope {
  /** @default - that of kubectl's current context */
  readonly namespace?: string;
  readonly selector?: string;
}

/** What `kubectl get … -o json` lists. */
async function kubectlGet(args: readonly string[]): Promise<KubernetesObject[]> {
  const text = await kubectl(['get', ...args, '-o', 'json']).catch((error: KubectlError) => {
    const remedy = error.missing ? 'Install it' : 'Check that kubectl reaches the cluster and may do that';
    throw new Trouble(`${error.message}. ${remedy}, ${INSTEAD}`);
  });
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? objectsIn(value.items) : [];
  } catch {
    throw new Trouble(`kubectl get ${args.join(' ')} answered with what is not JSON: ${printable(text, 100)}`);
  }
}

/** The access logs of all of Kong's pods, by the user's own kubectl. */
export class KubectlLogs implements LogSource {
  public readonly troubles: string[] = [];
  public pods: readonly KongPod[] = [];
  /** Empty where the user may not list nodes. */
  public nodes: ReadonlyMap<string, string> = new Map();
  private readonly children: ChildProcess[] = [];
  private closing = false;

  constructor(private readonly scope: Scope) {}

  public get ended(): boolean {
    return this.children.every(({ exitCode, signalCode }) => exitCode !== null || signalCode !== null);
  }

  public get reads(): readonly string[] {
    return this.pods.map(({ name, namespace, container }) => `container ${container} of pod ${namespace}/${name}`);
  }

  public gatewayOf(pod: string): string | undefined {
    return this.pods.find(({ name }) => name === pod)?.workload;
  }

  public async open(onLine: (line: string, seenBy: string) => void): Promise<void> {
    const { namespace, selector } = this.scope;
    const args = ['pods'];
    if (namespace !== undefined) args.push(`--namespace=${namespace}`);
    if (selector !== undefined) args.push(`--selector=${selector}`);
    const pods = kongPods(await kubectlGet(args), selector !== undefined);
    if (pods.length === 0) throw new Trouble(noPods(this.scope));
    if (pods.length > MOST_PODS) throw new Trouble(tooManyPods(pods.length));
    this.pods = pods;
    this.troubles.push(...pods.flatMap((pod) => (isReadable(pod) ? [] : [elsewhere(pod)])));
    this.nodes = await kubectlGet(['nodes']).then(nodeAddresses, () => new Map());
    const since = new Date(Date.now() - SKEW_MS).toISOString();
    for (const pod of pods) this.follow(pod, since, onLine);
  }

  public async close(): Promise<void> {
    this.closing = true;
    for (const child of this.children) child.kill();
  }

  private follow(pod: KongPod, since: string, onLine: (line: string, seenBy: string) => void): void {
    const place = [`--namespace=${pod.namespace}`, `--container=${pod.container}`, pod.name];
    const args = ['logs', '--follow', `--since-time=${since}`, ...place];
    const child = spawn('kubectl', args, { stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
    this.children.push(child);
    const lines = new LineSplitter(LONGEST_LINE, (line) => onLine(line, pod.name));
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => lines.push(chunk));
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      said = (said + chunk).slice(-2000);
    });
    child.on('error', (error) => this.troubles.push(unreadable(pod.name, error.message)));
    child.on('close', () => {
      if (!this.closing && said !== '') this.troubles.push(unreadable(pod.name, said));
    });
  }
}

function unreadable(pod: string, stderr: string): string {
  return `the log of pod ${pod} cannot be read: ${lastLine(stderr)}; ask for get on pods/log, ${INSTEAD}`;
}

function isReadable({ accessLog }: KongPod): boolean {
  return accessLog === undefined || /^(\/dev\/stdout|logs\/access\.log)\b/.test(accessLog);
}

function elsewhere({ name, accessLog = '' }: KongPod): string {
  return (
    `pod ${name} writes its access log to ${printable(accessLog)}; set KONG_PROXY_ACCESS_LOG=/dev/stdout, ` +
    `${INSTEAD}`
  );
}

function tooManyPods(count: number): string {
  return `there are ${count} pods, and up to ${MOST_PODS} are read; choose some by --selector, ${INSTEAD}`;
}

function noPods({ namespace, selector }: Scope): string {
  const where = namespace === undefined ? "the namespace of kubectl's current context" : `namespace ${namespace}`;
  return selector === undefined
    ? `no pod of Kong was found in ${where}; name the namespace by --namespace, the pods by --selector, ${INSTEAD}`
    : `--selector ${selector} selects no running pod in ${where}; look at kubectl get pods --show-labels, ${INSTEAD}`;
}
