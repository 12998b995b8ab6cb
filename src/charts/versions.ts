/** A version of a chart, as numbers. */
export type Version = readonly [major: number, minor: number, patch: number];

/** What of the chart `kong` is known: from the first version that is modelled to the last that was read. */
const KONG = { first: '2.14.0', last: '3.4.1' };

/** The versions of the chart `ingress`, and of the chart `kong` in it. Up to 0.13.0 it takes that one or a later. */
const INGRESS: Readonly<Record<string, string>> = {
  '0.1.0': '2.22.0',
  '0.2.0': '2.23.0',
  '0.3.0': '2.23.0',
  '0.4.0': '2.25.0',
  '0.5.0': '2.26.0',
  '0.6.0': '2.26.0',
  '0.7.0': '2.26.0',
  '0.8.0': '2.30.0',
  '0.9.0': '2.31.0',
  '0.10.0': '2.33.0',
  '0.10.1': '2.33.1',
  '0.10.2': '2.33.3',
  '0.11.0': '2.37.0',
  '0.11.1': '2.37.1',
  '0.12.0': '2.38.0',
  '0.13.0': '2.39.0',
  '0.13.1': '2.39.3',
  '0.14.0': '2.41.0',
  '0.14.1': '2.41.1',
  '0.15.0': '2.43.0',
  '0.15.1': '2.44.0',
  '0.15.2': '2.44.1',
  '0.16.0': '2.45.0',
  '0.17.0': '2.46.0',
  '0.18.0': '2.47.0',
  '0.19.0': '2.48.0',
  '0.20.0': '2.49.0',
  '0.21.0': '2.51.0',
  '0.22.0': '3.0.2',
  '0.23.0': '3.1.0',
  '0.24.0': '3.2.0',
};

/** The versions of the chart `kong` that begin a minor version, for what selects one, such as `2.x`. */
const LAST_MINOR: Readonly<Record<number, string>> = { 2: '2.52.0', 3: '3.4.1' };

/** A version that was chosen, and what cannot be known of it. */
export interface Chosen {
  /** Of the chart itself. */
  readonly own: Version;
  /** Of the chart `kong`, which is the same or is inside. */
  readonly kong: Version;
  readonly question?: string;
}

export function parseVersion(text: string): Version {
  const [major, minor, patch] = text.split('.').map(Number);
  return [major, minor, patch];
}

export function versionText(version: Version): string {
  return version.join('.');
}

/** Whether it is that version or a later one. */
export function isSince(version: Version, first: string): boolean {
  return compare(version, parseVersion(first)) >= 0;
}

function compare(a: Version, b: Version): number {
  const place = a.findIndex((number, index) => number !== b[index]);
  return place < 0 ? 0 : a[place] - b[place];
}

/** The version that Helm takes, or the nearest that is known together with a question. */
export function chooseVersion(chart: 'kong' | 'ingress', wanted: string | undefined): Chosen {
  const text = (wanted ?? '').trim().replace(/^(?:(?:kong|ingress)-|[v=]\s*)/, '');
  const exact = /^\d+\.\d+\.\d+$/.test(text) ? text : undefined;
  if (chart === 'ingress') {
    return chooseIngress(text, exact);
  }
  const selected = exact ?? selectedKong(text);
  const isOld = selected !== undefined && !isSince(parseVersion(selected), KONG.first);
  if (selected === undefined || isOld || compare(parseVersion(selected), parseVersion(KONG.last)) > 0) {
    const known = parseVersion(isOld ? KONG.first : KONG.last);
    return { own: known, kong: known, question: unknownVersion(chart, text, `${KONG.first} to ${KONG.last}`) };
  }
  const own = parseVersion(selected);
  return { own, kong: own };
}

function chooseIngress(text: string, exact: string | undefined): Chosen {
  const versions = Object.keys(INGRESS);
  const [first, last] = [versions[0], versions[versions.length - 1]];
  const selected = exact ?? (isAny(text) || /^[~^]?0(?:\.x)?$/i.test(text) ? last : undefined);
  if (selected !== undefined && Object.hasOwn(INGRESS, selected)) {
    return { own: parseVersion(selected), kong: parseVersion(INGRESS[selected]) };
  }
  return {
    own: parseVersion(last),
    kong: parseVersion(INGRESS[last]),
    question: unknownVersion('ingress', text, `${first} to ${last}`),
  };
}

function isAny(text: string): boolean {
  return text === '' || /^[x*]$/i.test(text) || /^>=?\s*0(?:\.0)*$/.test(text);
}

/** The last version of a major one. What else selects versions is not read. */
function selectedKong(text: string): string | undefined {
  if (isAny(text)) {
    return KONG.last;
  }
  const [, major] = /^[~^]?(\d+)(?:\.[x*])?(?:\.[x*])?$/i.exec(text) ?? /^\^(\d+)\.\d+(?:\.\d+)?$/.exec(text) ?? [];
  return major === undefined ? undefined : LAST_MINOR[Number(major)];
}

function unknownVersion(chart: string, text: string, known: string): string {
  return (
    `The version ${JSON.stringify(text)} of the chart ${chart} is not known here (known: ${known}). ` +
    'Does Helm make the same objects with it?'
  );
}
