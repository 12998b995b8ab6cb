import { createHash } from 'crypto';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { BindOptions, BoundSource, ConfigurationSource } from './source';
import { quote } from '../../input/errors';
import { manifestOf } from '../references';

/** The key under which Kong's declarative configuration stands, unless the user says another. */
export const FILE = 'kong.yml';

const DIRECTORY = '/kong_configuration';

/** A text that becomes a ConfigMap of the gateway. */
export class TextSource implements ConfigurationSource {
  constructor(private readonly text: string) {}

  /**
   * The ConfigMap has the text's hash in its name: pods of an earlier roll-out keep the text that they were made for, and
   * `kubectl rollout undo` brings it back.
   */
  public bind(scope: Construct, options: BindOptions): BoundSource {
    const configMap = new kplus.ConfigMap(scope, `Configuration-${sha256(this.text).slice(0, 8)}`, {
      metadata: options.metadata,
      data: { [FILE]: this.text },
      immutable: true,
    });
    return new StoredSource('ConfigMap', configMap, FILE).bind(scope);
  }
}

/** An entry of a ConfigMap or a Secret. */
export class StoredSource implements ConfigurationSource {
  constructor(private readonly kind: 'ConfigMap' | 'Secret', private readonly object: kplus.IConfigMap | kplus.ISecret, private readonly key: string) {}

  public bind(scope: Construct): BoundSource {
    const volume = { name: 'kong-configuration', items: { [this.key]: { path: FILE } } };
    scope.node.addValidation({ validate: () => this.isMissing() ? [this.missing()] : [] });
    return {
      environment: { KONG_DECLARATIVE_CONFIG: `${DIRECTORY}/${FILE}` },
      mounts: [{
        path: DIRECTORY,
        volume: this.kind === 'Secret'
          ? kplus.Volume.fromSecret(scope, 'ConfigurationVolume', this.object as kplus.ISecret, volume)
          : kplus.Volume.fromConfigMap(scope, 'ConfigurationVolume', this.object as kplus.IConfigMap, volume),
      }],
      references: [{ prop: 'configuration', object: this.object }],
      checksum: () => {
        const entry = this.entry();
        return entry === undefined ? undefined : sha256(entry);
      },
    };
  }

  /** Read at synthesis, since what is part of the app may be filled after the gateway is made. */
  private entry(): string | undefined {
    const { data, binaryData, stringData } = manifestOf(this.object) ?? {};
    return stringData?.[this.key] ?? data?.[this.key] ?? binaryData?.[this.key];
  }

  private isMissing(): boolean {
    return manifestOf(this.object) !== undefined && this.entry() === undefined;
  }

  private missing(): string {
    return `configuration: the ${this.kind} has no entry ${quote(this.key)}, and the pods would never start; add it, or give the key of the entry that it has`;
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
