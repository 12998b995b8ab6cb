import { ChartName, kongChart } from './charts';
import { checkOf, Found, gather, inOrder, known, NO_VALUES, NOTHING, Values } from './install';
import { filesValues, text, trees } from './values-of';
import { Tree } from '../../charts/release';
import { fieldsOf, isObject } from '../../input/objects';
import { Step, TextDocument } from '../documents';
import { Files, folderOf } from '../files';
import { treeLayer, valueAt } from '../layer';

/**
 * The releases that kustomize inflates: `helmCharts` of a kustomization, or a generator of the old kind.
 *
 * @see https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/helmcharts/
 */
export function readHelmCharts(document: TextDocument, files: Files): Found {
  const { value } = document;
  if (!isObject(value)) return NOTHING;
  if (value.kind === 'HelmChartInflationGenerator') return readChart(document, files, [], value);
  if (!isKustomization(document)) return NOTHING;
  return gather(
    trees(value.helmCharts).map((chart, index) => readChart(document, files, ['helmCharts', index], chart)),
  );
}

/** A kustomization, also one that leaves its kind out. */
export function isKustomization({ file, value }: TextDocument): boolean {
  if (!isObject(value)) return false;
  return (
    (value.kind === 'Kustomization' && !String(value.apiVersion ?? '').includes('fluxcd')) ||
    (value.kind === undefined && isKustomizationFile(file))
  );
}

/** Whether a file has the name by which kustomize finds it. */
export function isKustomizationFile(name: string): boolean {
  return /(^|[\\/])kustomization(\.ya?ml)?$/i.test(name);
}

function readChart(document: TextDocument, files: Files, path: readonly Step[], fields: Tree): Found {
  const repository = text(fields.repo);
  const chart: ChartName | undefined = kongChart(fields.name, repository);
  if (!chart) return NOTHING;
  const version = text(fields.version);
  const whole = fieldsOf(document.value);
  const namespace = text(whole.namespace) ?? text(fields.namespace) ?? 'default';
  const release = text(fields.releaseName) ?? chart.chart;
  const values = valuesOf(document, files, path, fields);
  const folder = folderOf(document.file) || '.';
  const doubts = [...(chart.doubt ? [chart.doubt] : []), ...patchDoubts(whole), ...values.doubts];
  const run = checkOf(`kubectl kustomize --enable-helm ${folder}`);
  return {
    ...NOTHING,
    installs: [
      {
        name: `helmCharts of ${document.file}`,
        at: document.place(path),
        chart: chart.chart,
        version,
        repository,
        release,
        namespace,
        layers: values.layers,
        doubts,
        run,
      },
    ],
    unreadable: values.unreadable,
    used: values.used,
  };
}

/** Files, and `valuesInline` over them, unless `valuesMerge` says that the files win. */
function valuesOf(document: TextDocument, files: Files, path: readonly Step[], fields: Tree): Values {
  const paths = [
    ...(fields.valuesFile === undefined ? [] : [fields.valuesFile]),
    ...[fields.additionalValuesFiles ?? []].flat(),
  ];
  const kept = inOrder(...filesValues(files, paths, (wanted) => files.beside(document.file, wanted)));
  const inline = valueAt(document.value, [...path, 'valuesInline']);
  if (inline === undefined) return kept;
  const own = { ...NO_VALUES, ...known(treeLayer(document, [...path, 'valuesInline'])) };
  if (fields.valuesMerge === 'replace') return own;
  return fields.valuesMerge === 'merge' ? inOrder(own, kept) : inOrder(kept, own);
}

/** What a kustomization does to objects that it did not write. */
const CHANGES = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'transformers',
  'replacements',
  'components',
  'namePrefix',
  'nameSuffix',
];

export function changesOf(kustomization: Tree): string[] {
  return CHANGES.filter((name) => {
    const value = kustomization[name];
    return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== '';
  });
}

function patchDoubts(kustomization: Tree): string[] {
  const changes = changesOf(kustomization);
  return changes.length === 0 ? [] : [`What do the ${changes.join(' and ')} of the kustomization change?`];
}
