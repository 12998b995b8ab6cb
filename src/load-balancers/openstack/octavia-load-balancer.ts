import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { enumProp, flagProp, propsOf, textProp } from '../props';
import {
  bindHeaders,
  bindService,
  NO_PROXY_HEADER,
  ProxyProtocolVersion,
  refuseProps,
  RESTRICTABLE_PROPS,
  RestrictableLoadBalancerProps,
  ServiceBalancer,
} from '../service-balancer';

const BALANCER: ServiceBalancer<OctaviaLoadBalancerProps> = {
  id: 'octavia',
  owner: 'OctaviaLoadBalancer',
  prefix: 'loadbalancer.openstack.org/',
  props: {
    ...RESTRICTABLE_PROPS,
    proxyProtocolVersion: enumProp(ProxyProtocolVersion),
    internalOnly: flagProp('service.beta.kubernetes.io/openstack-internal-load-balancer'),
    configuredClass: textProp('class'),
    flavorId: textProp('flavor-id'),
    networkId: textProp('network-id'),
    subnetId: textProp('subnet-id'),
    memberSubnetId: textProp('member-subnet-id'),
    floatingNetworkId: textProp('floating-network-id'),
    keepFloatingIp: flagProp('keep-floatingip'),
    hostname: textProp('hostname'),
  },
};
/** Without a monitor, nodes that have no pod of Kong would get traffic and drop it. */
const MONITOR = { 'enable-health-monitor': 'true' };

/**
 * Props of `OctaviaLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/kubernetes/cloud-provider-openstack/blob/master/docs/openstack-cloud-controller-manager/expose-applications-using-loadbalancer-type-service.md
 */
export interface OctaviaLoadBalancerProps extends RestrictableLoadBalancerProps {
  /**
   * The version of the PROXY protocol header. For `ProxyProtocolKong` only.
   *
   * @default ProxyProtocolVersion.V2
   */
  readonly proxyProtocolVersion?: ProxyProtocolVersion;

  /**
   * Whether the balancer has no floating (public) address.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * The name of a load balancer class in the controller's configuration. This is not the Service's
   * `spec.loadBalancerClass`.
   *
   * @default - the controller's settings
   */
  readonly configuredClass?: string;

  /**
   * The id of the balancer's flavor.
   *
   * @default - the cloud's
   */
  readonly flavorId?: string;

  /**
   * The id of the network of the balancer's own address.
   *
   * @default - the nodes' network
   */
  readonly networkId?: string;

  /**
   * The id of the subnet of the balancer's own address.
   *
   * @default - the nodes' subnet
   */
  readonly subnetId?: string;

  /**
   * The id of the subnet from which the balancer dials the nodes. Trust it.
   *
   * @default - the nodes' subnet
   */
  readonly memberSubnetId?: string;

  /**
   * The id of the network of the floating address.
   *
   * @default - the controller's setting
   */
  readonly floatingNetworkId?: string;

  /**
   * Whether the floating address stays when the Service is deleted.
   *
   * @default false
   */
  readonly keepFloatingIp?: boolean;

  /**
   * A domain name that leads to the balancer, by which it is then known instead of by its address.
   *
   * @default - the address; with PROXY protocol the controller keeps kube-proxy from a short cut to it
   */
  readonly hostname?: string;
}

/**
 * A load balancer of OpenStack Octavia, as OVHcloud and many others offer. Its machines (amphorae) connect to the
 * nodes: trust the subnet from which they do. The provider `ovn` has neither of the two ways.
 *
 * @see https://docs.openstack.org/octavia/latest/
 */
export class OctaviaLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: OctaviaLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props?: OctaviaLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
  }

  /**
   * Sends a PROXY protocol header. Throws when a prop is for another way, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return bindService(scope, BALANCER, this.props, {
      writes: {
        'proxy-protocol': this.props.proxyProtocolVersion ?? ProxyProtocolVersion.V2,
        'x-forwarded-for': 'false',
        ...MONITOR,
      },
      reserved: ['default-tls-container-ref'],
    });
  }

  /**
   * Reports the client in `X-Forwarded-For`, and writes no other header. Throws when a prop is for another way, or an
   * annotation belongs to the binding.
   *
   * Port 80 alone: with a certificate the controller would make every port of the Service end TLS. For TLS use
   * `ProxyProtocolKong`.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    refuseProps(scope, this.props, ['proxyProtocolVersion'], NO_PROXY_HEADER);
    return bindHeaders(
      scope,
      BALANCER,
      this.props,
      {
        writes: { 'x-forwarded-for': 'true', 'proxy-protocol': 'false', ...MONITOR },
        reserved: ['default-tls-container-ref'],
      },
      { forwardedHeaders: [] },
    );
  }
}
