import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer, ServiceBinding } from '../../binding/load-balancer';
import { countProp, enumProp, propsOf, textProp } from '../props';
import {
  bindService,
  ProxyProtocolVersion,
  SERVICE_PROPS,
  ServiceBalancer,
  ServiceLoadBalancerProps,
} from '../service-balancer';

const BALANCER: ServiceBalancer<CivoLoadBalancerProps> = {
  id: 'civo',
  owner: 'CivoLoadBalancer',
  prefix: 'kubernetes.civo.com/',
  props: {
    ...SERVICE_PROPS,
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    firewallId: textProp('firewall-id'),
    ipv4Address: textProp('ipv4-address'),
    maxConcurrentRequests: countProp('max-concurrent-requests'),
    serverTimeout: textProp('server-timeout'),
    clientTimeout: textProp('client-timeout'),
  },
};

/**
 * Props of `CivoLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/civo/civo-cloud-controller-manager#load-balancers
 */
export interface CivoLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The version of the PROXY protocol header.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * The id of an existing firewall for the balancer.
   *
   * @default - none: all sources may connect
   */
  readonly firewallId?: string;

  /**
   * The name or address of a reserved IPv4 address for the balancer.
   *
   * @default - a new one
   */
  readonly ipv4Address?: string;

  /**
   * How many requests the balancer takes at once.
   *
   * @default 10000
   */
  readonly maxConcurrentRequests?: number;

  /**
   * How long the balancer waits for Kong, such as `60s`.
   *
   * @default - `60s`
   */
  readonly serverTimeout?: string;

  /**
   * How long the balancer waits for the client, such as `60s`.
   *
   * @default - `60s`
   */
  readonly clientTimeout?: string;
}

/**
 * A load balancer of Civo, which connects to the nodes by itself: trust the range of the cluster's network.
 *
 * With PROXY protocol it is known by its host name alone, so pods that call it really go there. Whether it overwrites
 * `X-Forwarded-For` when it speaks HTTP is not documented; so it is for `ProxyProtocolKong` only.
 *
 * @see https://www.civo.com/docs/kubernetes/load-balancers
 */
export class CivoLoadBalancer implements IProxyProtocolLoadBalancer {
  private readonly props: CivoLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: CivoLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const v1 = this.props.proxyProtocolVersion === ProxyProtocolVersion.V1;
    return bindService(scope, BALANCER, this.props, {
      writes: {
        'loadbalancer-enable-proxy-protocol': v1 ? 'send-proxy' : 'send-proxy-v2',
        protocol: 'tcp',
      },
    });
  }
}
