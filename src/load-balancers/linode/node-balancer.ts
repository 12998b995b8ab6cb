import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { countProp, enumProp, flagProp, listProp, matching, propsOf, textProp } from '../props';
import {
  bindHeaders,
  bindService,
  KONG_ENDS_TLS,
  NO_PROXY_HEADER,
  ProxyProtocolVersion,
  refuseProps,
  SERVICE_PROPS,
  ServiceBalancer,
  ServiceLoadBalancerProps,
} from '../service-balancer';

const BALANCER: ServiceBalancer<LinodeNodeBalancerProps> = {
  id: 'linode',
  owner: 'LinodeNodeBalancer',
  prefix: 'service.beta.kubernetes.io/linode-loadbalancer-',
  props: {
    ...SERVICE_PROPS,
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    tlsSecretName: textProp(),
    balancerType: textProp('nodebalancer-type'),
    backendIpv4Range: textProp('backend-ipv4-range'),
    useHostname: flagProp('hostname-only-ingress'),
    throttle: countProp('throttle', 0, 20),
    firewallId: matching(
      textProp('firewall-id'),
      (id) => /^[1-9]\d*$/.test(id),
      'is not the id of a firewall; write a number such as "12345"',
    ),
    reservedIpv4: textProp('reserved-ipv4'),
    tagNames: listProp('tags'),
  },
};
/** The network from which NodeBalancers without a VPC dial. */
const PRIVATE_NETWORK = '192.168.255.0/24';
const RESERVED = ['proxy-protocol', 'port-80', 'check-path', 'check-body', 'enable-ipv6-backends'];

/**
 * Props of `LinodeNodeBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/linode/linode-cloud-controller-manager/blob/main/docs/configuration/annotations.md
 */
export interface LinodeNodeBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The version of the PROXY protocol header. For `ProxyProtocolKong` only.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * The name of the TLS Secret with which the NodeBalancer ends TLS on port 443, in the gateway's namespace.
   * For `HeaderForwardedKong` only.
   *
   * @default - the NodeBalancer listens on port 80 alone
   */
  readonly tlsSecretName?: string;

  /**
   * The NodeBalancer's type: `common`, `premium` or `premium_40gb`.
   *
   * @default - `common`
   */
  readonly balancerType?: string;

  /**
   * The range of a VPC subnet, in CIDR notation, from which the NodeBalancer dials the nodes. Trust it.
   *
   * @default - it dials from 192.168.255.0/24
   */
  readonly backendIpv4Range?: string;

  /**
   * Whether the NodeBalancer is known by its host name instead of its address, so that pods which call it really go
   * there instead of taking kube-proxy's short cut to Kong.
   *
   * @default - true with PROXY protocol, where Kong closes connections that took the short cut; else false
   */
  readonly useHostname?: boolean;

  /**
   * How many new connections one client may open per second: 1 to 20, or 0 for no limit.
   *
   * @default 0
   */
  readonly throttle?: number;

  /**
   * The id of an existing Cloud Firewall for the NodeBalancer.
   *
   * @default - none: all sources may connect
   */
  readonly firewallId?: string;

  /**
   * A reserved IPv4 address for the NodeBalancer.
   *
   * @default - a new one
   */
  readonly reservedIpv4?: string;

  /**
   * Tags of the NodeBalancer.
   *
   * @default - none
   */
  readonly tagNames?: string[];
}

/**
 * A NodeBalancer of Linode (Akamai), which connects to the nodes by itself: trust 192.168.255.0/24, or
 * `backendIpv4Range`.
 *
 * Its health check is a TCP connection to the node port. Kong logs one line for each, `broken header`.
 *
 * @see https://techdocs.akamai.com/cloud-computing/docs/nodebalancer
 */
export class LinodeNodeBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: LinodeNodeBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: LinodeNodeBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const { props } = this;
    refuseProps(scope, props, ['tlsSecretName'], KONG_ENDS_TLS);
    const version = props.proxyProtocolVersion ?? ProxyProtocolVersion.V2;
    return {
      ...bindService(
        scope,
        BALANCER,
        { ...props, useHostname: props.useHostname ?? true },
        {
          writes: { 'default-protocol': 'tcp', 'default-proxy-protocol': version, 'check-type': 'connection' },
          reserved: [...RESERVED, 'port-443'],
        },
      ),
      peers: this.peers,
    };
  }

  /**
   * Reports the client in `X-Forwarded-For`, and overwrites `X-Forwarded-Proto`. Throws when a prop is for another way,
   * or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    refuseProps(scope, this.props, ['proxyProtocolVersion'], NO_PROXY_HEADER);
    const secret = this.props.tlsSecretName;
    return {
      ...bindHeaders(
        scope,
        BALANCER,
        this.props,
        {
          writes: {
            'default-protocol': 'http',
            'default-proxy-protocol': 'none',
            'check-type': 'connection',
            'port-443': secret && JSON.stringify({ protocol: 'https', 'tls-secret-name': secret }),
          },
          reserved: RESERVED,
        },
        { forwardedHeaders: ['X-Forwarded-Proto'], endsTls: secret !== undefined },
      ),
      peers: this.peers,
    };
  }

  private get peers(): string[] {
    return [this.props.backendIpv4Range ?? PRIVATE_NETWORK];
  }
}
