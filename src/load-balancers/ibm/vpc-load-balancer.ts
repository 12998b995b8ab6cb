import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { flagProp, listProp, propsOf, textProp } from '../props';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

const BALANCER: ServiceBalancer<IbmVpcLoadBalancerProps> = {
  id: 'ibm-vpc',
  owner: 'IbmVpcLoadBalancer',
  prefix: 'service.kubernetes.io/ibm-load-balancer-cloud-provider-',
  props: {
    ...SERVICE_PROPS,
    internalOnly: flagProp(),
    name: textProp('vpc-lb-name'),
    subnets: listProp('vpc-subnets'),
    zone: textProp('zone'),
    nodeSelector: textProp('vpc-node-selector'),
  },
};

/**
 * Props of `IbmVpcLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://cloud.ibm.com/docs/containers?topic=containers-setup_vpc_alb
 */
export interface IbmVpcLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * Whether the balancer has no public addresses.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Names, ids or ranges of the balancer's subnets. Trust their ranges.
   *
   * @default - the cluster's subnets
   */
  readonly subnets?: string[];

  /**
   * The one zone of the balancer.
   *
   * @default - all zones of the cluster
   */
  readonly zone?: string;

  /**
   * A label and its value that the nodes have to which the balancer sends, as `key=value`.
   *
   * @default - all nodes
   */
  readonly nodeSelector?: string;
}

/**
 * The Application Load Balancer for VPC of IBM Cloud, which connects to the nodes by itself, on layer 4: trust its
 * subnets.
 *
 * It checks through kube-proxy which nodes have a pod of Kong. It is known by its host name alone, so pods that call it
 * really go there.
 *
 * @see https://cloud.ibm.com/docs/vpc?topic=vpc-load-balancers-about
 */
export class IbmVpcLoadBalancer implements IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: IbmVpcLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: IbmVpcLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header of version 1. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const ipType = this.props.internalOnly ? 'private' : 'public';
    return bindService(scope, BALANCER, this.props, {
      writes: { 'enable-features': 'proxy-protocol', 'ip-type': ipType },
    });
  }
}
