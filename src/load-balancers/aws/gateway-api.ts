import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { AwsTargetType, checkWalls, nameProp, schemeOf } from './aws';
import { IpFamily } from '../../binding/load-balancer';
import { errorAt } from '../../input/errors';
import { map } from '../../input/values';
import { serviceNameFor } from '../own-service';
import {
  attributesProp,
  flagProp,
  Prop,
  PropTable,
  propsOf,
  rangesProp,
  required,
  textProp,
  textsProp,
} from '../props';
import { checkRangeFamilies } from '../ranges';

/** Newer than v1beta1, which the controller still serves. */
const CONFIGURATION = 'gateway.k8s.aws/v1';
const GATEWAY_API = 'gateway.networking.k8s.io';

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

const tagsProp: Prop<{ [key: string]: string }> = {
  write: (place, name, value) => {
    map(place, name, value);
    return undefined;
  },
};

export const AWS_GATEWAY_PROPS = {
  gatewayClassName: required(
    textProp(),
    'without a class no controller takes the Gateway; write the name of a GatewayClass of the AWS Load Balancer Controller',
  ),
  internalOnly: flagProp(),
  name: nameProp(),
  subnets: textsProp(),
  securityGroups: textsProp(),
  sourceRanges: rangesProp(),
  attributes: attributesProp(),
  targetGroupAttributes: attributesProp(),
  tags: tagsProp,
  serviceName: textProp(),
} satisfies PropTable<AwsGatewayLoadBalancerProps>;

/** The families of these balancers and of what they dial. */
export const AWS_GATEWAY_FAMILIES = [IpFamily.IPV4];

export interface GatewayListener {
  readonly name: string;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  readonly port: number;
}

/** A Gateway, its configurations and its routes. */
export interface GatewayParts {
  /** What the gateway's Service states. */
  readonly loadBalancer: string;
  readonly listeners: readonly GatewayListener[];
  /** Attributes of the balancer that belong to the binding. */
  readonly attributes?: { [key: string]: string };
  /** Attributes of the target groups that belong to the binding. */
  readonly targetGroupAttributes: { [key: string]: string };
  /** Further fields of the LoadBalancerConfiguration. */
  readonly configuration?: object;
  readonly healthCheck: object;
}

/**
 * A copy of the props.
 *
 * @throws when one is wrong, or the controller would ignore networks that alone may connect
 */
export function gatewayPropsOf<Props extends AwsGatewayLoadBalancerProps>(
  owner: string,
  table: PropTable<Props>,
  given: Props,
): Readonly<Props> {
  const props = propsOf(owner, table, given);
  checkWalls(owner, props);
  checkRangeFamilies(owner, 'sourceRanges', props.sourceRanges, AWS_GATEWAY_FAMILIES);
  return props;
}

/**
 * Writes the Gateway and the two configurations that decide what its balancer does. The pods are the targets.
 *
 * @throws when an attribute belongs to the binding
 */
export function writeGateway(scope: Construct, props: AwsGatewayLoadBalancerProps, parts: GatewayParts): ApiObject {
  const configuration = new ApiObject(scope, 'LoadBalancerConfiguration', {
    apiVersion: CONFIGURATION,
    kind: 'LoadBalancerConfiguration',
    spec: {
      scheme: schemeOf(props),
      loadBalancerName: props.name,
      ipAddressType: 'ipv4',
      loadBalancerSubnets: props.subnets?.map((identifier) => ({ identifier })),
      securityGroups: props.securityGroups,
      sourceRanges: props.sourceRanges,
      loadBalancerAttributes: owned(scope, 'attributes', props.attributes, parts.attributes),
      tags: props.tags,
      ...parts.configuration,
    },
  });
  const gateway = new ApiObject(scope, 'Gateway', {
    apiVersion: `${GATEWAY_API}/v1`,
    kind: 'Gateway',
    spec: {
      gatewayClassName: props.gatewayClassName,
      infrastructure: {
        parametersRef: { group: 'gateway.k8s.aws', kind: 'LoadBalancerConfiguration', name: configuration.name },
      },
      listeners: parts.listeners,
    },
  });
  new ApiObject(scope, 'TargetGroupConfiguration', {
    apiVersion: CONFIGURATION,
    kind: 'TargetGroupConfiguration',
    spec: {
      targetReference: { kind: 'Service', name: serviceOf(scope, props, parts.loadBalancer) },
      defaultConfiguration: {
        targetType: AwsTargetType.IP,
        healthCheckConfig: parts.healthCheck,
        targetGroupAttributes: owned(
          scope,
          'targetGroupAttributes',
          props.targetGroupAttributes,
          parts.targetGroupAttributes,
        ),
      },
    },
  });
  return gateway;
}

/** Writes a route from one listener of the Gateway. */
export function writeRoute(
  scope: Construct,
  id: string,
  kind: 'HTTPRoute' | 'TCPRoute',
  gateway: ApiObject,
  listener: GatewayListener,
  spec: object,
): void {
  new ApiObject(scope, id, {
    apiVersion: `${GATEWAY_API}/v1`,
    kind,
    spec: { parentRefs: [{ kind: 'Gateway', name: gateway.name, sectionName: listener.name }], ...spec },
  });
}

/** The rule that sends to a port of the Service. */
export function rulesTo(
  scope: Construct,
  props: AwsGatewayLoadBalancerProps,
  loadBalancer: string,
  port: number,
): object[] {
  return [{ backendRefs: [{ kind: 'Service', name: serviceOf(scope, props, loadBalancer), port }] }];
}

function serviceOf(scope: Construct, props: AwsGatewayLoadBalancerProps, loadBalancer: string): string {
  return serviceNameFor(scope, loadBalancer, 'route', props.serviceName);
}

/**
 * The user's attributes and the binding's, sorted.
 *
 * @throws when the user gives one that is the binding's
 */
function owned(
  scope: Construct,
  prop: string,
  users: { [key: string]: string } | undefined,
  bindings: { [key: string]: string } = {},
): object[] | undefined {
  const taken = Object.keys(bindings).find((key) => users && key in users);
  if (taken !== undefined) {
    throw errorAt(scope, `${prop}: ${taken} decides whether Kong learns the client's address; leave it out`);
  }
  const all = Object.entries({ ...users, ...bindings }).map(([key, value]) => ({ key, value }));
  return all.length === 0 ? undefined : all.sort((one, other) => (one.key < other.key ? -1 : 1));
}
