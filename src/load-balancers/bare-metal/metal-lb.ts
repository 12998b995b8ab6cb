import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { addressesProp, propsOf, textProp } from '../props';
import { bindService, RESTRICTABLE_PROPS, RestrictableLoadBalancerProps, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<MetalLbProps> = {
  id: 'metallb',
  owner: 'MetalLb',
  prefix: 'metallb.io/',
  props: {
    ...RESTRICTABLE_PROPS,
    loadBalancerClass: textProp(),
    addressPool: textProp('address-pool'),
    loadBalancerIps: addressesProp('loadBalancerIPs'),
    sharingKey: textProp('allow-shared-ip'),
  },
};

/** Keys of before, which the controller still reads. */
const LEGACY = ['address-pool', 'loadBalancerIPs', 'allow-shared-ip'].map((name) => `metallb.universe.tf/${name}`);

/**
 * Props of `MetalLb`, by the names of its annotations.
 *
 * @see https://metallb.io/usage/
 */
export interface MetalLbProps extends RestrictableLoadBalancerProps {
  /**
   * The name of the `IPAddressPool` from which the Service gets its address.
   *
   * @default - any pool
   */
  readonly addressPool?: string;

  /**
   * The addresses of the Service, at most one of each family.
   *
   * @default - MetalLB chooses
   */
  readonly loadBalancerIps?: string[];

  /**
   * A key by which Services share an address. With `externalTrafficPolicy: Local` they must select the same pods.
   *
   * @default - the address is not shared
   */
  readonly sharingKey?: string;

  /**
   * `spec.loadBalancerClass`, if MetalLB was started with one.
   *
   * @default - MetalLB takes every Service without a class
   */
  readonly loadBalancerClass?: string;
}

/**
 * MetalLB, which announces the Service's address to the network. Packets keep their source; trust no proxy.
 *
 * In BGP mode each node with a pod of Kong announces the address, and routers share traffic among them. In layer 2
 * mode one of these nodes takes it all.
 *
 * @see https://metallb.io/
 */
export class MetalLb implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: MetalLbProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: MetalLbProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, { writes: {}, reserved: LEGACY }),
      loadBalancerClass: this.props.loadBalancerClass,
    };
  }
}
