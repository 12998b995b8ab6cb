import { Construct } from 'constructs';
import { bindIngress, GkeIngress, gkeIngressProps, GkeIngressProps, ingressProps } from './ingress';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { flagProp } from '../props';

/**
 * Props of `GkeRegionalApplicationLoadBalancer`.
 */
export interface GkeRegionalApplicationLoadBalancerProps extends GkeIngressProps {
  /**
   * Whether port 80 redirects to https, by a FrontendConfig that belongs to the gateway. Needs a certificate.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/how-to/ingress-configuration#https_redirect
   */
  readonly redirectHttpToHttps?: boolean;
}

const BALANCER: GkeIngress<GkeRegionalApplicationLoadBalancerProps> = {
  id: 'gke-regional-application',
  owner: 'GkeRegionalApplicationLoadBalancer',
  prefix: '',
  ingressClass: 'gce-regional-external',
  isPublic: true,
  setsHeaders: false,
  props: { ...ingressProps('regional'), redirectHttpToHttps: flagProp() },
};

/**
 * The regional external Application Load Balancer that the GKE Ingress controller makes for an Ingress of class
 * `gce-regional-external`. It dials the pods themselves from the proxy-only subnet of the region.
 *
 * The controller serves this class only where it runs with `--enable-ingress-regional-external`, which is off by
 * default; Google documents `gce` and `gce-internal` alone. Elsewhere no controller takes the Ingress, and it gets no
 * address.
 *
 * Trust the proxy-only subnet and the balancer's own address: `TrustedProxies.of('10.129.0.0/23', '203.0.113.10/32')`.
 *
 * @see https://github.com/kubernetes/ingress-gce/blob/master/pkg/annotations/ingress.go
 */
export class GkeRegionalApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: GkeRegionalApplicationLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: GkeRegionalApplicationLoadBalancerProps) {
    this.props = gkeIngressProps(BALANCER, props);
  }

  /**
   * Appends the client and then the balancer's own address to `X-Forwarded-For`, and overwrites `X-Forwarded-Proto`.
   * It does not set `X-Forwarded-Port`, so Kong goes by the scheme.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway, which gets the BackendConfig and the FrontendConfig
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    return bindIngress(scope, BALANCER, this.props);
  }
}
