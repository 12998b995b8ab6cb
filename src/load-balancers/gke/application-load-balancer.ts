import { Construct } from 'constructs';
import { BackendConfig, BackendConfigSpecHealthCheckType } from '../../../imports/cloud.google.com';
import { errorAt, quote } from '../../input/errors';
import { ClientIpHeader } from '../../ways/client-ip-header';
import { STATUS_PORT } from '../../ways/listeners';
import { annotations, list } from '../annotations';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer } from '../load-balancer';

/**
 * Props of `GkeApplicationLoadBalancer`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress
 */
export interface GkeApplicationLoadBalancerProps {
  /**
   * The balancer's reserved external address, IPv4 or IPv6. Google appends it to `X-Forwarded-For` behind the client's, so
   * it must be trusted: `TrustedProxies.googleFrontEnds(ipAddress)`.
   */
  readonly ipAddress: string;

  /**
   * The name under which `ipAddress` is reserved as a global static address. Without it GKE gives the
   * balancer another address, which every client would then have.
   */
  readonly staticIpName: string;

  /**
   * Names of Google-managed certificates (`ManagedCertificate` objects of the namespace).
   *
   * @default - none
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/managed-certs
   */
  readonly managedCertificates?: string[];

  /**
   * Names of SSL certificates of the project.
   *
   * @default - none
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-multi-ssl
   */
  readonly preSharedCertificates?: string[];

  /**
   * Whether the balancer listens on port 80.
   *
   * @default true
   */
  readonly allowHttp?: boolean;

  /**
   * Further annotations of the Ingress, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * The external Application Load Balancer that GKE makes for an Ingress. It dials the pods themselves (container-native).
 * A BackendConfig sends its health checks to Kong's status port and lets it overwrite `X-Forwarded-Port`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/ingress-xlb
 */
export class GkeApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: GkeApplicationLoadBalancerProps) {}

  /**
   * Appends the client and then the balancer's own address to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and
   * `X-Forwarded-Port`.
   *
   * @param scope the gateway, which gets the BackendConfig
   * @throws when a prop is wrong or missing, or an annotation belongs to the binding
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    const missing = (['ipAddress', 'staticIpName'] as const).find((prop) => !props?.[prop]);
    if (missing) {
      throw errorAt(scope, `${missing} is missing: Google appends the balancer's address to X-Forwarded-For, so it must be known; reserve a global address and give ipAddress and staticIpName`);
    }
    if (props.allowHttp === false && !props.managedCertificates && !props.preSharedCertificates) {
      throw errorAt(scope, `allowHttp ${quote(props.allowHttp)}: without a certificate the balancer would listen on no port; give managedCertificates or preSharedCertificates`);
    }
    const backendConfig = new BackendConfig(scope, 'BackendConfig', {
      spec: {
        healthCheck: { type: BackendConfigSpecHealthCheckType.HTTP, port: STATUS_PORT, requestPath: '/status' },
        customRequestHeaders: { headers: ['X-Forwarded-Port:{server_port}'] },
      },
    });
    const { annotations: ofIngress, reservedAnnotations } = annotations(scope, {
      owner: 'GkeApplicationLoadBalancer',
      own: {
        'kubernetes.io/ingress.class': 'gce',
        'kubernetes.io/ingress.global-static-ip-name': props.staticIpName,
        'kubernetes.io/ingress.allow-http': props.allowHttp === undefined ? undefined : String(props.allowHttp),
        'networking.gke.io/managed-certificates': list(scope, 'managedCertificates', props.managedCertificates),
        'ingress.gcp.kubernetes.io/pre-shared-cert': list(scope, 'preSharedCertificates', props.preSharedCertificates),
      },
      reserved: ['kubernetes.io/ingress.regional-static-ip-name'],
      extra: props.annotations,
    });
    return {
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      ownAddress: props.ipAddress,
      routesToPods: true,
      annotations: {
        'cloud.google.com/neg': '{"ingress":true}',
        'cloud.google.com/backend-config': JSON.stringify({ default: backendConfig.name }),
      },
      reservedAnnotations,
      ingress: { annotations: ofIngress },
    };
  }
}
