import { Construct } from 'constructs';
import { bindIngress, GkeIngress, gkeIngressProps, GkeIngressProps, ingressProps } from './ingress';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { GOOGLE_FRONT_ENDS } from '../../net/google-front-ends';
import { flagProp, listProp } from '../props';

/**
 * Props of `GkeApplicationLoadBalancer`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress
 */
export interface GkeApplicationLoadBalancerProps extends GkeIngressProps {
  /**
   * Names of Google-managed certificates (`ManagedCertificate` objects of the namespace). Not together with
   * `certificateIds`: both end up in the same annotation.
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

const BALANCER: GkeIngress<GkeApplicationLoadBalancerProps> = {
  id: 'gke-application',
  owner: 'GkeApplicationLoadBalancer',
  prefix: '',
  ingressClass: 'gce',
  isPublic: true,
  setsHeaders: true,
  peers: GOOGLE_FRONT_ENDS,
  props: {
    ...ingressProps('global'),
    managedCertificates: listProp('networking.gke.io/managed-certificates'),
    redirectHttpToHttps: flagProp(),
  },
};

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
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: GkeApplicationLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: GkeApplicationLoadBalancerProps) {
    this.props = gkeIngressProps(BALANCER, props);
  }

  /**
   * Appends the client and then the balancer's own address to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto` and
   * `X-Forwarded-Port`.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway, which gets the BackendConfig and the FrontendConfig
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    return bindIngress(scope, BALANCER, this.props);
  }
}
