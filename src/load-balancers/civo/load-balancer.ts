import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer, ServiceBinding } from '../../binding/load-balancer';
import { copyOf, oneOf } from '../../input/values';
import {
  bindService,
  countKey,
  ProxyProtocolVersion,
  ServiceBalancer,
  ServiceLoadBalancerProps,
  textKey,
} from '../service-balancer';

const BALANCER: ServiceBalancer<CivoLoadBalancerProps> = {
  id: 'civo',
  owner: 'CivoLoadBalancer',
  prefix: 'kubernetes.civo.com/',
  keys: {
    firewallId: textKey('firewall-id'),
    ipv4Address: textKey('ipv4-address'),
    maxConcurrentRequests: countKey('max-concurrent-requests'),
    serverTimeout: textKey('server-timeout'),
    clientTimeout: textKey('client-timeout'),
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

const PROPS = {
  proxyProtocolVersion: true,
  firewallId: true,
  ipv4Address: true,
  maxConcurrentRequests: true,
  serverTimeout: true,
  clientTimeout: true,
  annotations: true,
} satisfies Record<keyof CivoLoadBalancerProps, true>;

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
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props?: CivoLoadBalancerProps) {
    this.props = copyOf(BALANCER.owner, props, PROPS);
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const version = oneOf(scope, 'proxyProtocolVersion', this.props.proxyProtocolVersion, ProxyProtocolVersion);
    return bindService(scope, BALANCER, this.props, {
      writes: {
        'loadbalancer-enable-proxy-protocol': version === ProxyProtocolVersion.V1 ? 'send-proxy' : 'send-proxy-v2',
        protocol: 'tcp',
      },
    });
  }
}
