import { UsageError } from './input';
import { ClientIpUnreadable } from '../check/report';
import { resourcesToRead } from '../check/world/kinds';
import { ClientIpManifest } from '../forms/text';
import { kubectl, KubectlError } from '../probe/kubectl';

/** What runs in a cluster, as far as the user may see it. */
export interface Live {
  readonly texts: readonly ClientIpManifest[];
  /** What the user may not list. */
  readonly unreadable: readonly ClientIpUnreadable[];
}

/** What stands in a Secret that is not there is a question of the check by itself, wherever something refers to it. */
const ASKED_FOR = 'secrets';

const FORBIDDEN = 'you may not list them, and they may decide about the client IP; ask for list, or name a --namespace';

/** So many kinds are asked for at a time. */
const AT_ONCE = 4;

/** Reads by the user's own kubectl exactly the kinds that the check knows, of a namespace or of all. */
export async function readLive(namespace: string | undefined): Promise<Live> {
  const scope = namespace === undefined ? '--all-namespaces' : `--namespace=${namespace}`;
  const served = await ask(['api-resources', '--verbs=list', '-o', 'name']);
  const names = served.split('\n').map((name) => name.trim());
  const wanted = resourcesToRead().filter((resource) =>
    names.some((name) => name === resource || name.startsWith(`${resource}.`)),
  );
  const texts: ClientIpManifest[] = [];
  const unreadable: ClientIpUnreadable[] = [];
  const waiting = wanted.values();
  const worker = async () => {
    for (const resource of waiting) {
      const text = await kubectl(['get', resource, scope, '-o', 'json']).catch((error: KubectlError) => {
        if (!/forbidden/i.test(error.stderr)) throw new UsageError(`${error.message}; try again`);
        if (resource !== ASKED_FOR) unreadable.push({ file: `kubectl get ${resource}`, line: 1, message: FORBIDDEN });
        return undefined;
      });
      if (text !== undefined) texts.push({ name: `kubectl get ${resource}`, text });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { texts, unreadable };
}

function ask(args: readonly string[]): Promise<string> {
  return kubectl(args).catch((error: KubectlError) => {
    const remedy = error.missing ? 'install it' : 'see to it that kubectl reaches the cluster';
    throw new UsageError(`${error.message}; ${remedy}, or give manifests in files`);
  });
}
