import { Construct } from 'constructs';
import { bindIngress, GkeIngress, gkeIngressProps, GkeIngressProps, ingressProps } from './ingress';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';

const BALANCER: GkeIngress<GkeIngressProps> = {
  id: 'gke-internal-application',
  owner: 'GkeInternalApplicationLoadBalancer',
  prefix: '',
  ingressClass: 'gce-internal',
  isPublic: false,
  setsHeaders: false,
  props: ingressProps('regional'),
};

/**
 * The internal Application Load Balancer that GKE makes for an Ingress of class `gce-internal`. It dials the pods
 * themselves from the proxy-only subnet of the region.
 *
 * Trust that subnet and the balancer's own address: `TrustedProxies.of('10.129.0.0/23', '10.0.0.7/32')`. The address
 * must be reserved with the purpose `SHARED_LOADBALANCER_VIP` to serve http and https both. It cannot redirect to
 * https.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/ingress-ilb
 */
export class GkeInternalApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: GkeIngressProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: GkeIngressProps) {
    this.props = gkeIngressProps(BALANCER, props);
  }

  /**
   * Appends the client and then the balancer's own address to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto`.
   * It cannot set `X-Forwarded-Port`, so Kong goes by the scheme.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway, which gets the BackendConfig
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    return bindIngress(scope, BALANCER, this.props);
  }
}
