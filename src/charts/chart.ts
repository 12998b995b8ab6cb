import { appVersion } from './defaults';
import { pasted } from './pasted';
import { Chart, Tree } from './release';
import { at, isSet, orElse, print, quote, Refusal, sorted, textOf } from './template';
import { expand } from './tpl';
import { isSince, Version, versionText } from './versions';

export function since(chart: Chart, first: string): boolean {
  return isSince(chart.version, first);
}

/** A value; what has no value is undefined. */
export function valueAt(chart: Chart, path: string): unknown {
  return at(chart.values, path);
}

export function isOn(chart: Chart, path: string): boolean {
  return isSet(at(chart.values, path));
}

/** The name of the workload, and the beginning of the other names. */
export function fullName(chart: Chart): string {
  const own = `${chart.release}-${print(orElse(valueAt(chart, 'nameOverride'), chartName(chart)))}`;
  return print(orElse(valueAt(chart, 'fullnameOverride'), shorten(own)));
}

/** The name of the chart as templates see it. */
export function chartName({ alias, name }: Chart): string {
  return alias ?? name;
}

/** At most 63 characters, as a name of a Service may have, without a dash at the end. */
export function shorten(name: string): string {
  return name.slice(0, 63).replace(/-$/, '');
}

export function namespaceOf(chart: Chart): string {
  return print(orElse(valueAt(chart, 'namespace'), chart.releaseNamespace));
}

/** The metadata of an object, with the annotations and labels of the user's as texts. */
export function metadata(chart: Chart, name: unknown, annotations?: unknown, labels?: unknown): Tree {
  return {
    name,
    namespace: pasted(namespaceOf(chart)),
    ...(isSet(annotations) ? { annotations: textsOf(annotations) } : {}),
    labels: { ...metaLabels(chart), ...textsOf(labels) },
  };
}

function textsOf(map: unknown): Tree {
  return Object.fromEntries(sorted(map).map(([key, value]) => [key, quote(value)]));
}

/** The labels of every object. */
export function metaLabels(chart: Chart): Tree {
  const extra = sorted(valueAt(chart, 'extraLabels')).map(([key, value]) => [
    key,
    since(chart, '2.24.0') ? expand(chart, value) : quote(value),
  ]);
  return {
    'app.kubernetes.io/name': nameLabel(chart),
    'helm.sh/chart': shorten(`${chart.name}-${versionText(chart.version)}`),
    'app.kubernetes.io/instance': chart.release,
    'app.kubernetes.io/managed-by': 'Helm',
    'app.kubernetes.io/version': versionLabel(chart),
    ...Object.fromEntries(extra),
  };
}

/** The labels by which Services select pods. */
export function selectorLabels(chart: Chart): Tree {
  return {
    'app.kubernetes.io/name': nameLabel(chart),
    'app.kubernetes.io/component': 'app',
    'app.kubernetes.io/instance': chart.release,
  };
}

function nameLabel(chart: Chart): unknown {
  return pasted(shorten(print(orElse(valueAt(chart, 'nameOverride'), chartName(chart)))));
}

/** The version of Kong: the chart's own word, and since 2.42.0 that of the image. */
export function versionLabel(chart: Chart): string {
  if (!since(chart, '2.42.0')) {
    return appVersion(chart.version);
  }
  const [major, minor] = semver(imageVersion(chart, 'image'));
  return `${major}.${minor}`;
}

/** The version that an image claims by `effectiveSemver` or else its tag. */
export function imageVersion(chart: Chart, path: string): string {
  const claimed = valueAt(chart, `${path}.effectiveSemver`);
  const tag = isSet(claimed) ? claimed : valueAt(chart, `${path}.tag`);
  if (!since(chart, '2.17.1')) {
    return print(tag);
  }
  const text = textOf(tag, `${path}.tag`);
  if (!since(chart, '2.26.1')) {
    return isSet(claimed) ? text : text.replace(/-redhat$/, '');
  }
  // Four numbers, as those of Kong Enterprise, are not a semantic version.
  return /^[0-9]+.[0-9]+.[0-9]+/.exec(text)?.[0] ?? text;
}

/** `3.9`, `3.9.1` and `3.9-ubuntu` are versions, `latest` is not. */
const SEMVER = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(-[\da-z-]+(?:\.[\da-z-]+)*)?(?:\+[\da-z-]+(?:\.[\da-z-]+)*)?$/i;

function semver(text: string): [major: number, minor: number, patch: number, before: string | undefined] {
  const [whole, major, minor = 0, patch = 0, before] = SEMVER.exec(text) ?? [];
  if (whole === undefined) {
    throw new Refusal(
      `the image's tag ${JSON.stringify(text)} is not a version; write one such as "3.9", or set effectiveSemver`,
    );
  }
  return [Number(major), Number(minor), Number(patch), before];
}

/** Whether an image is older than a version. An early version, such as `3.9-rc.1`, never counts as older. */
export function isOlder(chart: Chart, path: string, than: Version): boolean {
  const [major, minor, patch, before] = semver(imageVersion(chart, path));
  return before === undefined && !isSince([major, minor, patch], versionText(than));
}

/** Whether an image is that version or a later one. */
export function isImageSince(chart: Chart, path: string, first: Version): boolean {
  const [major, minor, patch, before] = semver(imageVersion(chart, path));
  return before === undefined && isSince([major, minor, patch], versionText(first));
}

export function imageName(chart: Chart, path: string): unknown {
  const image = valueAt(chart, path);
  if (isSet(at(image, 'unifiedRepoTag'))) {
    return pasted(at(image, 'unifiedRepoTag'));
  }
  return isSet(at(image, 'repository')) ? pasted(`${print(at(image, 'repository'))}:${print(at(image, 'tag'))}`) : null;
}
