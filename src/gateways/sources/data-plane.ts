import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { BoundSource, ConfigurationSource, mountSecret } from './source';

/** A control plane that sends the configuration; Kong calls it, and needs no port of its own. */
export class DataPlaneSource implements ConfigurationSource {
  constructor(
    private readonly certificate: kplus.ISecret,
    private readonly connection: { readonly [key: string]: string },
  ) {}

  public bind(scope: Construct): BoundSource {
    return {
      environment: {
        KONG_ROLE: 'data_plane',
        KONG_CLUSTER_CERT: '/kong_cluster/tls.crt',
        KONG_CLUSTER_CERT_KEY: '/kong_cluster/tls.key',
        ...this.connection,
      },
      mounts: [mountSecret(scope, 'ClusterVolume', this.certificate, 'kong-cluster')],
      references: [{ prop: 'configuration, certificate', object: this.certificate }],
    };
  }
}

/** The variables of a data plane of Konnect, whose hosts are always called on port 443. */
export function konnectEnvironment(controlPlane: string, telemetry: string): { [key: string]: string } {
  return {
    KONG_KONNECT_MODE: 'on',
    KONG_VITALS: 'off',
    KONG_CLUSTER_MTLS: 'pki',
    KONG_CLUSTER_CONTROL_PLANE: `${controlPlane}:443`,
    KONG_CLUSTER_SERVER_NAME: controlPlane,
    KONG_CLUSTER_TELEMETRY_ENDPOINT: `${telemetry}:443`,
    KONG_CLUSTER_TELEMETRY_SERVER_NAME: telemetry,
    KONG_LUA_SSL_TRUSTED_CERTIFICATE: 'system',
  };
}

/** The variables of a data plane whose control plane has the same certificate. */
export function hybridEnvironment(endpoint: string, telemetryEndpoint?: string): { [key: string]: string } {
  return {
    KONG_CLUSTER_MTLS: 'shared',
    KONG_CLUSTER_CONTROL_PLANE: endpoint,
    ...(telemetryEndpoint === undefined ? {} : { KONG_CLUSTER_TELEMETRY_ENDPOINT: telemetryEndpoint }),
    // The cluster's certificate verifies the control plane; without the system's, upstreams with TLS could not be
    // verified.
    KONG_LUA_SSL_TRUSTED_CERTIFICATE: '/kong_cluster/tls.crt,system',
  };
}
