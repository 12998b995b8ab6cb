import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { BindOptions, BoundSource, ConfigurationSource, mountSecret } from './source';
import { addresses } from '../../plan/listeners';
import { familyPolicy } from '../../plan/manifest';

/** By this name Kong Ingress Controller finds the port in the endpoints of the Service. */
export const ADMIN_PORT = { name: 'admin-tls', number: 8444 };

/**
 * Kong's Admin API, for callers with a certificate of one CA alone: whoever calls it can replace the whole
 * configuration.
 */
export class AdminApiSource implements ConfigurationSource {
  constructor(
    private readonly clientCa: kplus.ISecret,
    private readonly certificate?: kplus.ISecret,
  ) {}

  public bind(scope: Construct, { families }: BindOptions): BoundSource {
    return {
      environment: {
        KONG_ADMIN_LISTEN: addresses(families)
          .map((address) => `${address}:${ADMIN_PORT.number} http2 ssl reuseport backlog=16384`)
          .join(', '),
        KONG_NGINX_ADMIN_SSL_VERIFY_CLIENT: 'on',
        KONG_NGINX_ADMIN_SSL_CLIENT_CERTIFICATE: '/kong_admin_ca/ca.crt',
        KONG_NGINX_ADMIN_SSL_VERIFY_DEPTH: '3',
        ...(this.certificate
          ? { KONG_ADMIN_SSL_CERT: '/kong_admin/tls.crt', KONG_ADMIN_SSL_CERT_KEY: '/kong_admin/tls.key' }
          : {}),
      },
      mounts: [
        mountSecret(scope, 'AdminCaVolume', this.clientCa, 'kong-admin-ca'),
        ...(this.certificate ? [mountSecret(scope, 'AdminVolume', this.certificate, 'kong-admin')] : []),
      ],
      references: [
        { prop: 'configuration, clientCa', object: this.clientCa },
        ...(this.certificate ? [{ prop: 'configuration, adminCertificate', object: this.certificate }] : []),
      ],
      adminApi: true,
    };
  }
}

/**
 * The Service whose endpoints the controller reads to find every pod. It has no address of its own, and nobody else
 * needs it.
 */
export function createAdminService(
  scope: Construct,
  deployment: kplus.Deployment,
  { metadata, families }: BindOptions,
): kplus.Service {
  const service = new kplus.Service(scope, 'Admin', {
    clusterIP: 'None',
    selector: deployment,
    metadata,
    ports: [{ name: ADMIN_PORT.name, port: ADMIN_PORT.number, targetPort: ADMIN_PORT.number }],
  });
  ApiObject.of(service).addJsonPatch(
    JsonPatch.add('/spec/ipFamilies', families),
    JsonPatch.add('/spec/ipFamilyPolicy', familyPolicy(families)),
    JsonPatch.remove('/spec/externalIPs'),
  );
  return service;
}
