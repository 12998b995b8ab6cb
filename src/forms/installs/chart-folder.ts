import { kongChart } from './charts';
import { NO_VALUES, Values } from './install';
import { fileValues, text, trees } from './values-of';
import { mergeValues } from '../../charts/merge';
import { Tree } from '../../charts/release';
import { isObject } from '../../input/objects';
import { Files, joined } from '../files';
import { Layer, valueAt } from '../layer';
import { ClientIpManifest } from '../text';

/** One of Kong's charts on which another chart depends. */
export interface Dependency {
  readonly chart: 'kong' | 'ingress';
  readonly version?: string;
  /** The key of its values. */
  readonly key: string;
  /** Its name, where that is not the one that Kong gave it. */
  readonly alias?: string;
  readonly doubt?: string;
  /** Paths of values that turn it on or off, of which the first that is set counts. */
  readonly conditions: readonly string[];
  readonly tags: readonly string[];
}

/** A chart that depends on one of Kong's charts, or on several. */
export interface Umbrella {
  readonly charts: readonly Dependency[];
  /** The chart's own values. */
  readonly own: Values;
  readonly used: readonly string[];
}

/** The umbrella chart of a folder that something in another file names. */
export function umbrellaIn(files: Files, file: string, folder: string): Umbrella | undefined {
  const chart = files.fromRoot(file, joined(folder, 'Chart.yaml'));
  return chart && umbrellaOf(files, chart);
}

/** What a `Chart.yaml` depends on; undefined where that is none of Kong's charts. */
export function umbrellaOf(files: Files, chart: ClientIpManifest): Umbrella | undefined {
  const charts = dependenciesOf(files, chart).flatMap((fields): Dependency[] => {
    const found = kongChart(fields.name, fields.repository);
    if (!found) return [];
    const alias = text(fields.alias);
    const conditions = (text(fields.condition) ?? '').split(',').map((path) => path.trim());
    const tags = Array.isArray(fields.tags) ? fields.tags.map(String) : [];
    return [{ ...found, version: text(fields.version), key: alias ?? found.chart, alias, conditions, tags }];
  });
  if (charts.length === 0) return undefined;
  const values = files.beside(chart.name, 'values.yaml');
  const own = values ? fileValues(files, values, values.name) : NO_VALUES;
  const requirements = files.beside(chart.name, 'requirements.yaml');
  return { charts, own, used: [chart.name, ...(requirements ? [requirements.name] : [])] };
}

/** The dependencies in a `Chart.yaml`, or in the `requirements.yaml` of Helm 2 beside it. */
export function dependenciesOf(files: Files, chart: ClientIpManifest): Tree[] {
  const requirements = files.beside(chart.name, 'requirements.yaml');
  return [chart, ...(requirements ? [requirements] : [])].flatMap((file) =>
    files.documentsOf(file).documents.flatMap(({ value }) => trees(isObject(value) ? value.dependencies : undefined)),
  );
}

/**
 * Whether the values have a dependency installed: by its condition, or else by its tags.
 *
 * @see https://helm.sh/docs/topics/charts/#tags-and-condition-fields-in-dependencies
 */
export function isEnabled({ conditions, tags }: Dependency, layers: readonly Layer[]): boolean {
  const values = mergeValues(layers.map(({ tree }) => tree));
  const condition = conditions.map((path) => valueAt(values, path.split('.'))).find((one) => typeof one === 'boolean');
  if (condition !== undefined) return condition as boolean;
  const chosen = tags.map((tag) => valueAt(values, ['tags', tag])).filter((one) => typeof one === 'boolean');
  return chosen.length === 0 || chosen.includes(true);
}

/** Whether a file is a template of a chart of the input, which Helm has to render. */
export function chartOfTemplate(files: Files, { name }: ClientIpManifest): ClientIpManifest | undefined {
  const [, folder] = /^(.*?)(?:^|[\\/])templates[\\/]/.exec(name) ?? [];
  return folder === undefined ? undefined : files.beside(joined(folder, 'templates'), 'Chart.yaml');
}

export function isChartFile({ name }: ClientIpManifest): boolean {
  return /(^|[\\/])Chart\.ya?ml$/.test(name);
}
