import { createHash } from 'crypto';
import { readFileSync, statSync } from 'fs';
import { ApiObjectMetadata, Yaml } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { quote } from '../input/errors';

const FILE = 'kong.yml';

/** The API server refuses a larger ConfigMap. */
const LARGEST_CONFIG_MAP = 1024 * 1024;

/**
 * Which entry of a ConfigMap or Secret holds Kong's configuration.
 */
export interface ConfigurationKeyOptions {
  /**
   * The entry's key.
   *
   * @default 'kong.yml'
   */
  readonly key?: string;
}

/** What a configuration gives to the pod. */
interface BoundConfiguration {
  readonly volume: kplus.Volume;
  /** Makes pods restart when the text changes; undefined when the text is not part of this app. */
  readonly checksum: () => string | undefined;
}

type Mount = (scope: Construct, options: { name: string; items: { [key: string]: kplus.PathMapping } }) => kplus.Volume;

/**
 * Kong's declarative configuration: the services, routes, plugins and certificates that a DB-less gateway serves.
 * A gateway without any never becomes ready, so there is no default.
 *
 * @see https://developer.konghq.com/gateway/db-less-mode/
 */
export class KongConfiguration {
  /**
   * A configuration written as an object, put into a ConfigMap. Keys are sorted, so that equal objects give equal manifests.
   *
   * @param configuration the object, with `_format_version` and at least one list of entities
   * @throws when `_format_version` or all entities are missing, or the text is larger than a ConfigMap can be
   */
  public static inline(configuration: { [key: string]: any }): KongConfiguration {
    return KongConfiguration.text('KongConfiguration.inline', configuration, Yaml.stringify(sortKeys(configuration)));
  }

  /**
   * A configuration in a YAML or JSON file, put into a ConfigMap as it stands.
   *
   * @param path the file, relative to the working directory
   * @throws when there is no such file, and as `inline` does
   */
  public static fromFile(path: string): KongConfiguration {
    const where = `KongConfiguration.fromFile(${quote(path)})`;
    if (!statSync(path, { throwIfNoEntry: false })?.isFile()) {
      throw new Error(`${where}: no such file in ${process.cwd()}; the path is relative to the working directory`);
    }
    return KongConfiguration.text(where, Yaml.load(path)[0], readFileSync(path, 'utf8'));
  }

  /**
   * A configuration in a ConfigMap. The pods restart when its content changes only if it is part of the same app.
   *
   * @param configMap the ConfigMap, of this app or by its name
   * @param options which entry holds the configuration
   */
  public static fromConfigMap(configMap: kplus.IConfigMap, options: ConfigurationKeyOptions = {}): KongConfiguration {
    const key = options.key ?? FILE;
    return KongConfiguration.stored('ConfigMap', key,
      (scope, volume) => kplus.Volume.fromConfigMap(scope, 'ConfigurationVolume', configMap, volume),
      configMap instanceof kplus.ConfigMap ? () => configMap.data[key] ?? configMap.binaryData[key] : undefined);
  }

  /**
   * A configuration in a Secret, for one that holds credentials. The pods restart when its content changes only if it
   * is part of the same app.
   *
   * @param secret the Secret, of this app or by its name
   * @param options which entry holds the configuration
   */
  public static fromSecret(secret: kplus.ISecret, options: ConfigurationKeyOptions = {}): KongConfiguration {
    const key = options.key ?? FILE;
    return KongConfiguration.stored('Secret', key,
      (scope, volume) => kplus.Volume.fromSecret(scope, 'ConfigurationVolume', secret, volume),
      secret instanceof kplus.Secret ? () => secret.getStringData(key) : undefined);
  }

  private static text(where: string, content: any, text: string): KongConfiguration {
    if (typeof content?._format_version !== 'string') {
      throw new Error(`${where}: _format_version must be a string, got ${quote(content?._format_version)}, and Kong would not start; write YAML or JSON with _format_version: "3.0"`);
    }
    if (!Object.values(content).some((entities) => Array.isArray(entities) && entities.length > 0)) {
      throw new Error(`${where}: there are no services, routes or plugins in it, and an empty gateway never becomes ready; add a route`);
    }
    if (Buffer.byteLength(text) > LARGEST_CONFIG_MAP) {
      throw new Error(`${where}: ${Buffer.byteLength(text)} bytes do not fit into a ConfigMap (${LARGEST_CONFIG_MAP}); split the gateway`);
    }
    return new KongConfiguration((scope, metadata) => {
      const configMap = new kplus.ConfigMap(scope, 'Configuration', { metadata, data: { [FILE]: text } });
      return KongConfiguration.fromConfigMap(configMap)._bind(scope, metadata);
    });
  }

  /** @param entry reads the entry at synthesis, since what is part of the app may be filled after the gateway is made */
  private static stored(kind: string, key: string, mount: Mount, entry?: () => string | undefined): KongConfiguration {
    return new KongConfiguration((scope) => {
      scope.node.addValidation({
        validate: () => entry && entry() === undefined
          ? [`configuration: the ${kind} has no entry ${quote(key)}, and the pods would never start; add it, or give the key of the entry that it has`]
          : [],
      });
      return {
        volume: mount(scope, { name: 'kong-configuration', items: { [key]: { path: FILE } } }),
        checksum: () => {
          const text = entry?.();
          return text === undefined ? undefined : createHash('sha256').update(text).digest('hex');
        },
      };
    });
  }

  private constructor(
    /** @internal */
    public readonly _bind: (scope: Construct, metadata: ApiObjectMetadata) => BoundConfiguration,
  ) {}
}

function sortKeys(value: any): any {
  if (Array.isArray(value)) {
    return value.map(sortKeys);
  }
  return value !== null && typeof value === 'object'
    ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, sortKeys(value[key])]))
    : value;
}
