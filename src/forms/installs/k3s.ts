import { helmTemplate, kongChart, mentionsKong } from './charts';
import { checkOf, Found, inOrder, known, NO_VALUES, NOTHING, Values } from './install';
import { setValues, text } from './values-of';
import { fieldsOf, isObject } from '../../input/objects';
import { TextDocument } from '../documents';
import { textLayer, treeLayer, valueAt } from '../layer';

/**
 * The release that a HelmChart of k3s or RKE2 installs, with the HelmChartConfig of its name over it.
 *
 * @see https://docs.k3s.io/add-ons/helm
 */
export function readK3s(document: TextDocument, documents: readonly TextDocument[]): Found {
  const { value } = document;
  if (!isObject(value) || value.kind !== 'HelmChart' || !String(value.apiVersion).startsWith('helm.cattle.io/')) {
    return NOTHING;
  }
  const spec = fieldsOf(value.spec);
  const meta = fieldsOf(value.metadata);
  const release = text(meta.name) ?? 'kong';
  const own = text(meta.namespace) ?? 'default';
  const namespace = text(spec.targetNamespace) ?? own;
  const repository = text(spec.repo);
  const version = text(spec.version);
  const chart = kongChart(spec.chart, repository);
  const at = document.place(['spec']);
  const id = `HelmChart/${own}/${release}`;
  const run = checkOf(
    helmTemplate({ release, chart: chart?.chart ?? String(spec.chart), version, repository, namespace }, [
      'values.yaml',
    ]),
  );
  if (!chart) {
    if (!mentionsKong(spec.chart, release)) return NOTHING;
    const why = `${id} installs the chart ${String(spec.chart)}, which this check does not know.`;
    return { ...NOTHING, notJudged: [{ path: at.file, line: at.line, why, run }] };
  }
  const config = documents.find((other) => isConfigOf(other, release, own));
  const values = inOrder(valuesOf(document), config ? valuesOf(config) : NO_VALUES);
  const doubts = [...(chart.doubt ? [chart.doubt] : []), ...values.doubts];
  return {
    ...NOTHING,
    installs: [
      { name: id, at, chart: chart.chart, version, repository, release, namespace, layers: values.layers, doubts, run },
    ],
    unreadable: values.unreadable,
  };
}

function isConfigOf({ value }: TextDocument, name: string, namespace: string): boolean {
  if (!isObject(value) || value.kind !== 'HelmChartConfig' || !isObject(value.metadata)) return false;
  return value.metadata.name === name && (value.metadata.namespace ?? 'default') === namespace;
}

/** `valuesContent`, or `values` of newer versions, and `set` over them. */
function valuesOf(document: TextDocument): Values {
  const set = valueAt(document.value, ['spec', 'set']);
  const pairs = Object.entries(fieldsOf(set)).map(([name, value]) => ({
    name,
    value: String(value),
    asText: false,
  }));
  return inOrder(
    known(treeLayer(document, ['spec', 'values'])),
    known(textLayer(document, ['spec', 'valuesContent'])),
    setValues(pairs, document.place(['spec', 'set'])),
  );
}
