import { Construct } from 'constructs';
import { AZURE, ofPorts } from './azure';
import { ILocalTrafficLoadBalancer, ServiceBinding } from '../../binding/load-balancer';
import { errorAt, quote } from '../../input/errors';
import { copyOf, flag, text } from '../../input/values';
import { annotations, prefixed, SOURCE_RANGES } from '../annotations';
import { checkAddress } from '../ranges';

/**
 * Keys that would admit others than the source ranges: more networks, no rules of the network security group, or
 * traffic by node ports, where kube-proxy does not hold the ranges against anybody.
 */
const LIFT_RANGES = ['allowed-service-tags', 'disable-load-balancer-nsg-rule', 'disable-load-balancer-floating-ip'].map(
  (suffix) => AZURE + suffix,
);

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

  /**
   * Further annotations of the Service, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

const PROPS = {
  internalOnly: true,
  internalSubnet: true,
  ipv4: true,
  ipv6: true,
  pipName: true,
  pipNameIpv6: true,
  resourceGroup: true,
  dnsLabelName: true,
  sourceRanges: true,
  annotations: true,
} satisfies Record<keyof AksLoadBalancerProps, true>;

/**
 * The Standard Load Balancer that AKS makes for a Service: it hands packets to the nodes unchanged, and checks through
 * kube-proxy which of them have a pod of Kong. For PROXY protocol see `AksPrivateLinkService`.
 *
 * @see https://learn.microsoft.com/azure/aks/load-balancer-standard
 */
export class AksLoadBalancer implements ILocalTrafficLoadBalancer {
  private readonly props: AksLoadBalancerProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: AksLoadBalancerProps = {}) {
    this.props = copyOf('AksLoadBalancer', props, PROPS);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * Throws when a prop is wrong, an option does not fit an internal or a public balancer, or an annotation belongs to
   * the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { props } = this;
    this.check(scope);
    return {
      loadBalancer: 'aks-load-balancer',
      ...annotations(scope, {
        owner: 'AksLoadBalancer',
        own: prefixed(AZURE, {
          'load-balancer-internal': props.internalOnly ? 'true' : undefined,
          'load-balancer-internal-subnet': props.internalSubnet,
          'load-balancer-ipv4': props.ipv4,
          'load-balancer-ipv6': props.ipv6,
          'pip-name': props.pipName,
          'pip-name-ipv6': props.pipNameIpv6,
          'load-balancer-resource-group': props.resourceGroup,
          'dns-label-name': props.dnsLabelName,
          'deny-all-except-load-balancer-source-ranges': props.internalOnly && props.sourceRanges ? 'true' : undefined,
        }),
        reserved: [
          SOURCE_RANGES,
          ...['pls-create', 'pls-proxy-protocol', 'allowed-ip-ranges'].map((suffix) => AZURE + suffix),
          ...(props.sourceRanges ? LIFT_RANGES : []),
          // The check of `Local` asks kube-proxy which nodes have a pod; these would replace or remove it.
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
      sourceRanges: props.sourceRanges,
      drainSeconds: 30,
    };
  }

  private check(scope: Construct): void {
    const { props } = this;
    flag(scope, 'internalOnly', props.internalOnly);
    (['internalSubnet', 'pipName', 'pipNameIpv6', 'resourceGroup', 'dnsLabelName'] as const).forEach((prop) =>
      text(scope, prop, props[prop]),
    );
    const misfit = props.internalOnly
      ? (['pipName', 'pipNameIpv6', 'resourceGroup', 'dnsLabelName'] as const).find((prop) => props[prop])
      : props.internalSubnet && 'internalSubnet';
    if (misfit) {
      throw errorAt(
        scope,
        `${misfit} ${quote(props[misfit])} is for ${props.internalOnly ? 'public' : 'internal'} balancers only; leave it out, or change internalOnly`,
      );
    }
    const open = props.internalOnly ? props.sourceRanges?.find((range) => range.includes(':')) : undefined;
    if (open !== undefined) {
      throw errorAt(
        scope,
        `sourceRanges: ${quote(open)} would restrict no client: an internal balancer hands IPv6 packets to node ports, where neither kube-proxy nor the network's ` +
          'rules hold against the ranges; leave IPv6 out of the Service, or filter with a NetworkPolicy',
      );
    }
    checkAddress(scope, 'ipv4', props.ipv4, { version: 4, isPublic: !props.internalOnly });
    checkAddress(scope, 'ipv6', props.ipv6, { version: 6, isPublic: !props.internalOnly });
    const twice = (
      [
        ['ipv4', 'pipName'],
        ['ipv6', 'pipNameIpv6'],
      ] as const
    ).find(([address, name]) => props[address] && props[name]);
    if (twice) {
      throw errorAt(
        scope,
        `${twice[0]} ${quote(props[twice[0]])} is ignored together with ${twice[1]} ${quote(props[twice[1]])}; give one of them`,
      );
    }
    if (props.dnsLabelName && !/^[a-z][a-z0-9-]{1,61}[a-z0-9]$/.test(props.dnsLabelName)) {
      throw errorAt(
        scope,
        `dnsLabelName ${quote(props.dnsLabelName)} is not a label of 3 to 63 lower-case letters, digits and hyphens; write the first part of the name alone, such as "kong"`,
      );
    }
  }
}
