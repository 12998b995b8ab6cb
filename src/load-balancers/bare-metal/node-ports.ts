import { Construct } from 'constructs';
import { bindNodePorts, NodePortProps } from './node-port-props';
import { ILocalTrafficLoadBalancer, ServiceBinding } from '../../binding/load-balancer';
import { copyOf } from '../../input/values';

const PROPS = {
  httpNodePort: true,
  httpsNodePort: true,
  annotations: true,
} satisfies Record<keyof NodePortProps, true>;

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
  private readonly props: NodePortProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the node ports
   */
  constructor(props?: NodePortProps) {
    this.props = copyOf('NodePorts', props, PROPS);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when a prop is wrong.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return bindNodePorts(scope, 'node-dns', 'NodePorts', this.props);
  }
}
