import { isIPv4 } from 'net';
import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { countProp, flagProp, matching, propsOf, textProp } from '../props';
import { bindService, RESTRICTABLE_PROPS, RestrictableLoadBalancerProps, ServiceBalancer } from '../service-balancer';

const PLANS = ['p10', 'p50', 'p250', 'p750'];

const BALANCER: ServiceBalancer<StackitLoadBalancerProps> = {
  id: 'stackit',
  owner: 'StackitLoadBalancer',
  prefix: 'lb.stackit.cloud/',
  props: {
    ...RESTRICTABLE_PROPS,
    internalOnly: flagProp('internal-lb'),
    reservedIpv4: matching(
      textProp('external-address'),
      isIPv4,
      'is not an address of IPv4, and the controller takes no other; write one such as "203.0.113.10"',
    ),
    balancerType: matching(
      textProp('service-plan-id'),
      (plan) => PLANS.includes(plan),
      `is not a plan that the controller takes; write one of ${quote(PLANS)}`,
    ),
    idleTimeoutSeconds: countProp('tcp-idle-timeout', 1, undefined, 's'),
  },
};

/** Keys of the balancer's predecessor, which the controller still reads. */
const OF_YAWOL = [
  'existingFloatingIP',
  'flavorId',
  'internalLB',
  'loadBalancerSourceRanges',
  'tcpIdleTimeout',
  'tcpProxyProtocol',
  'tcpProxyProtocolPortsFilter',
].map((name) => `yawol.stackit.cloud/${name}`);

/** By which the predecessor leaves the Service to the controller of today, in clusters that have both. */
const CLASS = 'yawol.stackit.cloud/className';

/**
 * Props of `StackitLoadBalancer`.
 *
 * @see https://github.com/stackitcloud/cloud-provider-stackit/blob/main/docs/load-balancer.md
 */
export interface StackitLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * Whether the balancer has no public address.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * A public IPv4 address that you reserved, for the balancer.
   *
   * @default - a new one
   */
  readonly reservedIpv4?: string;

  /**
   * The balancer's plan: `p10`, `p50`, `p250` or `p750`.
   *
   * @default p10
   */
  readonly balancerType?: string;

  /**
   * After how many seconds without data the balancer closes a connection.
   *
   * @default 3600
   */
  readonly idleTimeoutSeconds?: number;
}

/**
 * A Network Load Balancer of STACKIT, which connects to the nodes by itself: trust the network of the nodes, in which
 * it has its own address, too.
 *
 * It checks no node, so traffic goes from any node to a pod of Kong, and the peer is a node.
 *
 * @see https://docs.stackit.cloud/products/runtime/kubernetes-engine/basics/load-balancing
 */
export class StackitLoadBalancer implements IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: StackitLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: StackitLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    checkAddress(this.props);
  }

  /**
   * Sends a PROXY protocol header. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: { 'tcp-proxy-protocol': 'true', 'ip-mode-proxy': 'true', [CLASS]: 'stackit' },
        reserved: ['tcp-proxy-protocol-ports-filter', ...OF_YAWOL],
      }),
      externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER,
    };
  }
}

/** @throws when the balancer is to have a public address and none */
function checkAddress({ internalOnly, reservedIpv4 }: StackitLoadBalancerProps): void {
  if (internalOnly && reservedIpv4 !== undefined) {
    throw errorAt(
      BALANCER.owner,
      `reservedIpv4 ${quote(reservedIpv4)}: a balancer without a public address ignores it; ` +
        'leave out internalOnly or reservedIpv4',
    );
  }
}
