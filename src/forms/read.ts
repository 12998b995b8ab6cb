import { Step, TextDocument, Unreadable } from './documents';
import { Files, folderOf } from './files';
import { readArgo } from './installs/argo';
import { chartOfTemplate, isChartFile } from './installs/chart-folder';
import { mentionsKong } from './installs/charts';
import { readFlux } from './installs/flux';
import { readHelmfile } from './installs/helmfile';
import { checkOf, Found, gather, Install, NOTHING, NotJudged, Renderer } from './installs/install';
import { readK3s } from './installs/k3s';
import { readHelmCharts } from './installs/kustomize';
import { objectsOf } from './installs/render';
import { isProgram, readProgram, readSign, withCommands } from './installs/signs';
import { readUmbrella } from './installs/umbrella';
import { ChartChoice, installOf, readValuesFile } from './installs/values-file';
import { Kustomizations } from './kustomizations';
import { setLayer } from './layer';
import { ManifestObject, Manifests, objectsOf as manifestsOf } from './manifests';
import { readTerraform } from './terraform/helm-release';
import { isPlan, readPlan } from './terraform/plan';
import { ParseHcl } from './terraform/syntax';
import { ClientIpManifest } from './text';
import { mergeValues } from '../charts/merge';
import { isObject } from '../input/objects';

/** What reads more than texts. */
export interface ReadTools {
  /** Reads Terraform; without it, Terraform is named and not judged. */
  readonly parseHcl?: ParseHcl;
  /** Runs the user's own tools; without it, nothing is executed. */
  readonly renderer?: Renderer;
  /** Values beside those in the files, by what installs the chart. */
  readonly also?: readonly { readonly install: string; readonly path: readonly Step[]; readonly value?: unknown }[];
}

/** What the texts do not tell of themselves. */
export interface ReadOptions extends ChartChoice, ReadTools {}

/** What texts hold. */
export interface Read {
  readonly objects: readonly ManifestObject[];
  readonly installs: readonly Install[];
  readonly notJudged: readonly NotJudged[];
  readonly unreadable: readonly Unreadable[];
  /** How many files were passed over: templates of charts, and what kustomize has to build first. */
  readonly skipped: number;
}

/** How reports name what a tool makes of a folder. */
export function builtName(folder: string): string {
  return `${folder} (rendered)`;
}

/** Reads manifests, and what installs Kong's charts, in every form that is known. Nothing is executed or fetched. */
export function readForms(texts: readonly ClientIpManifest[], options: ReadOptions = {}): Read {
  return new Reader(new Files(texts), options).read();
}

class Reader {
  private readonly templates = new Map<string, ClientIpManifest[]>();
  private readonly documents: TextDocument[] = [];
  private readonly yaml: ClientIpManifest[] = [];
  private readonly unreadable: Unreadable[] = [];

  constructor(
    private readonly files: Files,
    private readonly options: ReadOptions,
  ) {}

  public read(): Read {
    const elsewhere = gather(this.files.all.map((file) => this.readFile(file)));
    const programs = this.files.all.filter(({ name }) => isProgram(name));
    const kustomizations = new Kustomizations(this.documents, this.files);
    const named = gather([
      elsewhere,
      ...this.documents.map((document) => this.installsOf(document)),
      kustomizations.found,
    ]);
    const umbrellas = gather(
      this.yaml
        .filter((file) => isChartFile(file) && !named.used.includes(file.name))
        .map((file) => readUmbrella(file, this.files)),
    );
    const used = new Set([...named.used, ...umbrellas.used]);
    const values = this.valuesFiles(used);
    const told = gather([named, umbrellas, values, this.notRendered()]);
    const found = gather([told, this.signs(told)]);
    const manifests = this.documents
      .filter(({ file, value }) => (isObject(value) && !kustomizations.excludes(file)) || Array.isArray(value))
      .map((document) => (used.has(document.file) ? { objects: [], unreadable: [] } : manifestsOf(document)));
    const installs = found.installs.map((install) => kustomizations.doubting(withCommands(install, programs)));
    const { renderer } = this.options;
    const open = found.notJudged.filter(({ path }) => !kustomizations.excludes(path));
    const built = open.map((entry) => this.build(entry));
    const rendered = [...installs.map((install) => objectsOf(this.withAlso(install), renderer)), ...built];
    return {
      objects: [...manifests, ...rendered].flatMap(({ objects }) => objects),
      installs,
      notJudged: built.flatMap(({ left }) => left),
      unreadable: [
        ...this.unreadable,
        ...found.unreadable,
        ...[...manifests, ...rendered].flatMap(({ unreadable }) => unreadable),
      ],
      skipped: [...this.templates.values()].flat().length + kustomizations.skipped,
    };
  }

  private withAlso(install: Install): Install {
    const also = (this.options.also ?? []).filter((one) => one.install === install.name);
    if (also.length === 0) return install;
    const tree = also.reduce<unknown>((all, { path, value }) => mergeValues([all, nest(path, value ?? null)]), {});
    return { ...install, layers: [...install.layers, setLayer(tree, install.at)] };
  }

  /** What a tool of the user makes of a folder; what none makes anything of is left. */
  private build(entry: NotJudged): Manifests & { left: NotJudged[] } {
    const { folder, path, line } = entry;
    try {
      const text = folder && this.options.renderer?.folder(folder.tool, folder.path);
      if (text === undefined) return { objects: [], unreadable: [], left: [entry] };
      const { documents, unreadable } = this.files.documentsOf({ name: builtName(folder!.path), text });
      return { objects: documents.flatMap((document) => manifestsOf(document).objects), unreadable, left: [] };
    } catch (error) {
      return { objects: [], unreadable: [{ file: path, line, message: (error as Error).message }], left: [] };
    }
  }

  /** What is not YAML by its name or content is read at once; documents are kept for what refers to them. */
  private readFile(file: ClientIpManifest): Found {
    if (isProgram(file.name)) return readProgram(file);
    if (/\.tf$/.test(file.name)) return readTerraform(file, this.files, this.options.parseHcl);
    if (/\.(tftpl|tpl)$/.test(file.name)) return NOTHING;
    if (isPlan(file)) return readPlan(file);
    const chart = chartOfTemplate(this.files, file);
    if (chart) {
      this.addTemplate(folderOf(chart.name), file);
      return NOTHING;
    }
    const { documents, unreadable } = this.files.documentsOf(file);
    const isTemplate = unreadable.some(({ message }) => message.includes('template'));
    if (isTemplate) this.addTemplate(folderOf(file.name), file);
    this.unreadable.push(...unreadable.filter(() => !isTemplate));
    this.documents.push(...documents);
    this.yaml.push(file);
    return NOTHING;
  }

  private addTemplate(folder: string, file: ClientIpManifest): void {
    this.templates.set(folder, [...(this.templates.get(folder) ?? []), file]);
  }

  private installsOf(document: TextDocument): Found {
    const { documents, files } = this;
    return gather([
      readArgo(document, files),
      readFlux(document, documents),
      readK3s(document, documents),
      readHelmCharts(document, files),
      readHelmfile(document, files),
    ]);
  }

  /**
   * Values files that nothing else names. With a chart that the user names, they are one release in the order given.
   */
  private valuesFiles(used: ReadonlySet<string>): Found {
    const { chart } = this.options;
    const free = this.yaml
      .filter((file) => !used.has(file.name))
      .flatMap((file) =>
        this.files
          .documentsOf(file)
          .documents.slice(0, 1)
          .map((document) => ({ file, document })),
      );
    if (chart === undefined) {
      return gather(free.map(({ file, document }) => readValuesFile(file, document, this.files, this.options)));
    }
    const values = free
      .filter(({ document: { value } }) => isObject(value) && value.kind === undefined)
      .map(({ file }) => file);
    return values.length === 0
      ? NOTHING
      : { ...NOTHING, installs: [installOf(values, chart, this.files, this.options)] };
  }

  /** Files that install Kong by a tool that is not known here. */
  private signs({ installs, notJudged, used }: Found): Found {
    const known = new Set([...used, ...installs.map(({ at }) => at.file), ...notJudged.map(({ path }) => path)]);
    const free = this.yaml.filter((file) => !known.has(file.name) && !isChartFile(file));
    return gather(free.map((file) => readSign(file, this.files.documentsOf(file).documents)));
  }

  /** Templates that may make a Kong: one line a folder. */
  private notRendered(): Found {
    const notJudged = [...this.templates]
      .filter(([, files]) => files.some(({ name, text }) => mentionsKong(name, text)))
      .map(([folder, files]): NotJudged => ({
        path: folder || '.',
        line: 1,
        why:
          files.length === 1
            ? 'Helm has to render a template first.'
            : `Helm has to render ${files.length} templates first.`,
        run: checkOf(`helm template ${folder || '.'}`),
        folder: { tool: 'helm', path: folder || '.' },
      }));
    return { ...NOTHING, notJudged };
  }
}

function nest(path: readonly Step[], value: unknown): unknown {
  return [...path].reverse().reduce<unknown>((inner, step) => ({ [step]: inner }), value);
}
