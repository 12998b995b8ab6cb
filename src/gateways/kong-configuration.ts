import * as kplus from 'cdk8s-plus-27';
import { ControlPlaneOptions, IngressControllerOptions, KonnectOptions } from './configuration-options';
import { AdminApiSource } from './sources/admin-api';
import { DataPlaneSource, hybridEnvironment, konnectEnvironment } from './sources/data-plane';
import { textOfFile, textOfObject } from './sources/declarative';
import { ConfigurationSource } from './sources/source';
import { FILE, StoredSource, TextSource } from './sources/stored';
import { quote } from '../input/errors';
import { whyNoKey, whyNot } from '../input/kubernetes';

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

/**
 * Where Kong gets its services, routes, plugins and certificates: from this app, from an object of the cluster, from
 * a control plane, or from an ingress controller. Without any, a gateway never becomes ready, so there is no default.
 *
 * @see https://developer.konghq.com/gateway/db-less-mode/
 */
export class KongConfiguration {
  /**
   * A declarative configuration written as an object, put into a ConfigMap. Keys are sorted, so that equal objects
   * give equal manifests. Throws when `_format_version` or all entities are missing, when a value is not plain data,
   * or when the text is larger than a ConfigMap can be, 1 MiB.
   *
   * The ConfigMap's name ends with a hash of the text, so a changed configuration makes a new one. A configuration over
   * 256 KiB takes `kubectl apply --server-side`. Do not put credentials in it: use `fromSecret`.
   *
   * @param configuration the object, with `_format_version` and at least one list of entities
   * @see https://developer.konghq.com/gateway/db-less-mode/
   */
  public static inline(configuration: { [key: string]: any }): KongConfiguration {
    return new KongConfiguration(new TextSource(textOfObject('KongConfiguration.inline', configuration)));
  }

  /**
   * A declarative configuration in a YAML or JSON file, put into a ConfigMap as it is. Throws when there is no such
   * file, when it is not valid YAML, with line and column, and as `inline` does.
   *
   * A configuration over 256 KiB takes `kubectl apply --server-side`. Do not put credentials in it: use `fromSecret`.
   *
   * @param path the file, relative to the working directory
   * @see https://developer.konghq.com/gateway/db-less-mode/
   */
  public static fromFile(path: string): KongConfiguration {
    return new KongConfiguration(new TextSource(textOfFile(`KongConfiguration.fromFile(${quote(path)})`, path)));
  }

  /**
   * A declarative configuration in a ConfigMap. When its content changes, the pods restart only if it is part of the
   * same app. Throws when it is not a ConfigMap, or the key cannot be a file's name.
   *
   * @param configMap the ConfigMap, of this app or by its name
   * @param options which entry holds the configuration
   */
  public static fromConfigMap(configMap: kplus.IConfigMap, options?: ConfigurationKeyOptions): KongConfiguration {
    return KongConfiguration.stored('ConfigMap', configMap, options);
  }

  /**
   * A declarative configuration in a Secret, for one that holds credentials. When its content changes, the pods
   * restart only if it is part of the same app. Throws when it is not a Secret, or the key cannot be a file's name.
   *
   * @param secret the Secret, of this app or by its name
   * @param options which entry holds the configuration
   */
  public static fromSecret(secret: kplus.ISecret, options?: ConfigurationKeyOptions): KongConfiguration {
    return KongConfiguration.stored('Secret', secret, options);
  }

  /**
   * The configuration of a control plane of Konnect: Kong is a data plane, and calls the control plane for it. Throws
   * when a host is not a plain host name.
   *
   * A new pod is ready once it has the configuration; without the control plane, none becomes ready. Nothing in
   * Konnect changes which address Kong believes: that stays here.
   *
   * @param options the control plane's hosts, and the certificate that it knows
   * @see https://developer.konghq.com/gateway/hybrid-mode/
   */
  public static fromKonnect(options: KonnectOptions): KongConfiguration {
    const where = 'KongConfiguration.fromKonnect';
    const { controlPlane, telemetry, certificate } = given(where, options);
    for (const [option, host] of Object.entries({ controlPlane, telemetry })) {
      if (typeof host !== 'string' || !HOST.test(host)) {
        throw new Error(
          `${where}: ${option} must be a host name without "https://" and port, got ${quote(host)}; ` +
            'write the one that Konnect shows, such as abc.eu.cp0.konghq.com',
        );
      }
    }
    checkSecret(where, 'certificate', certificate);
    return new KongConfiguration(new DataPlaneSource(certificate, konnectEnvironment(controlPlane, telemetry)));
  }

  /**
   * The configuration of a control plane of your own: Kong is a data plane in hybrid mode, and calls the control
   * plane for it. Throws when an endpoint is not a host with a port.
   *
   * A new pod is ready once it has the configuration; without the control plane, none becomes ready. Nothing in the
   * control plane changes which address Kong believes: that stays here.
   *
   * @param options the control plane's endpoints, and the certificate that both have
   * @see https://developer.konghq.com/gateway/hybrid-mode/
   */
  public static fromControlPlane(options: ControlPlaneOptions): KongConfiguration {
    const where = 'KongConfiguration.fromControlPlane';
    const { endpoint, telemetryEndpoint, certificate } = given(where, options);
    for (const [option, value] of Object.entries({
      endpoint,
      ...(telemetryEndpoint === undefined ? {} : { telemetryEndpoint }),
    })) {
      if (typeof value !== 'string' || !isEndpoint(value)) {
        throw new Error(
          `${where}: ${option} must be a host and a port without "https://", got ${quote(value)}; ` +
            'write one such as kong-cluster.kong.svc:8005',
        );
      }
    }
    checkSecret(where, 'certificate', certificate);
    return new KongConfiguration(new DataPlaneSource(certificate, hybridEnvironment(endpoint, telemetryEndpoint)));
  }

  /**
   * The configuration that Kong Ingress Controller makes of Ingresses and Gateway API routes, and sends to Kong's
   * Admin API. The gateway then has an `adminService`, in which the controller finds the pods. The controller itself
   * is not part of this library: install it by its chart.
   *
   * A caller of the Admin API can replace the whole configuration, so Kong asks each caller for a certificate of
   * `clientCa`. Throws when `clientCa` is missing, or one of the two is not a Secret.
   *
   * @param options who may call the Admin API
   * @see https://developer.konghq.com/kubernetes-ingress-controller/deployment-topologies/gateway-discovery/
   */
  public static fromIngressController(options: IngressControllerOptions): KongConfiguration {
    const where = 'KongConfiguration.fromIngressController';
    const { clientCa, adminCertificate } = given(where, options);
    if (clientCa === undefined) {
      throw new Error(
        `${where}: clientCa is missing, and every pod of the cluster could replace the configuration; ` +
          "write the Secret with the CA of the controller's client certificate",
      );
    }
    checkSecret(where, 'clientCa', clientCa);
    if (adminCertificate !== undefined) {
      checkSecret(where, 'adminCertificate', adminCertificate);
    }
    return new KongConfiguration(new AdminApiSource(clientCa, adminCertificate));
  }

  private static stored(
    kind: 'ConfigMap' | 'Secret',
    object: kplus.IConfigMap | kplus.ISecret,
    options: ConfigurationKeyOptions | undefined,
  ): KongConfiguration {
    const { key = FILE } = options ?? {};
    const problem = whyNot(kind, object) ?? whyNoKey(key);
    if (problem) {
      throw new Error(`KongConfiguration.from${kind}: ${problem}`);
    }
    return new KongConfiguration(new StoredSource(kind, object, key));
  }

  private constructor(
    /** @internal */
    public readonly _source: ConfigurationSource,
  ) {}
}

const HOST = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/i;

function isEndpoint(value: string): boolean {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(value) ?? [];
  return host !== undefined && HOST.test(host) && Number(port) >= 1 && Number(port) <= 65535;
}

function given<T>(where: string, options: T): T {
  if (typeof options !== 'object' || options === null) {
    throw new Error(`${where}: the options are missing, got ${quote(options)}; write ${where}({ … })`);
  }
  return options;
}

function checkSecret(where: string, option: string, value: kplus.ISecret): void {
  const problem = whyNot('Secret', value);
  if (problem) {
    throw new Error(`${where}: ${option}: ${problem}`);
  }
}
