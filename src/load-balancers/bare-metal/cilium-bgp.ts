import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { addressesProp, propsOf, textProp } from '../props';
import { bindService, RESTRICTABLE_PROPS, RestrictableLoadBalancerProps, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<CiliumBgpProps> = {
  id: 'cilium-bgp',
  owner: 'CiliumBgp',
  prefix: 'lbipam.cilium.io/',
  props: { ...RESTRICTABLE_PROPS, loadBalancerIps: addressesProp('ips'), sharingKey: textProp('sharing-key') },
};

/**
 * Props of `CiliumBgp`, by the names of the annotations of its address management (LB-IPAM).
 *
 * @see https://docs.cilium.io/en/stable/network/lb-ipam/
 */
export interface CiliumBgpProps extends RestrictableLoadBalancerProps {
  /**
   * The addresses of the Service.
   *
   * @default - Cilium chooses from a `CiliumLoadBalancerIPPool` that matches the Service
   */
  readonly loadBalancerIps?: string[];

  /**
   * A key by which Services share an address. With `externalTrafficPolicy: Local` they must select the same pods.
   *
   * @default - the address is not shared
   */
  readonly sharingKey?: string;
}

/**
 * The BGP control plane of Cilium: each node with a pod of Kong announces the Service's address. Packets keep their
 * source; trust no proxy. A `CiliumBGPAdvertisement` must select the Service, for example by its label
 * `app.kubernetes.io/name: kong`.
 *
 * Cilium's layer 2 announcements have no class here: they may announce from a node without a pod, which then drops
 * the traffic.
 *
 * @see https://docs.cilium.io/en/stable/network/bgp-control-plane/bgp-control-plane/
 */
export class CiliumBgp implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: CiliumBgpProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: CiliumBgpProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, { writes: {} }),
      loadBalancerClass: 'io.cilium/bgp-control-plane',
    };
  }
}
