import { Construct } from 'constructs';
import { ClientIpPlan, Kong } from './kong';
import { KongProps } from './kong-props';
import { ILocalTrafficLoadBalancer } from '../load-balancers/load-balancer';
import { connectionListeners } from '../ways/listeners';
import { requireCapability } from '../ways/pairing';

/**
 * Props of `LocalTrafficKong`.
 */
export interface LocalTrafficKongProps extends KongProps {
  /**
   * The load balancer: one that keeps the packets' source address.
   */
  readonly loadBalancer: ILocalTrafficLoadBalancer;
}

/**
 * Kong behind a load balancer that passes packets on with their source address. `externalTrafficPolicy: Local` keeps
 * the nodes from rewriting it, and Kong believes nobody: what a client writes about its address changes nothing.
 *
 * Nodes without a pod of Kong take no traffic; the pods are spread over the nodes for that reason.
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
 */
export class LocalTrafficKong extends Kong {
  /**
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope; the names of its objects begin with it
   * @param props what the gateway serves, and the load balancer in front of it
   * @throws when the load balancer cannot keep the source address, or another prop is wrong
   */
  constructor(scope: Construct, id: string, props: LocalTrafficKongProps) {
    super(scope, id, props);
  }

  /** @internal */
  protected _plan(props: LocalTrafficKongProps): ClientIpPlan {
    requireCapability(this, props.loadBalancer, 'bindLocalTraffic');
    const binding = props.loadBalancer.bindLocalTraffic(this);
    return {
      binding,
      externalTrafficPolicy: binding.routesToPods ? undefined : 'Local',
      listeners: connectionListeners(false),
      environment: {},
    };
  }
}
