import { Construct } from 'constructs';
import { errorAt, quote } from '../../input/errors';
import { annotations, SOURCE_RANGES } from '../annotations';
import { ILocalTrafficLoadBalancer, ServiceBinding } from '../load-balancer';

const AZURE = 'service.beta.kubernetes.io/azure';

/**
 * Props of `AksLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
 */
export interface AksLoadBalancerProps {
  /**
   * Whether only the virtual network and what is connected to it can reach the balancer.
   *
   * @default false
   */
  readonly internalOnly?: boolean;

  /**
   * The subnet from which an internal balancer takes its address.
   *
   * @default - the nodes' subnet
   */
  readonly internalSubnet?: string;

  /**
   * The balancer's IPv4 address: a reserved public one, or for an internal balancer one of its subnet.
   *
   * @default - Azure chooses one
   */
  readonly ipv4?: string;

  /**
   * The name of a public IP resource for the balancer.
   *
   * @default - a new one
   */
  readonly pipName?: string;

  /**
   * The resource group of `ipv4` or `pipName`.
   *
   * @default - the nodes' resource group
   */
  readonly resourceGroup?: string;

  /**
   * The label of the public address in the region's domain, `<label>.<region>.cloudapp.azure.com`.
   *
   * @default - no name
   */
  readonly dnsLabelName?: string;

  /**
   * The networks that may connect, in CIDR notation.
   *
   * @default - everybody
   */
  readonly sourceRanges?: string[];

  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * The Standard Load Balancer that AKS makes for a Service: it hands packets to the nodes unchanged, and checks through
 * kube-proxy which of them have a pod of Kong. PROXY protocol is had through a Private Link Service only:
 * see `AksPrivateLinkService`.
 *
 * @see https://learn.microsoft.com/azure/aks/load-balancer-standard
 */
export class AksLoadBalancer implements ILocalTrafficLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: AksLoadBalancerProps = {}) {}

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * @param scope the gateway
   * @throws when an option does not fit an internal or a public balancer, or an annotation belongs to the binding
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { props } = this;
    const misfit = props.internalOnly ? (['pipName', 'dnsLabelName'] as const).find((prop) => props[prop]) : props.internalSubnet && 'internalSubnet';
    if (misfit) {
      throw errorAt(scope, `${misfit} ${quote(props[misfit])} is for ${props.internalOnly ? 'public' : 'internal'} balancers only; leave it out, or change internalOnly`);
    }
    return {
      ...annotations(scope, {
        owner: 'AksLoadBalancer',
        own: {
          [`${AZURE}-load-balancer-internal`]: props.internalOnly ? 'true' : undefined,
          [`${AZURE}-load-balancer-internal-subnet`]: props.internalSubnet,
          [`${AZURE}-load-balancer-ipv4`]: props.ipv4,
          [`${AZURE}-pip-name`]: props.pipName,
          [`${AZURE}-load-balancer-resource-group`]: props.resourceGroup,
          [`${AZURE}-dns-label-name`]: props.dnsLabelName,
        },
        reserved: [`${AZURE}-pls-create`, `${AZURE}-pls-proxy-protocol`, SOURCE_RANGES],
        extra: props.annotations,
      }),
      sourceRanges: props.sourceRanges,
    };
  }
}
