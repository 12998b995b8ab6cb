import { isEnabled, Umbrella, umbrellaIn } from './chart-folder';
import { ChartName, helmTemplate, isKongsRepository, kongChart, mentionsKong } from './charts';
import { checkOf, doubted, Found, gather, inOrder, known, NO_VALUES, NOTHING, Values } from './install';
import { filesValues, setValues, text, trees } from './values-of';
import { Tree } from '../../charts/release';
import { fieldsOf, isObject } from '../../input/objects';
import { Step, TextDocument } from '../documents';
import { Files } from '../files';
import { textLayer, treeLayer, valueAt, within } from '../layer';

/**
 * The releases that an Application of Argo CD, or an ApplicationSet by its template, installs.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 */
export function readArgo(document: TextDocument, files: Files): Found {
  const { value } = document;
  if (!isObject(value)) return NOTHING;
  if (value.kind !== 'Application' && value.kind !== 'ApplicationSet') return NOTHING;
  if (!String(value.apiVersion).startsWith('argoproj.io/')) return NOTHING;
  const base: Step[] = value.kind === 'ApplicationSet' ? ['spec', 'template'] : [];
  const spec = valueAt(value, [...base, 'spec']);
  if (!isObject(spec)) return NOTHING;
  const sources = Array.isArray(spec.sources)
    ? trees(spec.sources).map((_, index) => ['spec', 'sources', index])
    : [['spec', 'source']];
  return gather(sources.map((path) => readSource({ document, files, base, path: [...base, ...path] })));
}

interface Source {
  readonly document: TextDocument;
  readonly files: Files;
  /** Where the Application begins: an ApplicationSet holds it as a template. */
  readonly base: readonly Step[];
  readonly path: readonly Step[];
}

/** A source of an Application, with what the Application says of it. */
interface Asked extends Source {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly name: string;
  readonly release: string;
  readonly namespace: string;
  readonly folder?: string;
}

function readSource(source: Source): Found {
  const { document, files, base, path } = source;
  const fields = valueAt(document.value, path);
  if (!isObject(fields)) return NOTHING;
  const meta = fieldsOf(valueAt(document.value, [...base, 'metadata']));
  const application = text(meta.name) ?? text(valueAt(document.value, ['metadata', 'name'])) ?? 'kong';
  const asked: Asked = {
    ...source,
    fields,
    name: nameOf(document),
    release: text(valueAt(fields, ['helm', 'releaseName'])) ?? application,
    namespace: text(valueAt(document.value, [...base, 'spec', 'destination', 'namespace'])) ?? 'default',
    folder: text(fields.path),
  };
  const { folder } = asked;
  const mayBeChart = fields.chart !== undefined || isKongsRepository(fields.repoURL);
  const chart = mayBeChart ? kongChart(fields.chart ?? folder, fields.repoURL) : undefined;
  if (chart) return chartInstall(asked, chart);
  const umbrella = folder === undefined ? undefined : umbrellaIn(files, document.file, folder);
  if (umbrella) return umbrellaInstalls(asked, umbrella);
  return notJudged(source, fields, application, asked.name);
}

function chartInstall(asked: Asked, { chart, doubt }: ChartName): Found {
  const { document, files, path, fields, name, release, namespace, folder } = asked;
  const values = valuesOf(asked, (wanted) => refFile(files, document.file, wanted, folder));
  const version = text(fields.targetRevision);
  const repository = text(fields.repoURL);
  const install = {
    name,
    at: document.place(path),
    chart,
    version,
    repository,
    release,
    namespace,
    run: checkOf(helmTemplate({ release, chart, version, repository, namespace }, values.used)),
    layers: values.layers,
    doubts: [...(doubt ? [doubt] : []), ...patchDoubts(document), ...values.doubts],
  };
  return { ...NOTHING, installs: [install], unreadable: values.unreadable, used: values.used };
}

function umbrellaInstalls(asked: Asked, umbrella: Umbrella): Found {
  const { document, files, path, name, release, namespace, folder } = asked;
  const values = inOrder(
    umbrella.own,
    valuesOf(asked, (wanted) => files.fromRoot(document.file, `${folder}/${wanted}`)),
  );
  const enabled = umbrella.charts.filter((one) => isEnabled(one, values.layers));
  const given = values.used.map((file) => ` -f ${file}`).join('');
  const run = checkOf(`helm template ${release} ${folder} -n ${namespace}${given}`);
  return {
    ...NOTHING,
    installs: enabled.map(({ chart, version, key, alias, doubt }) => ({
      name,
      at: document.place(path),
      chart,
      version,
      alias,
      release,
      namespace,
      run,
      within: key,
      layers: values.layers.map((layer) => within(layer, key)),
      doubts: [...(doubt ? [doubt] : []), ...patchDoubts(document), ...values.doubts],
    })),
    unreadable: values.unreadable,
    used: [...umbrella.used, ...values.used],
  };
}

/** Argo's order: parameters over valuesObject, or else values, over the files. */
function valuesOf({ document, files, path }: Source, find: (path: string) => ReturnType<Files['beside']>): Values {
  const helm: readonly Step[] = [...path, 'helm'];
  const fields = valueAt(document.value, helm);
  if (!isObject(fields)) return NO_VALUES;
  const inline = isObject(fields.valuesObject)
    ? treeLayer(document, [...helm, 'valuesObject'])
    : textLayer(document, [...helm, 'values']);
  const pairs = trees(fields.parameters).map(({ name, value, forceString }) => ({
    name: String(name),
    value: escaped(String(value ?? '')),
    asText: forceString === true,
  }));
  const set = setValues(pairs, document.place([...helm, 'parameters']));
  const fromFiles = trees(fields.fileParameters).map(({ name, path: file }) =>
    doubted(`What is the value ${String(name)}? It is the text of the file ${String(file)}.`),
  );
  return inOrder(...filesValues(files, fields.valueFiles, find), known(inline), set, ...fromFiles);
}

/** Argo escapes the commas of a parameter, but in a list. */
function escaped(value: string): string {
  return value.startsWith('{') ? value : value.replace(/(?<!\\),/g, '\\,');
}

/** A values file, by `$ref/path` in another source, or beside the chart. */
function refFile(files: Files, file: string, wanted: string, folder: string | undefined) {
  const [, path] = /^\$[^/]+\/(.*)$/.exec(wanted) ?? [];
  if (path !== undefined) return files.fromRoot(file, path);
  return folder === undefined ? files.fromRoot(file, wanted) : files.fromRoot(file, `${folder}/${wanted}`);
}

function patchDoubts({ value }: TextDocument): string[] {
  const patched =
    isObject(value) && value.kind === 'ApplicationSet' && valueAt(value, ['spec', 'templatePatch']) !== undefined;
  return patched ? ['What does spec.templatePatch change in each Application?'] : [];
}

function nameOf({ value }: TextDocument): string {
  const { kind, metadata } = value as Tree;
  const { namespace, name } = isObject(metadata) ? metadata : { namespace: undefined, name: undefined };
  return `${String(kind)}/${text(namespace) ?? 'default'}/${text(name) ?? ''}`;
}

/** A Kong from somewhere else: a folder of another repository, or a chart of another vendor. */
function notJudged({ document, files, path }: Source, fields: Tree, application: string, name: string): Found {
  const folder = text(fields.path);
  const inHere =
    folder !== undefined &&
    files.all.some((one) => files.fromRoot(document.file, folder + one.name.slice(one.name.lastIndexOf('/'))) === one);
  if (inHere || (fields.ref !== undefined && folder === undefined && fields.chart === undefined)) return NOTHING;
  if (!mentionsKong(fields.chart, folder, application)) return NOTHING;
  const { file, line } = document.place(path);
  const what =
    fields.chart === undefined
      ? `the folder ${folder ?? '.'} of ${String(fields.repoURL)}`
      : `the chart ${String(fields.chart)} of ${String(fields.repoURL)}`;
  return {
    ...NOTHING,
    notJudged: [
      {
        path: file,
        line,
        why: `${name} installs ${what}, which is not in the input.`,
        run: checkOf(`argocd app manifests ${application}`),
      },
    ],
  };
}
