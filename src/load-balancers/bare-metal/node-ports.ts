import { Construct } from 'constructs';
import { bindNodePorts, NODE_PORT_PROPS, NodePortProps } from './node-port-props';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { propsOf } from '../props';
import { ServiceBalancer } from '../service-balancer';

const BALANCER: ServiceBalancer<NodePortProps> = {
  id: 'node-dns',
  owner: 'NodePorts',
  prefix: '',
  props: NODE_PORT_PROPS,
};

/**
 * No balancer, or one of your own that passes packets on with their source, such as LVS or a router with ECMP. DNS or
 * that balancer leads clients to the nodes, whose node ports lead to Kong. Trust no proxy.
 *
 * A node without a pod of Kong drops what it gets. So lead clients to nodes that have one only: a health check of the
 * node port finds them, DNS alone does not.
 *
 * @see https://kubernetes.io/docs/tutorials/services/source-ip/#source-ip-for-services-with-type-nodeport
 */
export class NodePorts implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: NodePortProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the node ports
   */
  constructor(props?: NodePortProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return bindNodePorts(scope, BALANCER, this.props);
  }
}
