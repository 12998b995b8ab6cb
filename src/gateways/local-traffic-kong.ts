import { Construct } from 'constructs';
import { Gateway } from './gateway';
import { Kong } from './kong';
import { KongProps, propsOfWay } from './kong-props';
import { LOCAL_TRAFFIC_PROPS, LocalTraffic, LocalTrafficProps } from '../ways/local-traffic';

/**
 * Props of `LocalTrafficKong`.
 */
export interface LocalTrafficKongProps extends KongProps, LocalTrafficProps {}

/**
 * Kong behind a load balancer that passes packets on with their source address. `externalTrafficPolicy: Local` keeps
 * the nodes from rewriting it, and Kong trusts no proxy: what a client writes about its address changes nothing.
 *
 * Nodes without a pod of Kong take no traffic; the pods are spread over the nodes for that reason.
 *
 * @see https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip
 */
export class LocalTrafficKong extends Kong {
  /** @internal */
  protected readonly _way: LocalTraffic;

  /** @internal */
  protected readonly _gateway: Gateway;

  /**
   * Throws when the load balancer cannot keep the source address, or another prop is wrong.
   *
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope. The names of its objects begin with it.
   * @param props what the gateway serves, and the load balancer in front of it
   */
  constructor(scope: Construct, id: string, props: LocalTrafficKongProps) {
    super(scope, id);
    this._way = new LocalTraffic(this, 'ClientIp', propsOfWay<LocalTrafficProps>(this, props, LOCAL_TRAFFIC_PROPS));
    this._gateway = new Gateway(this, this._way, props);
  }
}
