import { checkWalls, nameProp } from './aws';
import { IpFamily } from '../../binding/service-binding';
import {
  PropTable,
  attributesProp,
  flagProp,
  mapProp,
  propsOf,
  rangesProp,
  required,
  textProp,
  textsProp,
} from '../props';
import { checkRangeFamilies } from '../ranges';
import { BalancerClass } from '../service-balancer';

/**
 * Props of every load balancer that the AWS Load Balancer Controller makes for a Gateway, by the names of the fields
 * of its LoadBalancerConfiguration and TargetGroupConfiguration.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/gateway/loadbalancerconfig/
 */
export interface AwsGatewayLoadBalancerProps {
  /**
   * The name of a GatewayClass of the controller. A LoadBalancerConfiguration that the class names wins over the
   * gateway's own: there `loadBalancerAttributes` can let clients choose their address, and `sourceRanges` and `scheme`
   * can admit all sources. The library cannot see it, so look at it.
   */
  readonly gatewayClassName: string;

  /**
   * Whether only the VPC and what is connected to it can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * The balancer's name: at most 32 letters, digits and inner hyphens, not beginning with `internal-`. A balancer
   * cannot be renamed.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * Ids or names of the balancer's subnets, one per availability zone.
   *
   * @default - the controller finds them by their tags
   */
  readonly subnets?: string[];

  /**
   * Ids or names of the balancer's security groups. The controller then ignores `sourceRanges`, so give either these
   * or those. What the groups admit is not known here, and you let them reach the pods yourself.
   *
   * @default - the controller makes one
   */
  readonly securityGroups?: string[];

  /**
   * The networks that may connect, in CIDR notation, of IPv4.
   *
   * @default - all sources may connect
   */
  readonly sourceRanges?: string[];

  /**
   * Attributes of the balancer, such as `deletion_protection.enabled` to `true`. How an Application Load Balancer
   * treats `X-Forwarded-For` belongs to the binding.
   *
   * @default - those of AWS
   */
  readonly attributes?: { [key: string]: string };

  /**
   * Attributes of the target groups, such as `stickiness.enabled` to `true`. Those that decide about the client's
   * address belong to the binding.
   *
   * @default - those of AWS
   */
  readonly targetGroupAttributes?: { [key: string]: string };

  /**
   * Tags of all AWS resources of the balancer.
   *
   * @default - the controller's own
   */
  readonly tags?: { [key: string]: string };

  /**
   * The name of the Service in front of Kong, for the routes: where a Helm chart or an operator makes it.
   *
   * @default - the gateway's own
   */
  readonly serviceName?: string;
}

export const AWS_GATEWAY_PROPS = {
  gatewayClassName: required(
    textProp(),
    'without a class no controller takes the Gateway; ' +
      'write the name of a GatewayClass of the AWS Load Balancer Controller',
  ),
  internalOnly: flagProp(),
  name: nameProp(),
  subnets: textsProp(),
  securityGroups: textsProp(),
  sourceRanges: rangesProp(),
  attributes: attributesProp(),
  targetGroupAttributes: attributesProp(),
  tags: mapProp(),
  serviceName: textProp(),
} satisfies PropTable<AwsGatewayLoadBalancerProps>;

/** The families of these balancers and of what they dial. */
export const AWS_GATEWAY_FAMILIES = [IpFamily.IPV4];

/**
 * A copy of the props.
 *
 * @throws when one is wrong, or the controller would ignore networks that alone may connect
 */
export function gatewayPropsOf<Props extends AwsGatewayLoadBalancerProps>(
  { owner, props: table }: BalancerClass<Props>,
  given: Props,
): Readonly<Props> {
  const props = propsOf(owner, table, given);
  checkWalls(owner, props);
  checkRangeFamilies(owner, 'sourceRanges', props.sourceRanges, AWS_GATEWAY_FAMILIES);
  return props;
}
