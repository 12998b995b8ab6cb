import { kongChart } from './charts';
import { Values } from './install';
import { fileValues, text, trees } from './values-of';
import { isTree } from '../../charts/release';
import { Files, joined } from '../files';
import { ClientIpManifest } from '../text';

/** A chart that depends on one of Kong's charts, or on several. */
export interface Umbrella {
  readonly charts: readonly {
    readonly chart: 'kong' | 'ingress';
    readonly version?: string;
    readonly key: string;
    readonly doubt?: string;
  }[];
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
  const [document] = files.documentsOf(chart).documents;
  if (!document || !isTree(document.value)) return undefined;
  const charts = trees(document.value.dependencies).flatMap(({ name, version, repository, alias }) => {
    const found = kongChart(name, repository);
    return found ? [{ ...found, version: text(version), key: text(alias) ?? found.chart }] : [];
  });
  if (charts.length === 0) return undefined;
  const values = files.beside(chart.name, 'values.yaml');
  const own = values ? fileValues(files, values, values.name) : { layers: [], unreadable: [], doubts: [], used: [] };
  return { charts, own, used: [chart.name] };
}

/** Whether a file is a template of a chart of the input, which Helm has to render. */
export function chartOfTemplate(files: Files, { name }: ClientIpManifest): ClientIpManifest | undefined {
  const [, folder] = /^(.*?)(?:^|[\\/])templates[\\/]/.exec(name) ?? [];
  return folder === undefined ? undefined : files.beside(joined(folder, 'templates'), 'Chart.yaml');
}

export function isChartFile({ name }: ClientIpManifest): boolean {
  return /(^|[\\/])Chart\.ya?ml$/.test(name);
}
