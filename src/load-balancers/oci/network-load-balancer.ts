import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { flagProp, propsOf, textProp } from '../props';
import { checkAddress } from '../ranges';
import { bindService, RESTRICTABLE_PROPS, RestrictableLoadBalancerProps, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<OciNetworkLoadBalancerProps> = {
  id: 'oci-network',
  owner: 'OciNetworkLoadBalancer',
  prefix: 'oci-network-load-balancer.oraclecloud.com/',
  props: {
    ...RESTRICTABLE_PROPS,
    internalOnly: flagProp('internal'),
    subnet: textProp('subnet'),
    privateIpv4: textProp('assigned-private-ipv4'),
  },
  // Three checks in a row, 10 s apart.
  drainSeconds: 45,
};
/** Decides about rules in place of the key of either balancer. */
const RULES = 'oci.oraclecloud.com/security-rule-management-mode';
const TYPE = { 'oci.oraclecloud.com/load-balancer-type': 'nlb' };

/**
 * Props of `OciNetworkLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/ContEng/Tasks/contengcreatingnetworkloadbalancers.htm
 */
export interface OciNetworkLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * Whether the balancer has no public address.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * The OCID of the balancer's subnet. With PROXY protocol, trust its range.
   *
   * @default - the cluster's subnet for load balancers
   */
  readonly subnet?: string;

  /**
   * The balancer's own address in its subnet, such as `10.0.1.5`.
   *
   * @default - Oracle chooses one
   */
  readonly privateIpv4?: string;
}

/**
 * The network load balancer of Oracle Cloud (`nlb`). It hands packets to the nodes unchanged, or hides the client's
 * address and tells it in a PROXY protocol header. Then trust its subnet.
 *
 * It checks through kube-proxy which nodes have a pod of Kong.
 *
 * @see https://docs.oracle.com/en-us/iaas/Content/NetworkLoadBalancer/home.htm
 */
export class OciNetworkLoadBalancer implements ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: OciNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: OciNetworkLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    checkAddress(BALANCER.owner, 'privateIpv4', this.props.privateIpv4, { version: 4, isPublic: false });
  }

  /**
   * Keeps the source address of packets. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return this.bind(scope, { 'is-preserve-source': 'true', 'is-ppv2-enabled': 'false' });
  }

  /**
   * Sends a PROXY protocol header of version 2. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    // With the source kept, the peer would be the client itself, and all addresses would have to be trusted.
    return this.bind(scope, { 'is-preserve-source': 'false', 'is-ppv2-enabled': 'true' });
  }

  /**
   * Source ranges become rules of the subnets' security lists where the controller manages these, which for this
   * balancer it does when told.
   */
  private bind(scope: Construct, way: { readonly [name: string]: string }): ServiceBinding {
    const wall = this.props.sourceRanges
      ? { writes: { 'security-list-management-mode': 'All' }, reserved: [RULES] }
      : {};
    return bindService(scope, BALANCER, this.props, {
      writes: { ...TYPE, ...way, ...wall.writes },
      reserved: wall.reserved,
    });
  }
}
