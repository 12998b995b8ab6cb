import { Construct } from 'constructs';
import { ClientIpPlan, Kong } from './kong';
import { KongProps } from './kong-props';
import { IProxyProtocolLoadBalancer } from '../load-balancers/load-balancer';
import { connectionListeners } from '../ways/listeners';
import { requireCapability, requireTrust } from '../ways/pairing';
import { TrustedProxies } from '../ways/trusted-proxies';

/**
 * Props of `ProxyProtocolKong`.
 */
export interface ProxyProtocolKongProps extends KongProps {
  /**
   * The load balancer: one that sends a PROXY protocol header.
   */
  readonly loadBalancer: IProxyProtocolLoadBalancer;

  /**
   * The networks that the balancer's connections come from, as Kong sees them: the balancer's subnets, and where
   * they pass a node port, the nodes' (and, unless the network plugin gives pods addresses of the node's network, the pods').
   *
   * Whoever connects from one of them can claim any client address.
   */
  readonly trustedProxies: TrustedProxies;
}

/**
 * Kong behind a load balancer that passes TCP connections on and tells the client's address in a PROXY protocol header.
 * Every public listener expects the header; connections without one are closed. For callers inside the cluster
 * see {@link exposeInCluster}.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/
 */
export class ProxyProtocolKong extends Kong {
  /**
   * @param scope the chart, or a construct in it
   * @param id the gateway's name in the scope; the names of its objects begin with it
   * @param props what the gateway serves, the load balancer in front of it, and whom Kong believes
   * @throws when the load balancer cannot send PROXY protocol, nobody is trusted, or another prop is wrong
   */
  constructor(scope: Construct, id: string, props: ProxyProtocolKongProps) {
    super(scope, id, props);
  }

  /** @internal */
  protected _plan(props: ProxyProtocolKongProps): ClientIpPlan {
    requireCapability(this, props.loadBalancer, 'bindProxyProtocol');
    requireTrust(this, props.trustedProxies);
    const binding = props.loadBalancer.bindProxyProtocol(this);
    return {
      binding,
      // Local makes the balancer check kube-proxy's health port, which reads no PROXY header: every node would be unhealthy.
      externalTrafficPolicy: binding.routesToPods ? undefined : 'Cluster',
      listeners: connectionListeners(true),
      trustedProxies: props.trustedProxies,
      environment: { KONG_REAL_IP_HEADER: 'proxy_protocol' },
    };
  }
}
