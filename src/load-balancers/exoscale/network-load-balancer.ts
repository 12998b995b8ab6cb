import { Construct } from 'constructs';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { enumProp, propsOf, textProp } from '../props';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

/**
 * How an Exoscale Network Load Balancer chooses a node.
 */
export enum ExoscaleStrategy {
  /** One after the other. */
  ROUND_ROBIN = 'round-robin',
  /** By the client's address and port. */
  SOURCE_HASH = 'source-hash',
}

const BALANCER: ServiceBalancer<ExoscaleNetworkLoadBalancerProps> = {
  id: 'exoscale',
  owner: 'ExoscaleNetworkLoadBalancer',
  prefix: 'service.beta.kubernetes.io/exoscale-loadbalancer-',
  props: {
    ...SERVICE_PROPS,
    name: textProp('name'),
    description: textProp('description'),
    serviceStrategy: enumProp(ExoscaleStrategy, 'service-strategy'),
    instancePoolId: textProp('service-instancepool-id'),
  },
};

/**
 * Props of `ExoscaleNetworkLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/exoscale/exoscale-cloud-controller-manager/blob/master/docs/service-loadbalancer.md
 */
export interface ExoscaleNetworkLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The balancer's description.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * How the balancer chooses a node.
   *
   * @default ExoscaleStrategy.ROUND_ROBIN
   */
  readonly serviceStrategy?: ExoscaleStrategy;

  /**
   * The id of the instance pool of the nodes to which the balancer sends.
   *
   * @default - that of the cluster's nodes; needed where they are of several pools
   */
  readonly instancePoolId?: string;
}

/**
 * A Network Load Balancer of Exoscale, which hands packets to the nodes unchanged. Trust no proxy. The nodes'
 * security group must admit clients to the node ports (30000 to 32767) and to the health check's.
 *
 * It checks through kube-proxy which nodes have a pod of Kong. It has no PROXY protocol.
 *
 * @see https://community.exoscale.com/documentation/compute/network-load-balancer/
 */
export class ExoscaleNetworkLoadBalancer implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: ExoscaleNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: ExoscaleNetworkLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return bindService(scope, BALANCER, this.props, {
      writes: { 'service-healthcheck-mode': 'http', 'service-healthcheck-uri': '/healthz' },
      reserved: ['service-healthcheck-port'],
    });
  }
}
