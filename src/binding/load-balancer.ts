import { Construct } from 'constructs';
import { HeaderForwardingBinding } from './header-forwarding-binding';
import { ServiceBinding } from './service-binding';

/**
 * A load balancer that keeps the packets' source address all the way to Kong.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#a-load-balancer-of-your-own
 */
export interface ILocalTrafficLoadBalancer {
  /**
   * What the Service in front of Kong must contain.
   *
   * @param scope the gateway: where errors belong, and objects that the balancer itself needs
   */
  bindLocalTraffic(scope: Construct): ServiceBinding;
}

/**
 * A load balancer that sends a PROXY protocol header, of version 1 or 2, on every connection to Kong.
 *
 * @see https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt
 */
export interface IProxyProtocolLoadBalancer {
  /**
   * What the Service in front of Kong must contain.
   *
   * @param scope the gateway: where errors belong, and objects that the balancer itself needs
   */
  bindProxyProtocol(scope: Construct): ServiceBinding;
}

/**
 * An L7 load balancer that reports the client in a request header.
 *
 * @see https://github.com/cdk8s-kong-client-ip/cdk8s-kong-client-ip#a-load-balancer-of-your-own
 */
export interface IHeaderForwardingLoadBalancer {
  /**
   * What the Service and the Ingress must contain, and which headers the balancer writes.
   *
   * @param scope the gateway: where errors belong, and objects that the balancer itself needs
   */
  bindHeaderForwarding(scope: Construct): HeaderForwardingBinding;
}
