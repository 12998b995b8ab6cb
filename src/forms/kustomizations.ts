import { TextDocument } from './documents';
import { Files, folderOf, joined, normal } from './files';
import { CHECK, Found, NOTHING, NotJudged } from './installs/install';
import { changesOf, isKustomization } from './installs/kustomize';
import { trees } from './installs/values-of';
import { Tree } from '../charts/release';

interface Kustomization {
  readonly document: TextDocument;
  readonly folder: string;
  readonly value: Tree;
}

/**
 * The kustomizations of the input. One that only lists files is judged as the files are. What another builds on, and
 * what patches change, is not a cluster: only kustomize can say what it comes to.
 */
export class Kustomizations {
  private readonly all: readonly Kustomization[];
  private readonly excluded = new Set<string>();
  private readonly entries: NotJudged[] = [];

  constructor(
    documents: readonly TextDocument[],
    private readonly files: Files,
  ) {
    this.all = documents
      .filter(isKustomization)
      .map((document) => ({ document, folder: normal(folderOf(document.file)), value: document.value as Tree }));
    const based = new Set(this.all.flatMap((one) => this.bases(one).map(({ folder }) => folder)));
    for (const root of this.all.filter(({ folder }) => !based.has(folder))) this.readRoot(root);
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

  private readRoot(root: Kustomization): void {
    const tree = this.closure(root);
    const isBuilt = tree.length > 1 || tree.some(({ value }) => changesOf(value).length > 0);
    if (!isBuilt) return;
    const files = tree.flatMap((one) => this.filesOf(one));
    files.forEach((file) => this.excluded.add(file));
    const texts = this.files.all.filter(({ name }) => files.includes(normal(name)));
    if (!texts.some(({ text }) => /\bkong\b/i.test(text))) return;
    const { file, line } = root.document.place();
    const why =
      'A kustomization, which has to be built: its bases and patches are not judged as if they were one cluster.';
    const path = root.folder || '.';
    this.entries.push({
      path: file,
      line,
      why,
      run: `kubectl kustomize ${path} | ${CHECK}`,
      folder: { tool: 'kustomize', path },
    });
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
    const named = [value.resources, value.bases, value.components]
      .flat()
      .filter((path): path is string => typeof path === 'string');
    const folders = new Set(named.map((path) => normal(joined(folder, path))));
    return this.all.filter((other) => folders.has(other.folder));
  }

  private filesOf({ folder, value }: Kustomization): string[] {
    const patches = [...trees(value.patches), ...trees(value.patchesJson6902)].map(({ path }) => path);
    const named = [value.resources, value.patchesStrategicMerge, patches].flat();
    return named.filter((path): path is string => typeof path === 'string').map((path) => normal(joined(folder, path)));
  }
}
