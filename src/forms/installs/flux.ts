import { ChartName, helmTemplate, kongChart, mentionsKong } from './charts';
import { checkOf, doubted, Found, inOrder, known, NO_VALUES, NOTHING, Values } from './install';
import { findObject, setValues, text, trees } from './values-of';
import { Tree } from '../../charts/release';
import { fieldsOf, isObject } from '../../input/objects';
import { TextDocument } from '../documents';
import { textLayer, treeLayer, valueAt } from '../layer';

/**
 * The release that a HelmRelease of Flux installs.
 *
 * @see https://fluxcd.io/flux/components/helm/helmreleases/
 */
export function readFlux(document: TextDocument, documents: readonly TextDocument[]): Found {
  const { value } = document;
  if (
    !isObject(value) ||
    value.kind !== 'HelmRelease' ||
    !String(value.apiVersion).startsWith('helm.toolkit.fluxcd.io/')
  ) {
    return NOTHING;
  }
  const spec = fieldsOf(value.spec);
  const meta = fieldsOf(value.metadata);
  const own = text(meta.namespace) ?? 'default';
  const name = text(meta.name) ?? 'kong';
  const namespace = text(spec.targetNamespace) ?? own;
  const release = text(spec.releaseName) ?? (spec.targetNamespace === undefined ? name : `${namespace}-${name}`);
  const { chart, version, repository, named } = chartOf(spec, own, documents);
  const at = document.place(['spec']);
  const id = `HelmRelease/${own}/${name}`;
  const run = checkOf(
    helmTemplate({ release, chart: chart?.chart ?? named, version, repository, namespace }, ['values.yaml']),
  );
  if (!chart) {
    if (!mentionsKong(named, name)) return NOTHING;
    const why =
      `${id} installs the chart ${named} of ${repository ?? 'a source that is not in the input'}, ` +
      'which this check does not know.';
    return { ...NOTHING, notJudged: [{ path: at.file, line: at.line, why, run }] };
  }
  const values = valuesOf(document, spec, own, documents);
  const doubts = [
    ...(chart.doubt ? [chart.doubt] : []),
    ...(spec.postRenderers ? ['What do the postRenderers change?'] : []),
    ...values.doubts,
  ];
  return {
    ...NOTHING,
    installs: [
      { name: id, at, chart: chart.chart, version, repository, release, namespace, layers: values.layers, doubts, run },
    ],
    unreadable: values.unreadable,
  };
}

interface FluxChart {
  readonly chart?: ChartName;
  readonly named: string;
  readonly version?: string;
  readonly repository?: string;
}

/** By a template of a chart, or by a reference to a HelmChart or OCIRepository. */
function chartOf(spec: Tree, namespace: string, documents: readonly TextDocument[]): FluxChart {
  const reference = isObject(spec.chartRef) ? spec.chartRef : undefined;
  const referred =
    reference && findObject(documents, String(reference.kind), reference.name, text(reference.namespace) ?? namespace);
  const template = valueAt(reference ? referred?.value : spec, reference ? ['spec'] : ['chart', 'spec']);
  const fields = fieldsOf(template);
  if (reference?.kind === 'OCIRepository') {
    const url = text(fields.url);
    return {
      chart: kongChart(url ?? reference.name, url),
      named: url ?? String(reference.name),
      version: text(valueAt(fields, ['ref', 'tag'])),
      repository: url,
    };
  }
  const source = fieldsOf(fields.sourceRef);
  const found = findObject(documents, String(source.kind), source.name, text(source.namespace) ?? namespace);
  const repository = text(valueAt(found?.value, ['spec', 'url'])) ?? text(source.name);
  const named = text(fields.chart) ?? text(reference?.name) ?? '';
  // A source outside of the input is known by its name alone.
  const isNamedKong = !found && mentionsKong(source.name);
  return {
    chart: kongChart(named, isNamedKong ? undefined : repository),
    named,
    version: text(fields.version),
    repository,
  };
}

/** `valuesFrom` in its order, and `values` over them. */
function valuesOf(document: TextDocument, spec: Tree, namespace: string, documents: readonly TextDocument[]): Values {
  const chartFiles = valueAt(spec, ['chart', 'spec', 'valuesFiles']);
  const first =
    chartFiles === undefined
      ? NO_VALUES
      : doubted(`What is in the chart's own values files ${JSON.stringify(chartFiles)}?`);
  const referred = trees(spec.valuesFrom).map((reference) => referredValues(reference, namespace, documents));
  return inOrder(first, ...referred, known(treeLayer(document, ['spec', 'values'])));
}

function referredValues(reference: Tree, namespace: string, documents: readonly TextDocument[]): Values {
  const kind = String(reference.kind);
  const name = String(reference.name);
  const key = text(reference.valuesKey) ?? 'values.yaml';
  const found = findObject(documents, kind, name, namespace);
  const question = `What is the entry ${key} of the ${kind} ${name}? It is not in the input.`;
  if (!found || kind !== 'ConfigMap') return doubted(question);
  const entry = valueAt(found.value, ['data', key]);
  if (typeof entry !== 'string') return doubted(question);
  if (reference.targetPath === undefined) return known(textLayer(found, ['data', key]));
  return setValues([{ name: String(reference.targetPath), value: entry, asText: false }], found.place(['data', key]));
}
