import { Construct } from 'constructs';
import { AZURE, ofPorts } from './azure';
import {
  ExternalTrafficPolicy,
  IpFamily,
  IProxyProtocolLoadBalancer,
  ServiceBinding,
} from '../../binding/load-balancer';
import { errorAt, quote } from '../../input/errors';
import { copyOf, count, text, texts } from '../../input/values';
import { annotations, list, prefixed, SOURCE_RANGES } from '../annotations';
import { checkAddress } from '../ranges';

const MOST_ADDRESSES = 8;
const SUBSCRIPTION = /^(\*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/**
 * Props of `AksPrivateLinkService`, by the names of the controller's annotations.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/
 */
export interface AksPrivateLinkServiceProps {
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
  readonly internalSubnet?: string;

  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const PROPS = {
  ipConfigurationSubnet: true,
  name: true,
  ipConfigurationIpAddressCount: true,
  ipConfigurationIpAddresses: true,
  visibility: true,
  autoApproval: true,
  fqdns: true,
  internalSubnet: true,
  annotations: true,
} satisfies Record<keyof AksPrivateLinkServiceProps, true>;

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
  private readonly props: AksPrivateLinkServiceProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: AksPrivateLinkServiceProps) {
    this.props = copyOf('AksPrivateLinkService', props, PROPS);
  }

  /**
   * Sends a PROXY protocol header of version 2, also with health probes, and dials from `ipConfigurationSubnet`.
   *
   * Throws when a prop is wrong or missing, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const { props } = this;
    this.check(scope);
    const addresses = props.ipConfigurationIpAddresses;
    const addressCount = props.ipConfigurationIpAddressCount ?? addresses?.length;
    return {
      loadBalancer: 'aks-private-link-service',
      // The controller probes the node ports over TCP then, which only nodes with a pod of Kong answer.
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      ...(addresses && addresses.length === addressCount
        ? { peers: addresses.map((address) => `${address}/32`), peersOnly: true }
        : {}),
      ...annotations(scope, {
        owner: 'AksPrivateLinkService',
        own: prefixed(AZURE, {
          'load-balancer-internal': 'true',
          'load-balancer-internal-subnet': props.internalSubnet,
          'load-balancer-health-probe-protocol': 'tcp',
          'pls-create': 'true',
          'pls-proxy-protocol': 'true',
          'pls-name': props.name,
          'pls-ip-configuration-subnet': props.ipConfigurationSubnet,
          'pls-ip-configuration-ip-address-count': addressCount === undefined ? undefined : String(addressCount),
          'pls-ip-configuration-ip-address': list(scope, 'ipConfigurationIpAddresses', addresses, ' '),
          'pls-visibility': list(scope, 'visibility', props.visibility, ' '),
          'pls-auto-approval': list(scope, 'autoApproval', props.autoApproval, ' '),
          'pls-fqdns': list(scope, 'fqdns', props.fqdns, ' '),
        }),
        reserved: [
          SOURCE_RANGES,
          `${AZURE}load-balancer-health-probe-request-path`,
          ...ofPorts(
            'health-probe_protocol',
            'health-probe_port',
            'health-probe_request-path',
            'no_probe_rule',
            'no_lb_rule',
          ),
        ],
        extra: props.annotations,
      }),
      ipFamilies: [IpFamily.IPV4],
      drainSeconds: 30,
    };
  }

  private check(scope: Construct): void {
    const { props } = this;
    if (!props.ipConfigurationSubnet) {
      throw errorAt(
        scope,
        "ipConfigurationSubnet is missing: without it the Private Link Service has addresses of the nodes' subnet, and no network could be trusted that holds it alone; give it its own subnet",
      );
    }
    (['ipConfigurationSubnet', 'name', 'internalSubnet'] as const).forEach((prop) => text(scope, prop, props[prop]));
    const addresses = texts(scope, 'ipConfigurationIpAddresses', props.ipConfigurationIpAddresses);
    addresses?.forEach((address, index) =>
      checkAddress(scope, `ipConfigurationIpAddresses[${index}]`, address, { version: 4, isPublic: false }),
    );
    count(
      scope,
      'ipConfigurationIpAddressCount',
      props.ipConfigurationIpAddressCount ?? addresses?.length,
      1,
      MOST_ADDRESSES,
    );
    if (addresses && props.ipConfigurationIpAddressCount! < addresses.length) {
      throw errorAt(
        scope,
        `ipConfigurationIpAddressCount ${props.ipConfigurationIpAddressCount} is less than the ${addresses.length} of ipConfigurationIpAddresses; leave it out`,
      );
    }
    this.checkConsumers(scope);
  }

  private checkConsumers(scope: Construct): void {
    const { visibility, autoApproval, fqdns } = this.props;
    for (const [prop, values] of [
      ['visibility', visibility],
      ['autoApproval', autoApproval],
    ] as const) {
      const stranger = texts(scope, prop, values)?.find((id) => !SUBSCRIPTION.test(id));
      if (stranger !== undefined) {
        throw errorAt(
          scope,
          `${prop}: ${quote(stranger)} is not the id of a subscription; write one such as "00000000-0000-0000-0000-000000000000", or "*"`,
        );
      }
    }
    const unseen = visibility?.includes('*') ? undefined : autoApproval?.find((id) => !visibility?.includes(id));
    if (unseen !== undefined) {
      throw errorAt(
        scope,
        `autoApproval: ${quote(unseen)} is not in visibility ${quote(visibility ?? [])}, so it does not see the service; add it there`,
      );
    }
    const noName = texts(scope, 'fqdns', fqdns)?.find(
      (name) => !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name),
    );
    if (noName !== undefined) {
      throw errorAt(scope, `fqdns: ${quote(noName)} is not a domain name; write one such as "kong.example.com"`);
    }
  }
}
