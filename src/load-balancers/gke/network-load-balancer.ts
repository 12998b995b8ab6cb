import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer, IpFamily, ServiceBinding } from '../../binding/load-balancer';
import { errorAt, quote } from '../../input/errors';
import { copyOf, flag, text } from '../../input/values';
import { annotations, list, SOURCE_RANGES } from '../annotations';

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
   * Names of reserved regional addresses that the balancer takes: one of IPv4, one of IPv6, or both. An internal
   * balancer needs `useLoadBalancerClass`.
   *
   * @default - Google chooses the addresses, and they change when the Service is created anew
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters#spd-static-ip-parameters
   */
  readonly staticIpNames?: string[];

  /**
   * Whether nodes take traffic in proportion to the pods of Kong on them, instead of each node with a pod the same.
   * An internal balancer needs `useLoadBalancerClass`.
   *
   * @default false
   * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer#weighted-lb
   */
  readonly weightedByPods?: boolean;

  /**
   * Whether the Service asks for its balancer by `spec.loadBalancerClass` instead of annotations, as Google
   * recommends from GKE 1.33.1 on. An older cluster makes no balancer then. The field cannot be changed once the
   * Service exists.
   *
   * For an internal balancer it implies GKE subsetting, which IPv6, weights and static addresses need.
   *
   * @default false
   */
  readonly useLoadBalancerClass?: boolean;

  /**
   * The networks that may connect, in CIDR notation. Google admits all sources over a family that has no network
   * here, so each family of the Service needs one.
   *
   * @default - all sources may connect
   */
  readonly sourceRanges?: string[];

  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const PROPS = {
  internalOnly: true,
  globalAccess: true,
  subnet: true,
  staticIpNames: true,
  weightedByPods: true,
  useLoadBalancerClass: true,
  sourceRanges: true,
  annotations: true,
} satisfies Record<keyof GkeNetworkLoadBalancerProps, true>;

/**
 * The passthrough Network Load Balancer that GKE makes for a Service: it hands packets to the nodes unchanged.
 * It has no PROXY protocol.
 *
 * External balancers are based on a backend service, which Google recommends and which IPv6, weights and static
 * addresses need. GKE looks at this only when a Service is created: one that already has a target pool keeps it.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer
 */
export class GkeNetworkLoadBalancer implements ILocalTrafficLoadBalancer {
  private readonly props: GkeNetworkLoadBalancerProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: GkeNetworkLoadBalancerProps = {}) {
    this.props = copyOf('GkeNetworkLoadBalancer', props, PROPS);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * Throws when a prop is wrong, an option does not fit an internal or an external balancer, or an annotation belongs
   * to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { props } = this;
    this.check(scope);
    const byClass = props.useLoadBalancerClass ?? false;
    const internal = props.internalOnly ?? false;
    return {
      loadBalancer: 'gke-network',
      loadBalancerClass: byClass ? `networking.gke.io/l4-regional-${internal ? 'internal' : 'external'}` : undefined,
      ...annotations(scope, {
        owner: 'GkeNetworkLoadBalancer',
        own: {
          'networking.gke.io/load-balancer-type': internal && !byClass ? 'Internal' : undefined,
          'cloud.google.com/l4-rbs': !internal && !byClass ? 'enabled' : undefined,
          'networking.gke.io/internal-load-balancer-allow-global-access': props.globalAccess ? 'true' : undefined,
          'networking.gke.io/load-balancer-subnet': props.subnet,
          // Without subsetting, another controller makes internal balancers, and it knows the older key alone.
          'networking.gke.io/internal-load-balancer-subnet': props.subnet,
          'networking.gke.io/load-balancer-ip-addresses': list(scope, 'staticIpNames', props.staticIpNames),
          'networking.gke.io/weighted-load-balancing': props.weightedByPods ? 'pods-per-node' : undefined,
        },
        reserved: ['cloud.google.com/load-balancer-type', SOURCE_RANGES],
        extra: props.annotations,
      }),
      sourceRanges: props.sourceRanges,
      ipFamilies: internal && !byClass ? [IpFamily.IPV4] : undefined,
      drainSeconds: 30,
    };
  }

  private check(scope: Construct): void {
    const { props } = this;
    (['internalOnly', 'globalAccess', 'weightedByPods', 'useLoadBalancerClass'] as const).forEach((prop) =>
      flag(scope, prop, props[prop]),
    );
    text(scope, 'subnet', props.subnet);
    const internalOption = (['globalAccess', 'subnet'] as const).find((prop) => props[prop]);
    if (internalOption && !props.internalOnly) {
      throw errorAt(
        scope,
        `${internalOption} ${quote(props[internalOption])} is for internal balancers only; set internalOnly, or leave it out`,
      );
    }
    const ofBackendServices = (['weightedByPods', 'staticIpNames'] as const).find((prop) => props[prop]);
    if (ofBackendServices && props.internalOnly && !props.useLoadBalancerClass) {
      throw errorAt(
        scope,
        `${ofBackendServices} ${quote(props[ofBackendServices])} is ignored by an internal balancer without GKE subsetting; set useLoadBalancerClass, or leave it out`,
      );
    }
    if ((props.staticIpNames?.length ?? 0) > 2) {
      throw errorAt(
        scope,
        `staticIpNames ${quote(props.staticIpNames)}: GKE reads two names; write one address of IPv4, one of IPv6, or both`,
      );
    }
  }
}
