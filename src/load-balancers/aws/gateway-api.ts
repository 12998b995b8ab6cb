import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { schemeOf } from './aws';
import { AwsTargetType } from './props';
import { errorAt } from '../../input/errors';
import { serviceNameFor } from '../own-service';
import { AwsGatewayLoadBalancerProps } from './gateway-props';

/** Newer than v1beta1, which the controller still serves. */
const CONFIGURATION = 'gateway.k8s.aws/v1';

const GATEWAY_API = 'gateway.networking.k8s.io';

export interface GatewayListener {
  readonly name: string;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TCP';
  readonly port: number;
}

/** A Gateway, its configurations and its routes. */
export interface GatewayParts {
  /** What the gateway's Service states. */
  readonly loadBalancerKind: string;
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
      targetReference: { kind: 'Service', name: serviceOf(scope, props, parts.loadBalancerKind) },
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
  loadBalancerKind: string,
  port: number,
): object[] {
  return [{ backendRefs: [{ kind: 'Service', name: serviceOf(scope, props, loadBalancerKind), port }] }];
}

function serviceOf(scope: Construct, props: AwsGatewayLoadBalancerProps, loadBalancerKind: string): string {
  return serviceNameFor(scope, loadBalancerKind, 'route', props.serviceName);
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
