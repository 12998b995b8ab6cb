import { kongChart } from './charts';
import { checkOf, doubted, Found, gather, inOrder, known, NOTHING, Values } from './install';
import { filesValues, setValues, text, trees } from './values-of';
import { Tree } from '../../charts/release';
import { isObject } from '../../input/objects';
import { Step, TextDocument } from '../documents';
import { Files } from '../files';
import { treeLayer } from '../layer';

/**
 * The releases of a helmfile.
 *
 * @see https://helmfile.readthedocs.io/en/latest/
 */
export function readHelmfile(document: TextDocument, files: Files): Found {
  const { file, value } = document;
  if (!isObject(value) || !/helmfile[^/\\]*\.ya?ml$/.test(file)) return NOTHING;
  const repositories = new Map(trees(value.repositories).map(({ name, url }) => [name, url]));
  return gather(
    trees(value.releases).map((release, index) =>
      readRelease(document, files, ['releases', index], release, repositories),
    ),
  );
}

function readRelease(
  document: TextDocument,
  files: Files,
  path: readonly Step[],
  fields: Tree,
  repositories: ReadonlyMap<unknown, unknown>,
): Found {
  const [owner] = String(fields.chart).split('/');
  const repository = text(repositories.get(owner));
  const chart = kongChart(fields.chart, repository);
  if (!chart || fields.installed === false) return NOTHING;
  const release = text(fields.name) ?? 'kong';
  const values = valuesOf(document, files, path, fields);
  return {
    ...NOTHING,
    installs: [
      {
        name: `the release ${release} of ${document.file}`,
        at: document.place(path),
        chart: chart.chart,
        version: text(fields.version),
        repository,
        release,
        namespace: text(fields.namespace) ?? 'default',
        layers: values.layers,
        doubts: [...(chart.doubt ? [chart.doubt] : []), ...furtherDoubts(fields), ...values.doubts],
        run: checkOf(`helmfile -f ${document.file} template`),
      },
    ],
    unreadable: values.unreadable,
    used: values.used,
  };
}

/** What else of a release changes its values, or what the chart makes of them. */
const FURTHER = [
  'secrets',
  'inherit',
  'valuesTemplate',
  'setTemplate',
  'strategicMergePatches',
  'jsonPatches',
  'transformers',
  'dependencies',
  'postRenderer',
];

function furtherDoubts(fields: Tree): string[] {
  const named = FURTHER.filter((key) => fields[key] !== undefined);
  return named.length === 0 ? [] : [`What do the ${named.join(' and ')} of the release change?`];
}

/** `values` in their order, maps and files, and `set` over them. */
function valuesOf(document: TextDocument, files: Files, path: readonly Step[], fields: Tree): Values {
  const items = Array.isArray(fields.values) ? fields.values : [];
  const values = items.flatMap((item, index): Values[] => {
    if (isObject(item)) return [known(treeLayer(document, [...path, 'values', index]))];
    if (/\.gotmpl$/.test(String(item))) return [doubted(`What is in ${String(item)}? It is a template.`)];
    return filesValues(files, item, (wanted) => files.beside(document.file, wanted));
  });
  const pairs = (['set', 'setString'] as const).flatMap((key) =>
    trees(fields[key]).map(({ name, value }) => ({
      name: String(name),
      value: String(value ?? ''),
      asText: key === 'setString',
    })),
  );
  return inOrder(...values, setValues(pairs, document.place([...path, 'set'])));
}
