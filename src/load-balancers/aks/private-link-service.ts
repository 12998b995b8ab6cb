import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AZURE, CHECKS_OF_PORTS } from './azure';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy, IpFamily, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { count } from '../../input/values';
import { CDNS } from '../../net/cdns';
import { countProp, eachMatching, listProp, propsOf, required, textProp } from '../props';
import { checkAddress } from '../ranges';
import { bindService, SERVICE_PROPS, ServiceBalancer, ServiceLoadBalancerProps, Way } from '../service-balancer';

/** What the link without PROXY protocol must leave to the controller, which asks kube-proxy then. */
const REPLACED_WITHOUT_PROXY = [
  'pls-proxy-protocol',
  'load-balancer-health-probe-protocol',
  'load-balancer-health-probe-request-path',
];
const MOST_ADDRESSES = 8;
const SUBSCRIPTION = /^(\*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;
const NO_SUBSCRIPTION =
  'is not the id of a subscription; write one such as "00000000-0000-0000-0000-000000000000", or "*"';

/**
 * Props of `AksPrivateLinkService`, by the names of the controller's annotations.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/
 */
export interface AksPrivateLinkServiceProps extends ServiceLoadBalancerProps {
  /**
   * The subnet of the Private Link Service's own addresses, which Kong sees as its peers. Trust this subnet, and keep
   * everything else out of it: whoever dials from it can claim any client address.
   */
  readonly ipConfigurationSubnet: string;

  /**
   * The name of the Private Link Service.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * How many addresses the Private Link Service has: 1 to 8. More of them carry more connections at a time.
   *
   * @default - as many as `ipConfigurationIpAddresses`, else 1
   */
  readonly ipConfigurationIpAddressCount?: number;

  /**
   * Addresses of the subnet for the Private Link Service. With as many as it has, these alone need be trusted.
   *
   * @default - Azure chooses them
   */
  readonly ipConfigurationIpAddresses?: string[];

  /**
   * Ids of the subscriptions that see the service, or `*` for all.
   *
   * Consumers number their networks as they like, so with `*` a consumer can come with any client address: see
   * docs/aks.md.
   *
   * @default - none but by role-based access
   */
  readonly visibility?: string[];

  /**
   * Ids of the subscriptions whose connections are approved without asking. Each must be in `visibility`.
   *
   * @default - every connection is approved by hand
   */
  readonly autoApproval?: string[];

  /**
   * The domain names of the service.
   *
   * @default - none
   */
  readonly fqdns?: string[];

  /**
   * The subnet from which the internal balancer behind the service takes its address.
   *
   * @default - the nodes' subnet
   */
  readonly subnet?: string;
}

const BALANCER: ServiceBalancer<AksPrivateLinkServiceProps> = {
  id: 'aks-private-link-service',
  owner: 'AksPrivateLinkService',
  prefix: AZURE,
  drainSeconds: 30,
  props: {
    ...SERVICE_PROPS,
    name: textProp('pls-name'),
    subnet: textProp('load-balancer-internal-subnet'),
    ipConfigurationSubnet: required(
      textProp('pls-ip-configuration-subnet'),
      "without it the Private Link Service has addresses of the nodes' subnet, and no network could be trusted " +
        'that holds it alone; give it its own subnet',
    ),
    ipConfigurationIpAddresses: listProp('pls-ip-configuration-ip-address', ' '),
    ipConfigurationIpAddressCount: countProp(undefined, 1, MOST_ADDRESSES),
    visibility: eachMatching(listProp('pls-visibility', ' '), SUBSCRIPTION, NO_SUBSCRIPTION),
    autoApproval: eachMatching(listProp('pls-auto-approval', ' '), SUBSCRIPTION, NO_SUBSCRIPTION),
    fqdns: eachMatching(
      listProp('pls-fqdns', ' '),
      /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/,
      'is not a domain name; write one such as "kong.example.com"',
    ),
  },
};

/**
 * An internal Azure Load Balancer behind a Private Link Service, which hides the client's address and tells it in a
 * PROXY protocol header of version 2. It is the only way to PROXY protocol on AKS.
 *
 * Trust `ipConfigurationSubnet` and nothing else. With `externalTrafficPolicy: Local` the service's addresses reach
 * Kong as they are, so neither nodes nor pods need be trusted, and a host of the virtual network that dials the
 * internal balancer with its own PROXY header is not believed. Without a header its connection is closed.
 *
 * The client's address is one of the consumer's own network, as the consumer numbers it: it is unique only together
 * with the id of the Private Link, so do not let addresses in by list where consumers are strangers.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/
 */
export class AksPrivateLinkService implements IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AksPrivateLinkServiceProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AksPrivateLinkServiceProps) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Sends a PROXY protocol header of version 2, also with health probes, and dials from `ipConfigurationSubnet`.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    // The controller probes the node ports over TCP then, which only nodes with a pod of Kong answer.
    return this.bindLink(scope, {
      writes: { 'load-balancer-health-probe-protocol': 'tcp', 'pls-proxy-protocol': 'true' },
      reserved: ['load-balancer-health-probe-request-path'],
    });
  }

  /**
   * The same service without PROXY protocol, for Azure Front Door as its only consumer: Kong reads the client from
   * `X-Azure-SocketIP`, which Front Door overwrites.
   *
   * Approve no other connection: every consumer of the service can claim any client address. Throws when
   * `autoApproval` is `*`.
   *
   * @see https://learn.microsoft.com/azure/frontdoor/private-link
   */
  public behindFrontDoor(): IHeaderForwardingLoadBalancer {
    if (this.props.autoApproval?.includes('*')) {
      throw errorAt(
        BALANCER.owner,
        'autoApproval ["*"]: everybody could connect to the service that only Front Door is meant to use, ' +
          'and claim any client address; leave it out, and approve the connection by hand',
      );
    }
    const [{ name: header }] = CDNS.azureFrontDoor.headers;
    return {
      bindHeaderForwarding: (scope) => ({
        serviceType: kplus.ServiceType.LOAD_BALANCER,
        externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
        ...this.bindLink(scope, { writes: {}, reserved: REPLACED_WITHOUT_PROXY }),
        header: ClientIpHeader.single(header),
        forwardedHeaders: [...CDNS.azureFrontDoor.forwardedHeaders],
        headerBefore: ClientIpHeader.single(header),
        proxiesBeforeOnly: true,
        passesTls: true,
      }),
    };
  }

  private bindLink(scope: Construct, { writes, reserved = [] }: Way): ServiceBinding {
    const { ipConfigurationIpAddresses: addresses, ipConfigurationIpAddressCount } = this.props;
    const addressCount = ipConfigurationIpAddressCount ?? addresses?.length;
    return {
      ...bindService(scope, BALANCER, this.props, {
        writes: {
          'load-balancer-internal': 'true',
          'pls-create': 'true',
          'pls-ip-configuration-ip-address-count': addressCount?.toString(),
          ...writes,
        },
        reserved: [...reserved, ...CHECKS_OF_PORTS],
      }),
      ...(addresses && addresses.length === addressCount
        ? { peers: addresses.map((address) => `${address}/32`), peersOnly: true }
        : {}),
      ipFamilies: [IpFamily.IPV4],
    };
  }
}

/** @throws when props contradict each other */
function check(owner: string, props: AksPrivateLinkServiceProps): void {
  const { ipConfigurationIpAddresses: addresses, ipConfigurationIpAddressCount: addressCount } = props;
  addresses?.forEach((address, index) =>
    checkAddress(owner, `ipConfigurationIpAddresses[${index}]`, address, { version: 4, isPublic: false }),
  );
  count(owner, 'ipConfigurationIpAddressCount', addressCount ?? addresses?.length, 1, MOST_ADDRESSES);
  if (addresses && addressCount !== undefined && addressCount < addresses.length) {
    throw errorAt(
      owner,
      `ipConfigurationIpAddressCount ${addressCount} is less than the ${addresses.length} of ` +
        'ipConfigurationIpAddresses; leave it out',
    );
  }
  const { visibility = [], autoApproval = [] } = props;
  const unseen = visibility.includes('*') ? undefined : autoApproval.find((id) => !visibility.includes(id));
  if (unseen !== undefined) {
    throw errorAt(
      owner,
      `autoApproval: ${quote(unseen)} is not in visibility ${quote(visibility)}, so it does not see the service; ` +
        'add it there',
    );
  }
}
