import { Construct } from 'constructs';
import { AZURE, CHECKS_OF_PORTS } from './azure';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { matching, propsOf, textProp, whenTrueProp } from '../props';
import { checkAddress } from '../ranges';
import { bindService, RESTRICTABLE_PROPS, ServiceBalancer, ServiceLoadBalancerProps } from '../service-balancer';

/**
 * Keys that would admit others than the source ranges: more networks, no rules of the network security group, or
 * traffic by node ports, where kube-proxy does not hold the ranges against anybody.
 */
const LIFT_RANGES = ['allowed-service-tags', 'disable-load-balancer-nsg-rule', 'disable-load-balancer-floating-ip'];

/**
 * Props of `AksLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
 */
export interface AksLoadBalancerProps extends ServiceLoadBalancerProps {
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
  readonly subnet?: string;

  /**
   * The balancer's IPv4 address: a reserved public one, or for an internal balancer one of its subnet. Not together
   * with `pipName`.
   *
   * @default - Azure chooses one
   */
  readonly ipv4?: string;

  /**
   * The balancer's IPv6 address, as `ipv4`. Not together with `pipNameIpv6`.
   *
   * @default - Azure chooses one, if the Service has IPv6
   */
  readonly ipv6?: string;

  /**
   * The name of a public IP resource of IPv4 for the balancer.
   *
   * @default - a new one
   */
  readonly pipName?: string;

  /**
   * The name of a public IP resource of IPv6 for the balancer.
   *
   * @default - a new one, if the Service has IPv6
   */
  readonly pipNameIpv6?: string;

  /**
   * The resource group of the balancer's public addresses.
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
   * The networks that may connect, in CIDR notation. They become rules of the network security group. An internal
   * balancer also gets a rule that denies all other sources, since Azure's default rules admit the whole virtual
   * network.
   *
   * Azure admits no source over a family that has no network here, so each family of the Service needs one.
   *
   * @default - all sources may connect
   */
  readonly sourceRanges?: string[];
}

const BALANCER: ServiceBalancer<AksLoadBalancerProps> = {
  id: 'aks-load-balancer',
  owner: 'AksLoadBalancer',
  prefix: AZURE,
  drainSeconds: 30,
  props: {
    ...RESTRICTABLE_PROPS,
    internalOnly: whenTrueProp('load-balancer-internal'),
    subnet: textProp('load-balancer-internal-subnet'),
    ipv4: textProp('load-balancer-ipv4'),
    ipv6: textProp('load-balancer-ipv6'),
    pipName: textProp('pip-name'),
    pipNameIpv6: textProp('pip-name-ipv6'),
    resourceGroup: textProp('load-balancer-resource-group'),
    dnsLabelName: matching(
      textProp('dns-label-name'),
      (label) => /^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(label),
      'is not a label of 3 to 63 lower-case letters, digits and hyphens; write ' +
        'the first part of the name alone, such as "kong"',
    ),
  },
};

/**
 * The Standard Load Balancer that AKS makes for a Service: it hands packets to the nodes unchanged, and checks through
 * kube-proxy which of them have a pod of Kong. For PROXY protocol see `AksPrivateLinkService`.
 *
 * @see https://learn.microsoft.com/azure/aks/load-balancer-standard
 */
export class AksLoadBalancer implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AksLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AksLoadBalancerProps = {}) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * Throws when an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { internalOnly, sourceRanges } = this.props;
    return bindService(scope, BALANCER, this.props, {
      writes: { 'deny-all-except-load-balancer-source-ranges': internalOnly && sourceRanges ? 'true' : undefined },
      reserved: [
        'pls-create',
        'pls-proxy-protocol',
        'allowed-ip-ranges',
        ...(sourceRanges ? LIFT_RANGES : []),
        ...CHECKS_OF_PORTS,
      ],
    });
  }
}

const OF_PUBLIC = ['pipName', 'pipNameIpv6', 'resourceGroup', 'dnsLabelName'] as const;

/** @throws when props contradict each other */
function check(owner: string, props: AksLoadBalancerProps): void {
  const misfit = props.internalOnly ? OF_PUBLIC.find((prop) => props[prop]) : props.subnet && 'subnet';
  if (misfit) {
    throw errorAt(
      owner,
      `${misfit} ${quote(props[misfit])} is for ${props.internalOnly ? 'public' : 'internal'} balancers only; ` +
        'leave it out, or change internalOnly',
    );
  }
  const open = props.internalOnly ? props.sourceRanges?.find((range) => range.includes(':')) : undefined;
  if (open !== undefined) {
    throw errorAt(
      owner,
      `sourceRanges: ${quote(open)} would restrict no client: ` +
        "an internal balancer hands IPv6 packets to node ports, where neither kube-proxy nor the network's rules " +
        'hold against the ranges; leave IPv6 out of the Service, or filter with a NetworkPolicy',
    );
  }
  for (const [address, name, version] of [
    ['ipv4', 'pipName', 4],
    ['ipv6', 'pipNameIpv6', 6],
  ] as const) {
    checkAddress(owner, address, props[address], { version, isPublic: !props.internalOnly });
    if (props[address] && props[name]) {
      throw errorAt(
        owner,
        `${address} ${quote(props[address])} is ignored together with ${name} ${quote(props[name])}; give one of them`,
      );
    }
  }
}
