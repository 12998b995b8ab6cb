import { Chart, isOn, metadata, shorten, since, valueAt } from './chart';
import { KubernetesObject } from './release';
import { equals, isSet, lengthOf, orElse, print, textOf } from './template';

/*
 * Where a Kong without a database reads its configuration.
 */

/** Whether Kong has neither a database nor a controller. */
export function isDbless(chart: Chart): boolean {
  return !isOn(chart, 'ingressController.enabled') && equals(valueAt(chart, 'env.database'), 'off', 'env.database');
}

/** How many of the three sources of a configuration are given. */
export function dblessSources(chart: Chart): number {
  return ['configMap', 'secret', 'config'].filter((source) => lengthOf(valueAt(chart, `dblessConfig.${source}`)) > 0).length;
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
  return shorten(`${chart.release}-${print(orElse(valueAt(chart, 'dblessConfig.nameOverride'), 'kong-custom-dbless-config'))}`);
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
  return [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: metadata(chart, configMapName(chart)), data: { 'kong.yml': text } }];
}
