import { isOn, since, valueAt } from './chart';
import { controllerServices } from './controller';
import { configMapOf } from './dbless';
import { ingressDefaults, kongDefaults } from './defaults';
import { ignoredOf, questionsOf } from './keys';
import { mergeValues, withDefaults } from './merge';
import { Chart, KubernetesObject, Release, Rendered, Tree } from './release';
import { isServiceMade, servicesOf } from './service';
import { at, isSet, itemsOf, Refusal, whole } from './template';
import { chooseVersion, Version } from './versions';
import { workloadOf } from './workload';
import { isObject } from '../input/objects';

/** What Kong's charts make of values. Pure and silent. */
export function renderChart(release: Release): Rendered {
  const values = mergeValues(release.values);
  if (!isObject(values)) {
    return { refused: `values must be a map, and are ${JSON.stringify(values)}` };
  }
  const { own, kong, question } = chooseVersion(release.chart, release.version);
  try {
    const charts =
      release.chart === 'kong' ? [chartOf(release, 'kong', kong, values)] : partsOf(release, own, kong, values);
    return {
      objects: charts.flatMap(objectsOf),
      questions: [
        ...(question === undefined ? [] : [question]),
        ...charts.flatMap((chart) => questionsOf(chart, release.chart)),
      ],
      ignored: ignoredOf(release.chart, kong, values),
    };
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.message };
    throw error;
  }
}

function chartOf({ name, namespace, alias }: Release, as: string, version: Version, values: Tree): Chart {
  const chart = {
    name: as,
    alias: as === 'kong' ? alias : undefined,
    version,
    release: name,
    releaseNamespace: namespace,
    values: withDefaults(values, kongDefaults(version)),
  };
  return { ...chart, values: withProtocols(chart) };
}

/** The two charts inside the chart `ingress`. */
function partsOf(release: Release, own: Version, kong: Version, values: Tree): Chart[] {
  // A null deletes what both charts would say.
  const both = mergeValues([ingressDefaults(own), values]) as Tree;
  return ['controller', 'gateway']
    .filter((part) => at(both[part], 'enabled') !== false)
    .map((part) => chartOf(release, part, kong, treeAt(both, part)));
}

function treeAt(values: Tree, part: string): Tree {
  const value = values[part];
  if (!isObject(value)) {
    throw new Refusal(`${part} must be a map, and is ${JSON.stringify(value ?? null)}`);
  }
  return value;
}

/** The templates of the Services set the protocol of streams, which the workload, made after them, then sees. */
function withProtocols(chart: Chart): Tree {
  const changed = (
    [
      ['proxy', 'TCP'],
      ['udpProxy', 'UDP'],
    ] as const
  )
    .filter(([service]) => isSet(at(valueAt(chart, service), 'stream')) && isServiceMade(chart, service))
    .map(([service, protocol]) => {
      const stream = itemsOf(valueAt(chart, `${service}.stream`)).map((one) =>
        isObject(one) ? { protocol, ...one } : one,
      );
      return [service, { ...(valueAt(chart, service) as Tree), stream }];
    });
  return { ...chart.values, ...Object.fromEntries(changed) };
}

function objectsOf(chart: Chart): KubernetesObject[] {
  checkRefusals(chart);
  const hasKong = isOn(chart, 'deployment.kong.enabled');
  return [
    ...controllerServices(chart),
    ...(hasKong ? [...servicesOf(chart), ...configMapOf(chart)] : []),
    ...workloadOf(chart),
    ...extraObjects(chart),
  ];
}

/** Objects that come along as they are. */
function extraObjects(chart: Chart): KubernetesObject[] {
  return itemsOf(valueAt(chart, 'extraObjects')).filter(isObject) as KubernetesObject[];
}

/** What the chart refuses, where nothing else of it is modelled. */
function checkRefusals(chart: Chart): void {
  const hasImage = isOn(chart, 'postgresql.image.repository') && isOn(chart, 'postgresql.image.tag');
  if (since(chart, '3.0.1') && isOn(chart, 'postgresql.enabled') && !hasImage) {
    throw new Refusal('postgresql.enabled needs postgresql.image.repository and postgresql.image.tag');
  }
  if (since(chart, '2.30.0') && isOn(chart, 'podDisruptionBudget.enabled')) {
    const isScaled = isOn(chart, 'autoscaling.enabled');
    const replicas = isScaled ? 'autoscaling.minReplicas' : 'replicaCount';
    if (whole(valueAt(chart, replicas)) <= 1) {
      throw new Refusal(`podDisruptionBudget.enabled needs ${replicas} above 1`);
    }
  }
}
