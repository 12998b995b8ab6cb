import { Construct } from 'constructs';
import { ALIBABA, COMMON_PROPS } from './alibaba';
import { ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { listProp, propsOf, required } from '../props';
import { bindService, RESTRICTABLE_PROPS, RestrictableLoadBalancerProps, ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<AlibabaNetworkLoadBalancerProps> = {
  id: 'alibaba-nlb',
  owner: 'AlibabaNetworkLoadBalancer',
  prefix: ALIBABA,
  props: {
    ...COMMON_PROPS,
    ...RESTRICTABLE_PROPS,
    zoneMaps: required(
      listProp('zone-maps'),
      'an NLB needs a vSwitch in each of its zones; write zoneMaps: ["cn-hangzhou-k:vsw-1", "cn-hangzhou-j:vsw-2"]',
    ),
    securityGroups: listProp('security-group-ids'),
  },
};
const CLASS = { loadBalancerClass: 'alibabacloud.com/nlb' };
const ALWAYS = { 'protocol-port': 'tcp:80,tcp:443', 'server-group-type': 'Instance' };

/**
 * Props of `AlibabaNetworkLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://www.alibabacloud.com/help/en/ack/ack-managed-and-ack-dedicated/user-guide/use-annotations-to-configure-nlb
 */
export interface AlibabaNetworkLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * The balancer's zones and the vSwitch in each, such as `cn-hangzhou-k:vsw-1`. At least two. With PROXY protocol,
   * trust the ranges of these vSwitches.
   */
  readonly zoneMaps: string[];

  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * Whether only the VPC can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * A domain name that leads to the balancer, by which it is then known.
   *
   * @default - the name that Alibaba gives it
   */
  readonly hostname?: string;

  /**
   * Ids of the balancer's security groups.
   *
   * @default - none
   */
  readonly securityGroups?: string[];
}

/**
 * The Network Load Balancer of Alibaba Cloud. It keeps the packets' source address, or hides it and tells it in a PROXY
 * protocol header. Then trust its vSwitches.
 *
 * The controller sends it to nodes with a pod of Kong only. Over IPv6 it cannot keep the source of clients: use PROXY
 * protocol.
 *
 * @see https://www.alibabacloud.com/help/en/slb/network-load-balancer/
 */
export class AlibabaNetworkLoadBalancer implements ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AlibabaNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AlibabaNetworkLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address of packets. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return this.bind(scope, { 'preserve-client-ip': 'on', 'proxy-protocol': 'off' });
  }

  /**
   * Sends a PROXY protocol header of version 2. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    // With the source kept, the peer would be the client itself, and all addresses would have to be trusted.
    return this.bind(scope, { 'preserve-client-ip': 'off', 'proxy-protocol': 'on' });
  }

  private bind(scope: Construct, way: { [name: string]: string }): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, { writes: { ...ALWAYS, ...way }, reserved: ['cert-id'] }),
      ...CLASS,
    };
  }
}
