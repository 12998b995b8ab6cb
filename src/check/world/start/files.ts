import { KubernetesObject } from '../../../controllers/balancer';
import { objectsIn } from '../../../controllers/values';
import { ManifestObject } from '../../../forms/manifests';
import { isObject } from '../../../input/objects';
import { Catalogue } from '../catalogue';
import { Container, fileEntriesOf, Spot } from '../environment';

/** A file as a container finds it: with its text, hidden in something that is not in the input, or not there. */
export type MountedFile =
  | (Spot & { readonly state: 'text'; readonly text: string })
  | (Spot & { readonly state: 'hidden'; readonly where: string })
  | { readonly state: 'absent' };

/** A volume at a path of a container. */
export interface Mount extends Spot {
  readonly path: string;
  /** The file or folder of the volume; empty for the volume as a whole. */
  readonly subPath: string;
  readonly volume: KubernetesObject;
}

/** The files that volumes put into a container. */
export class MountedFiles {
  public readonly mounts: readonly Mount[];

  constructor(
    private readonly workload: ManifestObject,
    pod: KubernetesObject,
    container: Container,
    private readonly beside: readonly Container[],
    private readonly catalogue: Catalogue,
    annotations: Readonly<Record<string, unknown>>,
  ) {
    const volumes = objectsIn(pod.volumes);
    const declared = objectsIn(container.spec.volumeMounts).map(({ name, mountPath, subPath, subPathExpr }): Mount => ({
      at: workload,
      field: `${container.field}.volumeMounts[${String(name)}]`,
      path: normal(String(mountPath)),
      subPath: normal(String(subPath ?? subPathExpr ?? '')).replace(/^\//, ''),
      volume: volumes.find((volume) => volume.name === name) ?? {},
    }));
    this.mounts = [...declared, ...injectedMounts(workload, annotations)];
  }

  /** The file that a volume puts at a path; undefined where the image's own is left. */
  public at(path: string): MountedFile | undefined {
    const wanted = normal(path);
    const [mount] = this.mounts
      .filter((one) => wanted === one.path || wanted.startsWith(`${one.path}/`))
      .sort((a, b) => b.path.length - a.path.length);
    return (
      mount &&
      this.inMount(mount, [mount.subPath, wanted.slice(mount.path.length + 1)].filter((part) => part !== '').join('/'))
    );
  }

  private inMount(mount: Mount, file: string): MountedFile {
    const { volume } = mount;
    const sources = isObject(volume.projected) ? objectsIn(volume.projected.sources) : [volume];
    const found = sources.map((source) => this.inSource(mount, source, file)).filter(({ state }) => state !== 'absent');
    return found.find(({ state }) => state === 'hidden') ?? found[found.length - 1] ?? { state: 'absent' };
  }

  private inSource({ at, field, volume }: Mount, source: KubernetesObject, file: string): MountedFile {
    if (isObject(source.emptyDir)) {
      const writer = this.writerOf(volume.name);
      return writer === undefined
        ? { state: 'absent' }
        : { state: 'hidden', at, field, where: `a volume that the container ${writer} fills` };
    }
    const reference = isObject(source.configMap) ? source.configMap : source.secret;
    if (!isObject(reference)) return { state: 'hidden', at, field, where: `the volume ${String(volume.name)}` };
    const kind = isObject(source.configMap) ? 'ConfigMap' : 'Secret';
    const name = reference.name ?? reference.secretName;
    const key = keyOf(reference, file);
    if (key === undefined) return { state: 'absent' };
    const object = this.catalogue.find(kind, this.workload.namespace, name);
    if (!object) return { state: 'hidden', at, field, where: `the ${kind} ${String(name)}` };
    const entry = fileEntriesOf(object).get(key);
    return entry?.value === undefined
      ? { state: 'absent' }
      : { state: 'text', at: entry.at, field: entry.field, text: entry.value };
  }

  /** Another container that may write into an empty volume. */
  private writerOf(volume: unknown): string | undefined {
    return this.beside.find(({ spec }) =>
      objectsIn(spec.volumeMounts).some(({ name, readOnly }) => name === volume && readOnly !== true),
    )?.name;
  }
}

const VAULT = 'vault.hashicorp.com/';

/** The folders into which the injector of Vault writes files. */
function injectedMounts(at: ManifestObject, annotations: Readonly<Record<string, unknown>>): Mount[] {
  if (annotations[`${VAULT}agent-inject`] !== 'true') return [];
  return Object.entries(annotations)
    .filter(([key]) => key.startsWith(`${VAULT}secret-volume-path`))
    .map(([key, path]) => ({
      at,
      field: `spec.template.metadata.annotations[${key}]`,
      path: normal(String(path)),
      subPath: '',
      volume: { name: "of Vault's injector" },
    }));
}

/** The key of a ConfigMap or Secret that becomes a file. */
function keyOf(reference: KubernetesObject, file: string): string | undefined {
  if (!Array.isArray(reference.items)) return file;
  const item = objectsIn(reference.items).find(({ path }) => path === file);
  return item && String(item.key);
}

function normal(path: string): string {
  return path.replace(/\/+/g, '/').replace(/(?<=.)\/$/, '');
}
