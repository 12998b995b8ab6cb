import { Construct } from 'constructs';
import { errorAt } from '../../input/errors';
import { HTTP, HTTPS } from '../../ways/listeners';
import { annotations, list } from '../annotations';
import { IpFamily, IProxyProtocolLoadBalancer, ServiceBinding } from '../load-balancer';

const AZURE = 'service.beta.kubernetes.io/azure';
const MOST_ADDRESSES = 8;

/**
 * Props of `AksPrivateLinkService`, by the names of the controller's annotations.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/
 */
export interface AksPrivateLinkServiceProps {
  /**
   * The name of the Private Link Service.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The subnet of the Private Link Service's own addresses. Trust it and the nodes': the peers that Kong sees.
   *
   * @default - the balancer's subnet
   */
  readonly ipConfigurationSubnet?: string;

  /**
   * How many addresses the Private Link Service has: 1 to 8.
   *
   * @default - 1
   */
  readonly ipConfigurationIpAddressCount?: number;

  /**
   * Ids of the subscriptions that see the service, or `*` for all.
   *
   * @default - none but by role-based access
   */
  readonly visibility?: string[];

  /**
   * Ids of the subscriptions whose connections are approved without asking.
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

/**
 * An internal Azure Load Balancer behind a Private Link Service, which hides the client's address and tells it in a
 * PROXY protocol header of version 2. It is the one way to PROXY protocol on AKS.
 *
 * Connections to the internal balancer itself have no PROXY header and are closed; `exposeInCluster` serves callers
 * inside the cluster.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/pls-integration/
 */
export class AksPrivateLinkService implements IProxyProtocolLoadBalancer {
  /**
   * @param props what the service shall be
   */
  constructor(private readonly props: AksPrivateLinkServiceProps = {}) {}

  /**
   * Sends a PROXY protocol header of version 2; health probes are plain TCP connections.
   *
   * @param scope the gateway
   * @throws when a prop is wrong, or an annotation belongs to the binding
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const { props } = this;
    const count = props.ipConfigurationIpAddressCount;
    if (count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= MOST_ADDRESSES)) {
      throw errorAt(scope, `ipConfigurationIpAddressCount must be a whole number from 1 to ${MOST_ADDRESSES}, got ${count}`);
    }
    return {
      ...annotations(scope, {
        owner: 'AksPrivateLinkService',
        own: {
          [`${AZURE}-load-balancer-internal`]: 'true',
          [`${AZURE}-load-balancer-internal-subnet`]: props.internalSubnet,
          [`${AZURE}-load-balancer-health-probe-protocol`]: 'tcp',
          [`${AZURE}-pls-create`]: 'true',
          [`${AZURE}-pls-proxy-protocol`]: 'true',
          [`${AZURE}-pls-name`]: props.name,
          [`${AZURE}-pls-ip-configuration-subnet`]: props.ipConfigurationSubnet,
          [`${AZURE}-pls-ip-configuration-ip-address-count`]: count === undefined ? undefined : String(count),
          [`${AZURE}-pls-visibility`]: list(scope, 'visibility', props.visibility, ' '),
          [`${AZURE}-pls-auto-approval`]: list(scope, 'autoApproval', props.autoApproval, ' '),
          [`${AZURE}-pls-fqdns`]: list(scope, 'fqdns', props.fqdns, ' '),
        },
        reserved: [
          `${AZURE}-load-balancer-health-probe-request-path`,
          ...[HTTP, HTTPS].flatMap(({ port }) => ['protocol', 'port', 'request-path'].map((field) =>
            `service.beta.kubernetes.io/port_${port}_health-probe_${field}`)),
        ],
        extra: props.annotations,
      }),
      ipFamilies: [IpFamily.IPV4],
    };
  }
}
