import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { IpFamily, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { flagProp, listProp, matching, propsOf, textProp, whenTrueProp } from '../props';
import { bindService, RESTRICTABLE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

/**
 * Props of `GkeNetworkLoadBalancer`.
 *
 * @see https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
 */
export interface GkeNetworkLoadBalancerProps extends ServiceLoadBalancerProps {
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
}

const BALANCER: ServiceBalancer<GkeNetworkLoadBalancerProps> = {
  id: 'gke-network',
  owner: 'GkeNetworkLoadBalancer',
  prefix: 'networking.gke.io/',
  drainSeconds: 30,
  props: {
    ...RESTRICTABLE_PROPS,
    internalOnly: flagProp(),
    useLoadBalancerClass: flagProp(),
    globalAccess: whenTrueProp('internal-load-balancer-allow-global-access'),
    subnet: textProp('load-balancer-subnet'),
    staticIpNames: matching(
      listProp('load-balancer-ip-addresses'),
      (names) => names.length <= 2,
      'are too many: GKE reads two names; write one address of IPv4, one of IPv6, or both',
    ),
    weightedByPods: whenTrueProp('weighted-load-balancing', 'pods-per-node'),
  },
};

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
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: GkeNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: GkeNetworkLoadBalancerProps = {}) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { internalOnly, useLoadBalancerClass, subnet } = this.props;
    const reach = internalOnly ? 'internal' : 'external';
    const byAnnotation = !useLoadBalancerClass;
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: {
          'load-balancer-type': internalOnly && byAnnotation ? 'Internal' : undefined,
          'cloud.google.com/l4-rbs': !internalOnly && byAnnotation ? 'enabled' : undefined,
          // Without subsetting, another controller makes internal balancers, and it knows the older key alone.
          'internal-load-balancer-subnet': subnet,
        },
        reserved: ['cloud.google.com/load-balancer-type'],
      }),
      loadBalancerClass: byAnnotation ? undefined : `networking.gke.io/l4-regional-${reach}`,
      ipFamilies: internalOnly && byAnnotation ? [IpFamily.IPV4] : undefined,
    };
  }
}

/** @throws when props contradict each other */
function check(owner: string, props: GkeNetworkLoadBalancerProps): void {
  const internalOption = (['globalAccess', 'subnet'] as const).find((prop) => props[prop]);
  if (internalOption && !props.internalOnly) {
    throw errorAt(
      owner,
      `${internalOption} ${quote(props[internalOption])} is for internal balancers only; ` +
        'set internalOnly, or leave it out',
    );
  }
  const ofBackendServices = (['weightedByPods', 'staticIpNames'] as const).find((prop) => props[prop]);
  if (ofBackendServices && props.internalOnly && !props.useLoadBalancerClass) {
    throw errorAt(
      owner,
      `${ofBackendServices} ${quote(props[ofBackendServices])} is ignored by an internal balancer without GKE ` +
        'subsetting; set useLoadBalancerClass, or leave it out',
    );
  }
}
