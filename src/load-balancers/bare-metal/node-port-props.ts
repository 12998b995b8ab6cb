import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ServiceBinding } from '../../binding/service-binding';
import { countProp } from '../props';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

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

/** No controller reads the annotations of such a Service. */
export const NODE_PORT_PROPS = {
  ...SERVICE_PROPS,
  httpNodePort: countProp(undefined, FIRST, LAST),
  httpsNodePort: countProp(undefined, FIRST, LAST),
};

/** What a Service of type NodePort must contain. */
export function bindNodePorts<Props extends NodePortProps>(
  scope: Construct,
  balancer: ServiceBalancer<Props>,
  props: Props,
): ServiceBinding {
  return {
    ...bindService(scope, balancer, props, { writes: {} }),
    serviceType: kplus.ServiceType.NODE_PORT,
    httpNodePort: props.httpNodePort,
    httpsNodePort: props.httpsNodePort,
  };
}
