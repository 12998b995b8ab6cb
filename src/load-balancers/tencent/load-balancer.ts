import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { IpFamily, ServiceBinding } from '../../binding/service-binding';
import { propsOf, textProp, whenTrueProp } from '../props';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

const KUBERNETES = 'service.kubernetes.io/';

const BALANCER: ServiceBalancer<TencentLoadBalancerProps> = {
  id: 'tencent-clb',
  owner: 'TencentLoadBalancer',
  prefix: 'service.cloud.tencent.com/',
  props: {
    ...SERVICE_PROPS,
    directAccess: whenTrueProp('direct-access'),
    internalSubnetId: textProp(`${KUBERNETES}qcloud-loadbalancer-internal-subnetid`),
    nodeSelector: textProp(`${KUBERNETES}qcloud-loadbalancer-backends-label`),
  },
};

/** By these the balancer speaks another protocol, or dials from an address that is not the client's. */
const RESERVED = [
  'cross-region-id',
  'cross-vpc-id',
  'snat-pro-info',
  'specify-protocol',
  'tke-service-config',
  'tke-service-config-auto',
  `${KUBERNETES}service.extensiveParameters`,
  `${KUBERNETES}service.listenerParameters`,
];

/**
 * Props of `TencentLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://www.tencentcloud.com/document/product/457/39142
 */
export interface TencentLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * Whether the balancer dials the pods of Kong, not the nodes. The pods need addresses of the VPC (VPC-CNI), or direct
   * access must be switched on for the cluster's GlobalRouter.
   *
   * @default false
   * @see https://www.tencentcloud.com/document/product/457/36837
   */
  readonly directAccess?: boolean;

  /**
   * The id of the subnet in which the balancer gets a private address, and no public one.
   *
   * @default - a public address
   */
  readonly internalSubnetId?: string;

  /**
   * A selector of the nodes that the balancer sends to, by their labels: `edge=true`.
   *
   * @default - all nodes with a pod of Kong
   */
  readonly nodeSelector?: string;
}

/**
 * A Cloud Load Balancer (CLB) of Tencent Cloud before a cluster of its Kubernetes Engine (TKE). It hands packets on
 * with the client's source. Trust no proxy. It has an address of IPv4 alone: for clients of IPv6 it would translate
 * their address.
 *
 * It sends to the nodes that have a pod of Kong.
 *
 * @see https://www.tencentcloud.com/document/product/457/38426
 */
export class TencentLoadBalancer implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: TencentLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: TencentLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: { [`${KUBERNETES}local-svc-only-bind-node-with-pod`]: 'true' },
        reserved: RESERVED,
      }),
      ipFamilies: [IpFamily.IPV4],
    };
  }
}
