import { isOn, metadata, shorten, since, valueAt } from './chart';
import { Chart, KubernetesObject } from './release';
import { equals, isSet, lengthOf, orElse, print, Refusal, textOf } from './template';

/*
 * Where a Kong without a database reads its configuration.
 */

/** Whether Kong has neither a database nor a controller. */
export function isDbless(chart: Chart): boolean {
  return !isOn(chart, 'ingressController.enabled') && equals(valueAt(chart, 'env.database'), 'off', 'env.database');
}

/**
 * Whether Kong reads a configuration that the chart mounts.
 *
 * @throws Refusal where the sources are too many or, in one version, none
 */
export function mountsConfiguration(chart: Chart): boolean {
  if (!isDbless(chart)) {
    return false;
  }
  if (!since(chart, '2.15.0')) {
    return true;
  }
  const sources = dblessSources(chart);
  if (sources > 1) {
    throw new Refusal('dblessConfig has more than one of configMap, secret and config; leave one');
  }
  if (sources === 0 && !since(chart, '2.15.1')) {
    throw new Refusal(
      'dblessConfig needs a configMap, a secret or a config where Kong has neither a database nor a controller',
    );
  }
  return sources === 1 && (since(chart, '2.16.3') || !since(chart, '2.15.2'));
}

/** How many of the three sources of a configuration are given. */
function dblessSources(chart: Chart): number {
  return ['configMap', 'secret', 'config'].filter((source) => lengthOf(valueAt(chart, `dblessConfig.${source}`)) > 0)
    .length;
}

/** Whether Kong is told of a configuration. Some versions told it only of one of two, which they refused. */
export function readsConfiguration(chart: Chart): boolean {
  if (!since(chart, '2.15.2')) {
    return true;
  }
  const sources = dblessSources(chart);
  return since(chart, '2.16.3') ? sources === 1 : sources > 1;
}

/** The name of the ConfigMap that the chart makes of `dblessConfig.config`. */
export function configMapName(chart: Chart): string {
  return shorten(
    `${chart.release}-${print(orElse(valueAt(chart, 'dblessConfig.nameOverride'), 'kong-custom-dbless-config'))}`,
  );
}

/** The ConfigMap of `dblessConfig.config`. */
export function configMapOf(chart: Chart): KubernetesObject[] {
  const config = valueAt(chart, 'dblessConfig.config');
  if (!isDbless(chart) || isOn(chart, 'dblessConfig.configMap')) {
    return [];
  }
  if (since(chart, '2.15.0') && (isOn(chart, 'dblessConfig.secret') || !isSet(config))) {
    return [];
  }
  const text = since(chart, '2.15.0') ? textOf(config, 'dblessConfig.config') : config;
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: metadata(chart, configMapName(chart)),
      data: { 'kong.yml': text },
    },
  ];
}
