import { Construct } from 'constructs';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { flagProp, propsOf, textProp } from '../props';
import { checkAddress } from '../ranges';
import {
  bindHeaders,
  bindService,
  SERVICE_PROPS,
  ServiceBalancer,
  ServiceLoadBalancerProps,
} from '../service-balancer';

const BALANCER: ServiceBalancer<HetznerLoadBalancerProps> = {
  id: 'hetzner',
  owner: 'HetznerLoadBalancer',
  prefix: 'load-balancer.hetzner.cloud/',
  props: {
    ...SERVICE_PROPS,
    location: textProp('location'),
    networkZone: textProp('network-zone'),
    name: textProp('name'),
    balancerType: textProp('type'),
    hostname: textProp('hostname'),
    usePrivateNetwork: flagProp('use-private-ip'),
    privateIpv4: textProp('private-ipv4'),
    internalOnly: flagProp('disable-public-network'),
    ipv6Disabled: flagProp('ipv6-disabled'),
    nodeSelector: textProp('node-selector'),
  },
};
/** A TCP connection to the node port: it fails where no pod of Kong is, whether Kong expects PROXY protocol or not. */
const TCP_CHECK = { 'health-check-protocol': 'tcp' };
const RESERVED = [
  'health-check-port',
  'health-check-http-path',
  'http-certificates',
  'certificate-type',
  'http-managed-certificate-name',
  'http-managed-certificate-domains',
  'http-redirect-http',
];

/**
 * Props of `HetznerLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://github.com/hetznercloud/hcloud-cloud-controller-manager/blob/main/docs/reference/load_balancer_annotations.md
 */
export interface HetznerLoadBalancerProps extends ServiceLoadBalancerProps {
  /**
   * The location of the balancer, such as `fsn1`. Not together with `networkZone`.
   *
   * @default - `networkZone`, or what the controller was started with; with none of them it makes no balancer
   */
  readonly location?: string;

  /**
   * The network zone of the balancer, such as `eu-central`. Not together with `location`.
   *
   * @default - `location`
   */
  readonly networkZone?: string;

  /**
   * The balancer's name.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The balancer's type, such as `lb21`.
   *
   * @default - `lb11`
   */
  readonly balancerType?: string;

  /**
   * A domain name that leads to the balancer, by which it is then known instead of by its addresses.
   *
   * @default - the addresses; with PROXY protocol the controller keeps kube-proxy from a short cut to them
   */
  readonly hostname?: string;

  /**
   * Whether the balancer dials the nodes over the private network. Trust the balancer's address in it, or its subnet.
   * Without it the balancer dials from its public address, over the internet, and a gateway that trusts private
   * networks alone is refused. If the controller was started with this as its default, write it here as well.
   *
   * @default false
   */
  readonly usePrivateNetwork?: boolean;

  /**
   * The balancer's own address in the private network, such as `10.0.0.5`. The gateway must trust this address alone.
   * Only with `usePrivateNetwork`.
   *
   * @default - Hetzner chooses one
   */
  readonly privateIpv4?: string;

  /**
   * Whether the balancer is reached over the private network alone.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * Whether the balancer has no IPv6 address.
   *
   * @default false
   */
  readonly ipv6Disabled?: boolean;

  /**
   * A label selector of the nodes that the balancer sends to.
   *
   * @default - all nodes
   */
  readonly nodeSelector?: string;
}

/**
 * A Load Balancer of Hetzner Cloud, which connects to the nodes by itself. With `usePrivateNetwork` trust its address
 * in the private network (or the subnet), else its public address.
 *
 * Its health check is a TCP connection to the node port. Kong logs one line for each, `broken header`.
 *
 * @see https://docs.hetzner.com/cloud/load-balancers/overview/
 */
export class HetznerLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: HetznerLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: HetznerLoadBalancerProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    if (this.props.location !== undefined && this.props.networkZone !== undefined) {
      throw errorAt(BALANCER.owner, 'location and networkZone: the controller refuses both together; give one of them');
    }
    checkAddress(BALANCER.owner, 'privateIpv4', this.props.privateIpv4, { version: 4, isPublic: false });
    if (this.props.privateIpv4 !== undefined && !this.props.usePrivateNetwork) {
      throw errorAt(
        BALANCER.owner,
        `privateIpv4 ${quote(this.props.privateIpv4)}: the balancer dials the nodes from its public address; ` +
          'give usePrivateNetwork, too, or leave it out',
      );
    }
  }

  /**
   * Sends a PROXY protocol header. Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: { protocol: 'tcp', 'uses-proxyprotocol': 'true', ...TCP_CHECK },
        reserved: RESERVED,
      }),
      ...this.dials,
    };
  }

  /**
   * Reports the client in `X-Forwarded-For`. Throws when an annotation belongs to the binding.
   *
   * Port 80 alone: the controller has one protocol for all ports of a Service, so it cannot end TLS on one and not on
   * the other.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    return {
      ...bindHeaders(
        scope,
        BALANCER,
        this.props,
        {
          writes: { protocol: 'http', 'uses-proxyprotocol': 'false', ...TCP_CHECK },
          reserved: RESERVED,
        },
        { forwardedHeaders: [] },
      ),
      ...this.dials,
    };
  }

  /** From where it dials, as far as that is known. */
  private get dials(): Pick<ServiceBinding, 'dialsPublicly' | 'peers' | 'peersOnly'> {
    const { usePrivateNetwork, privateIpv4 } = this.props;
    return {
      dialsPublicly: !usePrivateNetwork,
      ...(privateIpv4 === undefined ? {} : { peers: [`${privateIpv4}/32`], peersOnly: true }),
    };
  }
}
