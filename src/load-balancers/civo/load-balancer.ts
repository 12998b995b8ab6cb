import { Construct } from 'constructs';
import { IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
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
    reservedIpv4: textProp('ipv4-address'),
    maxConcurrentRequests: countProp('max-concurrent-requests'),
    serverTimeoutSeconds: countProp('server-timeout', 1, undefined, 's'),
    clientTimeoutSeconds: countProp('client-timeout', 1, undefined, 's'),
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
  readonly reservedIpv4?: string;

  /**
   * How many requests the balancer takes at once.
   *
   * @default 10000
   */
  readonly maxConcurrentRequests?: number;

  /**
   * How many seconds the balancer waits for Kong.
   *
   * @default 60
   */
  readonly serverTimeoutSeconds?: number;

  /**
   * How many seconds the balancer waits for the client.
   *
   * @default 60
   */
  readonly clientTimeoutSeconds?: number;
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
  /** @internal */
  public static readonly _balancer = BALANCER;

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
