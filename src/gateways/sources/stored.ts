import { createHash } from 'crypto';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { BindOptions, BoundSource, ConfigurationSource } from './source';
import { quote } from '../../input/errors';
import { manifestOf } from '../references';
import { Validation } from '../validation';

/** The key that holds Kong's declarative configuration, unless the user names another. */
export const FILE = 'kong.yml';

const DIRECTORY = '/kong_configuration';
const VOLUME = 'ConfigurationVolume';

/** A text that becomes a ConfigMap of the gateway. */
export class TextSource implements ConfigurationSource {
  constructor(private readonly text: string) {}

  /**
   * The ConfigMap has the text's hash in its name: pods of an earlier roll-out keep the text that they were made for,
   * and `kubectl rollout undo` brings it back.
   */
  public bind(scope: Construct, options: BindOptions): BoundSource {
    const hash = sha256(this.text);
    const configMap = new kplus.ConfigMap(scope, `Configuration-${hash.slice(0, 8)}`, {
      metadata: options.metadata,
      data: { [FILE]: this.text },
      immutable: true,
    });
    return {
      ...mounted((volume) => kplus.Volume.fromConfigMap(scope, VOLUME, configMap, volume), FILE),
      references: [],
      checksum: () => hash,
    };
  }
}

/** An entry of a ConfigMap or a Secret. */
export class StoredSource implements ConfigurationSource {
  constructor(
    private readonly kind: 'ConfigMap' | 'Secret',
    private readonly object: kplus.IConfigMap | kplus.ISecret,
    private readonly key: string,
  ) {}

  public bind(scope: Construct): BoundSource {
    Validation.of(scope).add(scope, () => this.findings());
    return {
      ...mounted(
        (volume) =>
          this.kind === 'Secret'
            ? kplus.Volume.fromSecret(scope, VOLUME, this.object as kplus.ISecret, volume)
            : kplus.Volume.fromConfigMap(scope, VOLUME, this.object as kplus.IConfigMap, volume),
        this.key,
      ),
      references: [{ prop: 'configuration', object: this.object }],
      checksum: () => {
        const entry = this.entry(manifestOf(this.object));
        return entry === undefined ? undefined : sha256(entry);
      },
    };
  }

  /** Read at synthesis, since what is part of the app may be filled after the gateway is made. */
  private entry(manifest: any): string | undefined {
    const { data, binaryData, stringData } = manifest ?? {};
    return stringData?.[this.key] ?? data?.[this.key] ?? binaryData?.[this.key];
  }

  private findings(): string[] {
    const manifest = manifestOf(this.object);
    return manifest === undefined || this.entry(manifest) !== undefined
      ? []
      : [
          `configuration: the ${this.kind} has no entry ${quote(this.key)}, and the pods would never start; ` +
            'add it, or give the key of the entry that it has',
        ];
  }
}

/** The entry as the file that Kong reads. */
function mounted(
  volume: (options: kplus.ConfigMapVolumeOptions) => kplus.Volume,
  key: string,
): Pick<BoundSource, 'environment' | 'mounts'> {
  return {
    environment: { KONG_DECLARATIVE_CONFIG: `${DIRECTORY}/${FILE}` },
    mounts: [{ path: DIRECTORY, volume: volume({ name: 'kong-configuration', items: { [key]: { path: FILE } } }) }],
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
