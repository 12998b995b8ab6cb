import { Construct } from 'constructs';
import { bindIngress, GkeIngressProps } from './ingress';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { copyOf } from '../../input/values';
import { GOOGLE_FRONT_ENDS } from '../../net/google-front-ends';

/**
 * Props of `GkeApplicationLoadBalancer`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress
 */
export interface GkeApplicationLoadBalancerProps extends GkeIngressProps {
  /**
   * Names of Google-managed certificates (`ManagedCertificate` objects of the namespace). Not together with
   * `preSharedCertificates`: both end up in the same annotation.
   *
   * @default - none
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/managed-certs
   */
  readonly managedCertificates?: string[];

  /**
   * Whether port 80 redirects to https, by a FrontendConfig that belongs to the gateway. Needs a certificate.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#https_redirect
   */
  readonly redirectHttpToHttps?: boolean;
}

const PROPS = {
  managedCertificates: true,
  redirectHttpToHttps: true,
  ipAddress: true,
  staticIpName: true,
  preSharedCertificates: true,
  allowHttp: true,
  annotations: true,
} satisfies Record<keyof GkeApplicationLoadBalancerProps, true>;

/**
 * The global external Application Load Balancer that GKE makes for an Ingress. It dials the pods themselves
 * (container-native). A BackendConfig sends its health checks to Kong's status port, lets requests in flight finish
 * while a pod stops, and lets the balancer overwrite `X-Forwarded-Port`.
 *
 * Trust `TrustedProxies.googleFrontEnds(ipAddress)`: Google's front ends, and the balancer's own address.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/ingress-xlb
 */
export class GkeApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  private readonly props: GkeApplicationLoadBalancerProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: GkeApplicationLoadBalancerProps) {
    this.props = copyOf('GkeApplicationLoadBalancer', props, PROPS);
  }

  /**
   * Appends the client and then the balancer's own address to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and
   * `X-Forwarded-Port`.
   *
   * Throws when a prop is wrong or missing, or an annotation belongs to the binding.
   *
   * @param scope the gateway, which gets the BackendConfig and the FrontendConfig
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { managedCertificates, redirectHttpToHttps, ...props } = this.props;
    return bindIngress(scope, props, {
      owner: 'GkeApplicationLoadBalancer',
      loadBalancer: 'gke-application',
      ingressClass: 'gce',
      scope: 'global',
      isPublic: true,
      setsHeaders: true,
      peers: GOOGLE_FRONT_ENDS,
      managedCertificates,
      redirectHttpToHttps,
    });
  }
}
