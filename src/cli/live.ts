import { Input, UsageError } from './input';
import { ClientIpUnreadable } from '../check/report';
import { resourcesToRead } from '../check/world/kinds';
import { ClientIpManifest } from '../forms/text';
import { kubectl, KubectlError } from '../probe/kubectl';

/** What runs in a cluster, as far as it is shown to the user. */
export interface Live extends Input {
  /** The kinds that were not shown, by the names that kubectl takes. */
  readonly unseen: readonly string[];
}

/** The check asks by itself for a Secret that is not there, wherever something refers to it. */
const ASKED_FOR = 'secrets';

/** So many kinds are asked for at a time. */
const AT_ONCE = 4;

/** Reads by the user's own kubectl exactly the kinds that the check knows, of a namespace or of all. */
export async function readLive(namespace: string | undefined): Promise<Live> {
  const { names, silentGroups } = await served();
  const texts: ClientIpManifest[] = [];
  const unreadable: ClientIpUnreadable[] = [];
  const unseen: string[] = [];
  const miss = (resource: string, message: string) => {
    unseen.push(resource);
    unreadable.push({ file: `kubectl get ${resource}`, line: 1, message });
  };
  const isServed = (resource: string) => names.some((name) => name === resource || name.startsWith(`${resource}.`));
  const wanted = resourcesToRead().filter(isServed);
  for (const resource of resourcesToRead()) {
    if (silentGroups.includes(groupOf(resource)) && !isServed(resource)) miss(resource, NOT_ANSWERED);
  }
  const waiting = wanted.values();
  const worker = async () => {
    for (const resource of waiting) {
      const text = await kubectl(['get', ...argumentsFor(resource, namespace), '-o', 'json']).catch(
        (error: KubectlError) => {
          if (!/forbidden/i.test(error.stderr)) throw new UsageError(`${error.message}; try again`);
          if (resource !== ASKED_FOR) miss(resource, forbidden(namespace));
          return undefined;
        },
      );
      if (text !== undefined) texts.push({ name: `kubectl get ${resource}`, text });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { texts, unreadable, unseen: unseen.sort() };
}

/** Of namespaces the one that is read, which more users may see than the list of all. */
function argumentsFor(resource: string, namespace: string | undefined): string[] {
  if (namespace === undefined) return [resource, '--all-namespaces'];
  return resource === 'namespaces' ? [resource, namespace] : [resource, `--namespace=${namespace}`];
}

function forbidden(namespace: string | undefined): string {
  const remedy = namespace === undefined ? 'ask for list, or name a --namespace' : 'ask for list';
  return `you may not list them, and they may decide about the client IP; ${remedy}`;
}

const NOT_ANSWERED = 'the cluster does not answer for them, and they may decide about the client IP; try again';

/** kubectl lists what the others serve, and fails, where one group of the cluster does not answer. */
const INCOMPLETE = /unable to retrieve the complete list of server APIs: (.*)/;

interface Served {
  /** Each with its group. */
  readonly names: readonly string[];
  readonly silentGroups: readonly string[];
}

async function served(): Promise<Served> {
  const args = ['api-resources', '--verbs=list', '-o', 'name'];
  let silentGroups: string[] = [];
  const text = await kubectl(args).catch((error: KubectlError) => {
    const [, silent] = INCOMPLETE.exec(error.stderr) ?? [];
    if (silent === undefined || error.stdout === '') throw unreachable(error);
    silentGroups = [...silent.matchAll(/([a-z0-9.-]+)\/v\w+:/g)].map(([, group]) => group);
    return error.stdout;
  });
  return { names: text.split('\n').map((name) => name.trim()), silentGroups };
}

function unreachable({ message, missing }: KubectlError): UsageError {
  const remedy = missing ? 'Install it' : 'Check that kubectl reaches the cluster';
  return new UsageError(`${message}. ${remedy}, or give manifests in files`);
}

/** The API group in `deployments.apps`. */
function groupOf(resource: string): string {
  return resource.split('.').slice(1).join('.');
}
