import { Construct } from 'constructs';
import { errorAt, quote } from '../../input/errors';
import { annotations, SOURCE_RANGES } from '../annotations';
import { ILocalTrafficLoadBalancer, ServiceBinding } from '../load-balancer';

/**
 * Props of `GkeNetworkLoadBalancer`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
 */
export interface GkeNetworkLoadBalancerProps {
  /**
   * Whether only the VPC network and what is connected to it can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Whether clients in other regions of the VPC network can reach an internal balancer.
   *
   * @default - clients of its region only
   */
  readonly globalAccess?: boolean;

  /**
   * The subnet from which an internal balancer takes its address.
   *
   * @default - the cluster's subnet
   */
  readonly subnet?: string;

  /**
   * Whether nodes take traffic in proportion to the pods of Kong on them, instead of each node with a pod the same.
   * The balancer must be a backend-service-based one, for which the annotation `cloud.google.com/l4-rbs` asks with
   * `"enabled"` when the Service is created.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer#weighted-lb
   */
  readonly weightedByPods?: boolean;

  /**
   * The networks that may connect, in CIDR notation.
   *
   * @default - everybody
   */
  readonly sourceRanges?: string[];

  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * The passthrough Network Load Balancer that GKE makes for a Service: it hands packets to the nodes unchanged.
 * It has no PROXY protocol.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer
 */
export class GkeNetworkLoadBalancer implements ILocalTrafficLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: GkeNetworkLoadBalancerProps = {}) {}

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * @param scope the gateway
   * @throws when an option for internal balancers is given to an external one, or an annotation belongs to the binding
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { props } = this;
    const internalOption = (['globalAccess', 'subnet'] as const).find((prop) => props[prop]);
    if (internalOption && !props.internalOnly) {
      throw errorAt(scope, `${internalOption} ${quote(props[internalOption])} is for internal balancers only; set internalOnly, or leave it out`);
    }
    return {
      ...annotations(scope, {
        owner: 'GkeNetworkLoadBalancer',
        own: {
          'networking.gke.io/load-balancer-type': props.internalOnly ? 'Internal' : undefined,
          'networking.gke.io/internal-load-balancer-allow-global-access': props.globalAccess ? 'true' : undefined,
          'networking.gke.io/load-balancer-subnet': props.subnet,
          'networking.gke.io/weighted-load-balancing': props.weightedByPods ? 'pods-per-node' : undefined,
        },
        reserved: ['cloud.google.com/load-balancer-type', SOURCE_RANGES],
        extra: props.annotations,
      }),
      sourceRanges: props.sourceRanges,
    };
  }
}
