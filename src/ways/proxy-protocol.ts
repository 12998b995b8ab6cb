import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { ClientIp } from './client-ip';
import { requireCapability, requireTrust } from './pairing';
import { IProxyProtocolLoadBalancer } from '../binding/load-balancer';
import { ExternalTrafficPolicy } from '../binding/service-binding';
import { TrustedProxies } from '../binding/trusted-proxies';
import { PropsOf } from '../input/values';
import { checkServiceBinding } from '../plan/binding';
import { ClientIpProps } from '../plan/client-ip-props';
import { ClientIpPlan, planOf } from '../plan/plan';
import { furtherListeners, KongPort, webListeners } from '../plan/ports';

/**
 * Props of `ProxyProtocol`.
 */
export interface ProxyProtocolProps extends ClientIpProps {
  /**
   * The load balancer: one that sends a PROXY protocol header.
   */
  readonly loadBalancer: IProxyProtocolLoadBalancer;

  /**
   * The networks that the balancer's connections come from, as Kong sees them: the balancer's subnets, and where they
   * pass a node port, the nodes' (and, unless the network plugin gives pods addresses of the node's network, the
   * pods').
   *
   * Whoever connects from one of them can claim any client address. Where nodes are trusted, so is every sender that
   * reaches a node port, every pod of the cluster included: the node hands their connections on from its own address.
   */
  readonly trustedProxies: TrustedProxies;

  /**
   * Whether only port 443 is open: the Service has no port 80, and Kong no plain listener for it. Clients that dial
   * port 80 then get no redirect, but no answer at all.
   *
   * @default false - ports 80 and 443
   */
  readonly httpsOnly?: boolean;

  /**
   * Further ports of the Service, in addition to 80 and 443. They expect PROXY protocol, too.
   *
   * @default - none
   */
  readonly ports?: KongPort[];
}

/** Every prop of this way. */
export const PROXY_PROTOCOL_PROPS = {
  loadBalancer: true,
  trustedProxies: true,
  httpsOnly: true,
  ports: true,
  ipFamilies: true,
  forwardedHeaderPolicy: true,
  namespace: true,
} satisfies PropsOf<ProxyProtocolProps>;

/**
 * The way through a load balancer that passes TCP connections on and tells the client's address in a PROXY protocol
 * header. Every public listener expects the header; connections without one are closed.
 *
 * @see https://developer.konghq.com/kubernetes-ingress-controller/preserve-client-ip/
 */
export class ProxyProtocol extends ClientIp {
  /** @internal */
  public readonly _plan: ClientIpPlan;

  /**
   * Throws when the load balancer cannot send PROXY protocol, no network is trusted, or another prop is wrong.
   *
   * @param scope the chart, or a construct in it
   * @param id the name in the scope
   * @param props the load balancer, and what Kong trusts
   */
  constructor(scope: Construct, id: string, props: ProxyProtocolProps) {
    super(scope, id);
    requireCapability(this, props, PROXY_PROTOCOL_PROPS, 'bindProxyProtocol');
    requireTrust(this, props.trustedProxies);
    const binding = props.loadBalancer.bindProxyProtocol(this);
    checkServiceBinding(this, binding);
    this._plan = planOf(this, props, {
      binding,
      sends: 'proxy-protocol',
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      // With Local, most balancers check kube-proxy's health port, which reads no PROXY header: every node would be
      // unhealthy.
      externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER,
      listeners: [...webListeners(this, binding, true, props.httpsOnly), ...furtherListeners(this, props.ports, true)],
      trustedProxies: props.trustedProxies,
      realIp: { KONG_REAL_IP_HEADER: 'proxy_protocol' },
    });
  }
}
