/** Where Kong publishes its charts. */
export const KONG_CHARTS = 'https://charts.konghq.com';

/** A chart as installers name it. */
export interface ChartName {
  readonly chart: 'kong' | 'ingress';
  /** A question, where the chart could be another of that name. */
  readonly doubt?: string;
}

/** Charts of others, and of Kong, that are named after Kong and install no gateway. */
const WITHOUT_GATEWAY = /^(kong-operator|gateway-operator|kong-mesh|kuma|konga|kong-dashboard|kong-plugin.*)$/;

/** Which of Kong's charts a name and its repository mean; undefined for any other chart. */
export function kongChart(name: unknown, repository: unknown): ChartName | undefined {
  const [chart, folder] = String(name ?? '')
    .replace(/\/$/, '')
    .split('/')
    .reverse();
  const source = String(repository ?? '').toLowerCase();
  const ofKong = isKongsRepository(source) || /^(kong|konghq)$/.test(folder ?? '') || /konghq/.test(String(name));
  if (chart !== 'kong' && chart !== 'ingress') return undefined;
  if (ofKong) return { chart };
  if (chart === 'ingress' || /bitnami/.test(`${source} ${folder}`)) return undefined;
  const doubt = source === '' ? undefined : `Is the chart from ${String(repository)} Kong's own chart?`;
  return { chart, doubt };
}

/** Whether a repository is one in which Kong publishes its charts. */
export function isKongsRepository(repository: unknown): boolean {
  return /konghq|github\.com[/:]kong\/charts/i.test(String(repository));
}

/** Whether a chart that this check cannot render may install a Kong. */
export function mentionsKong(...names: readonly unknown[]): boolean {
  return names.some((name) => typeof name === 'string' && /\bkong\b/i.test(name) && !WITHOUT_GATEWAY.test(name));
}

/** The command that renders a release of one of Kong's charts. */
export function helmTemplate(
  {
    release,
    chart,
    version,
    repository,
    namespace,
  }: {
    readonly release: string;
    readonly chart: string;
    readonly version?: string;
    readonly repository?: string;
    readonly namespace: string;
  },
  files: readonly string[],
): string {
  const name = chart.includes('/') ? chart.split('/').pop()! : chart;
  const repo = repository?.startsWith('http') ? repository : KONG_CHARTS;
  const words = [
    'helm template',
    release,
    name,
    '--repo',
    repo,
    ...(version === undefined ? [] : ['--version', version]),
    '-n',
    namespace,
  ];
  return [...words, ...files.flatMap((file) => ['-f', file])].map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./ -]*$/.test(word) && !(/ /.test(word) && !word.startsWith('helm '))
    ? word
    : `'${word.replaceAll("'", "'\\''")}'`;
}
