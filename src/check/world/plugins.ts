import { parse } from 'yaml';
import { Catalogue } from './catalogue';
import { Spot } from './environment';
import { objectsIn } from '../../controllers/values';
import { fieldsOf, isObject } from '../../input/objects';

/** Longer configurations are not read: reading takes time, and this is a remark beside the verdict. */
const LONGEST = 512 * 1024;

/** A plugin of Kong with its configuration, or a route by headers, and its place. */
export interface PluginUse extends Spot {
  readonly plugin: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Kong's declarative configuration, where it is in the input. */
export interface Declared extends Spot {
  readonly text: string;
}

/** What reads the text of a configuration, perhaps from memory. */
export type ReadConfiguration = (text: string) => unknown;

/** A route that is taken by headers, among the plugins. */
export const ROUTE = 'route';

/** The plugins of objects for the ingress controller, and those of a declarative configuration. */
export function pluginsOf(catalogue: Catalogue, declared: Declared | undefined, read: ReadConfiguration): PluginUse[] {
  const objects = ['KongPlugin', 'KongClusterPlugin']
    .flatMap((kind) => catalogue.all(kind))
    .map((at): PluginUse => ({
      at,
      field: 'config',
      plugin: String(at.object.plugin),
      config: fieldsOf(at.object.config),
    }));
  return [...objects, ...(declared ? declaredIn(declared, read) : [])];
}

function declaredIn({ text, at, field }: Declared, read: ReadConfiguration): PluginUse[] {
  const root = text.length > LONGEST ? undefined : read(text);
  return entities(root).flatMap(({ plugins, headers }): PluginUse[] => [
    ...objectsIn(plugins).map((one) => ({
      at,
      field,
      plugin: String(one.name),
      config: fieldsOf(one.config),
    })),
    ...(isObject(headers) ? [{ at, field, plugin: ROUTE, config: headers }] : []),
  ]);
}

/** The configuration itself, and its services, routes and consumers, in each other. */
function entities(value: unknown): Record<string, unknown>[] {
  if (!isObject(value)) return [];
  const { services, routes, consumers, consumer_groups: groups } = value;
  return [value, ...[services, routes, consumers, groups].flatMap((list) => objectsIn(list).flatMap(entities))];
}

/** What a declarative configuration says; undefined where it is not YAML. */
export function readConfiguration(text: string): unknown {
  try {
    return parse(text, { logLevel: 'silent', maxAliasCount: 100 });
  } catch {
    return undefined;
  }
}
