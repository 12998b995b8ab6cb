import { TextDocument } from './documents';
import { Files, folderOf, joined, normal } from './files';
import { mentionsKong } from './installs/charts';
import { checkOf, Found, Install, NOTHING, NotJudged } from './installs/install';
import { changesOf, isKustomization } from './installs/kustomize';
import { trees } from './installs/values-of';
import { Tree } from '../charts/release';

interface Kustomization {
  readonly document: TextDocument;
  readonly folder: string;
  readonly value: Tree;
}

/** What changes the names of objects alone. */
const NAMES = new Set(['namePrefix', 'nameSuffix']);

/** Parts of Kong's repositories that install no gateway. */
const WITHOUT_GATEWAY = /\b(crds?|rbac|gateway-operator|kong-operator|kong-mesh)\b/i;

function namedBy({ resources, bases, components }: Tree): string[] {
  return [resources, bases, components].flat().filter((path): path is string => typeof path === 'string');
}

/**
 * The kustomizations of the input. One that only lists files is judged as the files are. What another builds on, and
 * what patches change, is not a cluster: only kustomize can say what it comes to.
 */
export class Kustomizations {
  private readonly all: readonly Kustomization[];
  private readonly excluded = new Set<string>();
  /** The roots that change what is in a file, by the file. */
  private readonly changedBy = new Map<string, string>();
  private readonly entries: NotJudged[] = [];

  constructor(
    documents: readonly TextDocument[],
    private readonly files: Files,
  ) {
    this.all = documents
      .filter(isKustomization)
      .map((document) => ({ document, folder: normal(folderOf(document.file)), value: document.value as Tree }));
    const based = new Set(this.all.flatMap((one) => this.bases(one).map(({ folder }) => folder)));
    const roots = this.all.filter(({ folder }) => !based.has(folder));
    for (const root of roots) this.readRoot(root);
    // What a root only lists is in a cluster as it is, whatever another root makes of it.
    for (const file of roots.filter((root) => !this.isBuilt(root)).flatMap((root) => this.filesOf(root))) {
      this.excluded.delete(file);
    }
  }

  public get found(): Found {
    return { ...NOTHING, notJudged: this.entries };
  }

  public get skipped(): number {
    return this.excluded.size;
  }

  /** Whether a file is a part of what kustomize has to build first. */
  public excludes(file: string): boolean {
    return this.excluded.has(normal(file));
  }

  /** A release in a file that a kustomization changes is not known: a patch may replace its values. */
  public doubting(install: Install): Install {
    const root = this.changedBy.get(normal(install.at.file));
    if (root === undefined) return install;
    const doubt = `What does the kustomization ${root} change of ${install.name}?`;
    return {
      ...install,
      doubts: [...install.doubts, doubt],
      run: checkOf(`kubectl kustomize --enable-helm ${root}`),
    };
  }

  private readRoot(root: Kustomization): void {
    const tree = this.closure(root);
    this.addMissing(root, tree);
    if (!this.isBuilt(root)) return;
    const files = tree.flatMap((one) => this.filesOf(one));
    files.forEach((file) => this.excluded.add(file));
    if (tree.some(({ value }) => changesOf(value).some((change) => !NAMES.has(change)))) {
      const bases = tree.filter((one) => one !== root).map(({ document }) => normal(document.file));
      [...files, ...bases].forEach((file) => this.changedBy.set(file, root.folder || '.'));
    }
    const texts = this.files.all.filter(({ name }) => files.includes(normal(name)));
    if (!texts.some(({ text }) => /\bkong\b/i.test(text))) return;
    const { file, line } = root.document.place();
    const why = 'This kustomization has to be built first. Its bases and patches alone are not what the cluster gets.';
    const path = root.folder || '.';
    this.entries.push({
      path: file,
      line,
      why,
      run: checkOf(`kubectl kustomize ${path}`),
      folder: { tool: 'kustomize', path },
    });
  }

  /** Whether kustomize makes something else of it than the files that it lists. */
  private isBuilt(root: Kustomization): boolean {
    const tree = this.closure(root);
    return tree.length > 1 || tree.some(({ value }) => changesOf(value).length > 0);
  }

  /** What looks like Kong by its name, and is not in the input. */
  private addMissing(root: Kustomization, tree: readonly Kustomization[]): void {
    const missing = tree.flatMap((one) => namedBy(one.value).filter((path) => this.isMissing(one.folder, path)));
    const [kong] = missing.filter((path) => mentionsKong(path) && !WITHOUT_GATEWAY.test(path));
    if (kong === undefined) return;
    const { file, line } = root.document.place();
    const path = root.folder || '.';
    this.entries.push({
      path: file,
      line,
      why: `The kustomization takes ${kong}, which is not in the input.`,
      run: checkOf(`kubectl kustomize ${path}`),
      folder: { tool: 'kustomize', path },
    });
  }

  private isMissing(folder: string, path: string): boolean {
    const wanted = normal(joined(folder, path));
    return this.files.under(wanted).length === 0 && !this.files.all.some(({ name }) => normal(name) === wanted);
  }

  private closure(root: Kustomization): Kustomization[] {
    const seen = new Set<Kustomization>();
    const waiting = [root];
    for (let one = waiting.pop(); one; one = waiting.pop()) {
      if (seen.has(one)) continue;
      seen.add(one);
      waiting.push(...this.bases(one));
    }
    return [...seen];
  }

  /** The kustomizations in folders that one names. */
  private bases({ folder, value }: Kustomization): Kustomization[] {
    const folders = new Set(namedBy(value).map((path) => normal(joined(folder, path))));
    return this.all.filter((other) => folders.has(other.folder));
  }

  private filesOf({ folder, value }: Kustomization): string[] {
    const patches = [...trees(value.patches), ...trees(value.patchesJson6902)].map(({ path }) => path);
    const named = [value.resources, value.patchesStrategicMerge, patches].flat();
    return named.filter((path): path is string => typeof path === 'string').map((path) => normal(joined(folder, path)));
  }
}
