import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ServiceBinding } from '../../binding/load-balancer';
import { count } from '../../input/values';
import { bindService, ServiceLoadBalancerProps } from '../service-balancer';

const FIRST = 1;
const LAST = 65535;

/**
 * Props of balancers that dial ports of the nodes.
 */
export interface NodePortProps extends ServiceLoadBalancerProps {
  /**
   * The port of every node that leads to the Service's port 80, from the cluster's range: 30000 to 32767 unless
   * configured.
   *
   * @default - the cluster chooses one
   */
  readonly httpNodePort?: number;

  /**
   * The port of every node that leads to the Service's port 443, from the same range.
   *
   * @default - the cluster chooses one
   */
  readonly httpsNodePort?: number;
}

/** What a Service of type NodePort must contain. No controller reads its annotations. */
export function bindNodePorts(scope: Construct, id: string, owner: string, props: NodePortProps): ServiceBinding {
  return {
    ...bindService<ServiceLoadBalancerProps>(scope, { id, owner, prefix: '', keys: {} }, props, { writes: {} }),
    serviceType: kplus.ServiceType.NODE_PORT,
    httpNodePort: count(scope, 'httpNodePort', props.httpNodePort, FIRST, LAST),
    httpsNodePort: count(scope, 'httpsNodePort', props.httpsNodePort, FIRST, LAST),
  };
}
