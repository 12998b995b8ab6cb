import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { addressesProp, flagProp, propsOf, textProp } from '../props';
import { bindService, RESTRICTABLE_PROPS, RestrictableLoadBalancerProps, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<KubeVipProps> = {
  id: 'kube-vip',
  owner: 'KubeVip',
  prefix: 'kube-vip.io/',
  props: {
    ...RESTRICTABLE_PROPS,
    loadBalancerClass: textProp(),
    loadBalancerIps: addressesProp('loadbalancerIPs'),
    serviceInterface: textProp('serviceInterface'),
    forcePerServiceElection: flagProp('forcePerServiceElection'),
  },
};

/**
 * Props of `KubeVip`, by the names of its annotations.
 *
 * @see https://kube-vip.io/docs/usage/kubernetes-services/
 */
export interface KubeVipProps extends RestrictableLoadBalancerProps {
  /**
   * The addresses of the Service, or `0.0.0.0` to ask a DHCP server.
   *
   * @default - those that kube-vip's cloud provider gives
   */
  readonly loadBalancerIps?: string[];

  /**
   * The interface of the nodes that gets the address, such as `eth1`.
   *
   * @default - the one that kube-vip was started with
   */
  readonly serviceInterface?: string;

  /**
   * Whether the node that has the address is elected for this Service alone, among the nodes with a pod of Kong. In
   * ARP mode it must be so, be it by this prop or by kube-vip's `svc_election`: another node would drop the traffic.
   *
   * @default - as kube-vip was started
   */
  readonly forcePerServiceElection?: boolean;

  /**
   * `spec.loadBalancerClass`, such as `kube-vip.io/kube-vip-class`.
   *
   * @default - kube-vip takes every Service without a class, unless it was started with `lb_class_only`
   */
  readonly loadBalancerClass?: string;
}

/**
 * kube-vip, which gives the Service's address to a node (ARP) or announces it (BGP, routing table). Packets keep
 * their source; trust no proxy.
 *
 * @see https://kube-vip.io/
 */
export class KubeVip implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: KubeVipProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: KubeVipProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding, such
   * as `kube-vip.io/leaseName`: kube-vip refuses a shared lease with `Local`.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, { writes: {}, reserved: ['leaseName', 'ignore'] }),
      loadBalancerClass: this.props.loadBalancerClass,
    };
  }
}
