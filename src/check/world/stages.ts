import { ManifestObject } from '../../forms/manifests';

/** What one or more workloads have around them: the objects of one cluster. */
export interface Stage {
  readonly objects: readonly ManifestObject[];
  /** Whether a workload belongs here. */
  holds(workload: ManifestObject): boolean;
}

/**
 * The clusters that an input describes: mostly one. Where two files hold the same object with other content, as
 * `dev/` and `prod/` do, each workload has its own: the nearest of them counts, and the objects of a neighbouring
 * folder are not in the same cluster.
 */
export function stagesOf(objects: readonly ManifestObject[]): Stage[] {
  const disputes = disputesIn(objects);
  if (disputes.length === 0) {
    return [{ objects, holds: () => true }];
  }
  const files = new Set(objects.filter(mayRunKong).map(fileOf));
  return [...files].flatMap((file) =>
    standpoints(file, disputes).map((standpoint): Stage => ({
      objects: seenFrom(standpoint, objects, disputes),
      holds: (workload) => fileOf(workload) === file,
    })),
  );
}

/** Two or more children of a folder that hold the same object with other content. */
interface Dispute {
  readonly parent: string;
  readonly children: ReadonlySet<string>;
}

/** Kinds by which the manifests of two clusters are told from two files for one. */
const TELLING = /^(Deployment|StatefulSet|DaemonSet|Rollout|DataPlane|GatewayConfiguration|Service|Ingress)$/;

function disputesIn(objects: readonly ManifestObject[]): Dispute[] {
  const first = new Map<string, ManifestObject>();
  const disputes = new Map<string, Set<string>>();
  for (const object of objects) {
    const other = first.get(object.id);
    if (!other) {
      first.set(object.id, object);
      continue;
    }
    const [file, otherFile] = [fileOf(object), fileOf(other)];
    if (file === otherFile || JSON.stringify(object.object) === JSON.stringify(other.object)) continue;
    const parent = commonFolder(file, otherFile);
    const children = disputes.get(parent) ?? new Set<string>();
    disputes.set(parent, children);
    for (const one of TELLING.test(object.kind) ? [otherFile, file] : []) {
      const child = childOf(parent, one);
      if (child !== one) children.add(child);
    }
  }
  return [...disputes].map(([parent, children]) => ({ parent, children }));
}

/** The places from which a file's workloads look around: more than one where they are shared by stages. */
function standpoints(file: string, disputes: readonly Dispute[]): string[][] {
  const open = disputes.filter(
    ({ children }) => children.size > 1 && ![...children].some((child) => isUnder(file, child)),
  );
  const within = disputes.some(({ children }) => [...children].some((child) => isUnder(file, child)));
  if (open.length === 0 || within) return [[file]];
  const names = new Set(open.flatMap(({ children }) => [...children].map(lastOf)));
  const named = (children: ReadonlySet<string>, name: string) =>
    [...children].find((child) => lastOf(child) === name) ?? [...children].at(-1)!;
  return [...names].map((name) => [file, ...open.map(({ children }) => named(children, name))]);
}

function seenFrom(
  standpoint: readonly string[],
  objects: readonly ManifestObject[],
  disputes: readonly Dispute[],
): ManifestObject[] {
  const hidden = disputes.flatMap(({ children }) => {
    const own = [...children].find((child) => standpoint.some((place) => isUnder(place, child)));
    return own === undefined ? [] : [...children].filter((child) => child !== own);
  });
  const nearest = new Map<string, { object: ManifestObject; closeness: number }>();
  for (const object of objects) {
    const file = fileOf(object);
    if (hidden.some((folder) => isUnder(file, folder))) continue;
    const closeness = Math.max(...standpoint.map((place) => commonFolder(`${place}/`, `${file}/`).length));
    const other = nearest.get(object.id);
    if (!other || closeness >= other.closeness) nearest.set(object.id, { object, closeness });
  }
  return [...nearest.values()].map(({ object }) => object);
}

function fileOf(object: ManifestObject): string {
  return object.home?.file ?? object.place()?.file ?? '';
}

/** The deepest folder that holds both. */
function commonFolder(a: string, b: string): string {
  const [left, right] = [a.split('/'), b.split('/')];
  let length = 0;
  while (length < Math.min(left.length, right.length) - 1 && left[length] === right[length]) length++;
  return left.slice(0, length).join('/');
}

function childOf(parent: string, file: string): string {
  const depth = parent === '' && !file.startsWith('/') ? 0 : parent.split('/').length;
  return file
    .split('/')
    .slice(0, depth + 1)
    .join('/');
}

function isUnder(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function lastOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/**
 * Whether an object may be a gateway: by an image or a variable with Kong in its name, or by variables from
 * elsewhere.
 */
function mayRunKong({ kind, object }: ManifestObject): boolean {
  const text = JSON.stringify(object.spec ?? {});
  return (
    kind === 'GatewayConfiguration' ||
    kind === 'DataPlane' ||
    (/"containers"/.test(text) && /kong|"envFrom"/i.test(text))
  );
}
