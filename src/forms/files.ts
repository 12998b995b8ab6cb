import { Documents, readDocuments } from './documents';
import { ClientIpManifest } from './text';

/** The texts of the input by their paths, so that one can refer to another. Each is parsed once. */
export class Files {
  private readonly texts: ReadonlyMap<string, ClientIpManifest>;
  private readonly parsed = new Map<string, Documents>();

  constructor(public readonly all: readonly ClientIpManifest[]) {
    this.texts = new Map(all.map((text) => [normal(text.name), text]));
  }

  /** The text at a path beside another; undefined when it is not in the input. */
  public beside(name: string, path: string): ClientIpManifest | undefined {
    return this.texts.get(normal(joined(folderOf(name), path)));
  }

  /**
   * The text whose path from some root of the input is this one: repositories name files from their root, the input
   * may not.
   */
  public fromRoot(name: string, path: string): ClientIpManifest | undefined {
    for (let folder = folderOf(name); ; folder = folderOf(folder)) {
      const found = this.texts.get(normal(joined(folder, path)));
      if (found || folder === folderOf(folder)) return found;
    }
  }

  /** The texts in a folder and in those below it. */
  public under(folder: string): ClientIpManifest[] {
    const prefix = folder === '' ? '' : `${normal(folder)}/`;
    return this.all.filter(({ name }) => normal(name).startsWith(prefix));
  }

  public documentsOf(text: ClientIpManifest): Documents {
    const known = this.parsed.get(text.name) ?? readDocuments(text);
    this.parsed.set(text.name, known);
    return known;
  }
}

/** The folder of a path; empty for a bare name. */
export function folderOf(path: string): string {
  const end = path.replaceAll('\\', '/').lastIndexOf('/');
  return end < 0 ? '' : path.slice(0, end) || '/';
}

export function baseOf(path: string): string {
  return path.slice(path.replaceAll('\\', '/').lastIndexOf('/') + 1);
}

export function joined(folder: string, path: string): string {
  return path.startsWith('/') || folder === '' ? path : `${folder}/${path}`;
}

/** A path without `.`, `..` and doubled slashes. */
export function normal(path: string): string {
  const steps: string[] = [];
  const text = path.replaceAll('\\', '/');
  for (const step of text.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..' && steps.length > 0 && steps[steps.length - 1] !== '..') steps.pop();
    else steps.push(step);
  }
  return `${text.startsWith('/') ? '/' : ''}${steps.join('/')}`;
}
