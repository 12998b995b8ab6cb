import { Construct } from 'constructs';
import { Gateway } from './gateway';
import { Kong } from './kong';
import { KongProps, propsOfWay } from './kong-props';
import { PROXY_PROTOCOL_PROPS, ProxyProtocol, ProxyProtocolProps } from '../ways/proxy-protocol';

/**
 * Props of `ProxyProtocolKong`.
 */
export interface ProxyProtocolKongProps extends KongProps, ProxyProtocolProps {}

/**
 * Kong behind a load balancer that passes TCP connections on and tells the client's address in a PROXY protocol header.
 * Every public listener expects the header; connections without one are closed. For callers inside the cluster
 * see `exposeInCluster`.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/
 */
export class ProxyProtocolKong extends Kong {
  /** @internal */
  protected readonly _way: ProxyProtocol;

  /** @internal */
  protected readonly _gateway: Gateway;

  /**
   * Throws when the load balancer cannot send PROXY protocol, no network is trusted, or another prop is wrong.
   *
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope. The names of its objects begin with it.
   * @param props what the gateway serves, and the load balancer in front of it
   */
  constructor(scope: Construct, id: string, props: ProxyProtocolKongProps) {
    super(scope, id);
    this._way = new ProxyProtocol(this, 'ClientIp', propsOfWay<ProxyProtocolProps>(this, props, PROXY_PROTOCOL_PROPS));
    this._gateway = new Gateway(this, this._way, props);
  }
}
