import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer, ServiceBinding } from '../../binding/load-balancer';
import { copyOf } from '../../input/values';
import {
  addressesKey,
  bindService,
  RestrictableLoadBalancerProps,
  ServiceBalancer,
  textKey,
} from '../service-balancer';

const BALANCER: ServiceBalancer<CiliumBgpProps> = {
  id: 'cilium-bgp',
  owner: 'CiliumBgp',
  prefix: 'lbipam.cilium.io/',
  keys: { ips: addressesKey('ips'), sharingKey: textKey('sharing-key') },
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
  readonly ips?: string[];

  /**
   * A key by which Services share an address. With `externalTrafficPolicy: Local` they must select the same pods.
   *
   * @default - the address is not shared
   */
  readonly sharingKey?: string;
}

const PROPS = {
  ips: true,
  sharingKey: true,
  sourceRanges: true,
  annotations: true,
} satisfies Record<keyof CiliumBgpProps, true>;

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
  private readonly props: CiliumBgpProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props?: CiliumBgpProps) {
    this.props = copyOf(BALANCER.owner, props, PROPS);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when a prop is wrong, or an annotation belongs
   * to the binding.
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
