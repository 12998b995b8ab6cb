import { Construct } from 'constructs';
import {
  ACTIONS,
  AWS,
  checkWalls,
  CONTROLLER_PROPS,
  nameProp,
  NLB_DRAIN_SECONDS,
  refuseAnnotations,
  schemeOf,
  targetGroupAttributes,
  TRAFFIC_PORT_CHECK,
} from './aws';
import { AwsControllerLoadBalancerProps, AwsIpAddressType, AwsServiceLoadBalancerProps, AwsTargetType } from './props';
import { ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy, IpFamily, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
import { attributesProp, enumProp, keyValuesProp, listProp, propsOf, textProp } from '../props';
import { checkRangeFamilies } from '../ranges';
import { bindService, RESTRICTABLE_PROPS, ServiceBalancer } from '../service-balancer';

/** The class for which EKS Auto Mode makes a balancer. */
const EKS_AUTO_MODE = 'eks.amazonaws.com/nlb';

/**
 * Props of `AwsNetworkLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
export interface AwsNetworkLoadBalancerProps extends AwsControllerLoadBalancerProps, AwsServiceLoadBalancerProps {
  /**
   * What the balancer sends to. With instance targets, PROXY protocol shows Kong the nodes' addresses as peers;
   * with ip targets, the balancer's.
   *
   * @default AwsTargetType.INSTANCE
   */
  readonly targetType?: AwsTargetType;

  /**
   * `spec.loadBalancerClass`, such as `service.k8s.aws/nlb`. No other controller then takes the Service, whether the
   * webhook of the AWS Load Balancer Controller is on or off. It cannot be added to a Service that exists.
   *
   * @default - with `eksAutoMode` that of EKS Auto Mode, else none: the annotation `type` and the controller's
   * webhook decide who takes the Service
   */
  readonly loadBalancerClass?: string;

  /**
   * Allocation ids of Elastic IPs, one per subnet: as many as `subnets`, or as the subnets that the controller finds.
   * Only for an internet-facing balancer.
   *
   * @default - AWS chooses the addresses
   */
  readonly eipAllocations?: string[];
}

const BALANCER: ServiceBalancer<AwsNetworkLoadBalancerProps> = {
  id: 'aws-nlb',
  owner: 'AwsNetworkLoadBalancer',
  prefix: `${AWS}-`,
  drainSeconds: NLB_DRAIN_SECONDS,
  props: {
    ...RESTRICTABLE_PROPS,
    ...CONTROLLER_PROPS,
    name: nameProp('name'),
    targetType: enumProp(AwsTargetType),
    loadBalancerClass: textProp(),
    attributes: attributesProp('attributes'),
    tags: keyValuesProp('additional-resource-tags'),
    eipAllocations: listProp('eip-allocations'),
    certificateIds: listProp('ssl-cert'),
    sslPolicy: textProp('ssl-negotiation-policy'),
  },
};
const RESERVED = [
  'internal',
  'proxy-protocol-per-target-group',
  // Without its own group the balancer's ranges bind no client, and node ports are open to all sources.
  'disable-nlb-sg',
  ...TRAFFIC_PORT_CHECK,
  ACTIONS,
];

/**
 * The Network Load Balancer that the AWS Load Balancer Controller makes for a Service, on EKS or another cluster on
 * AWS, or EKS Auto Mode with `eksAutoMode`. Kong's guide recommends it with `ProxyProtocolKong` and instance targets.
 *
 * With instance targets trust the nodes, and so every sender that reaches a node port. With ip targets trust the
 * balancer's subnets.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
 */
export class AwsNetworkLoadBalancer implements ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsNetworkLoadBalancerProps = {}) {
    this.props = propsOf(BALANCER.owner, BALANCER.props, props);
    check(BALANCER.owner, this.props);
  }

  /**
   * Keeps the source address: with instance targets by `externalTrafficPolicy: Local`, with ip targets by the target
   * group's attribute `preserve_client_ip.enabled`. Throws when the balancer is dual-stack, a prop is wrong, or an
   * annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { ipAddressType } = this.props;
    if (ipAddressType === AwsIpAddressType.DUALSTACK) {
      throw errorAt(
        scope,
        `ipAddressType ${quote(ipAddressType)}: connections that the balancer translates between IPv4 ` +
          "and IPv6 come from its own address, and those clients' addresses would be lost; " +
          'use ProxyProtocolKong, or leave it out',
      );
    }
    return this.bind(scope, false);
  }

  /**
   * Sends a PROXY protocol header of version 2. The packets' source is not preserved, so that the peer is the
   * balancer or a node, never a client. Throws when a prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    return this.bind(scope, true);
  }

  private bind(scope: Construct, proxyProtocol: boolean): ServiceBinding {
    const { props } = this;
    const toPods = props.targetType === AwsTargetType.IP;
    const policy = proxyProtocol ? ExternalTrafficPolicy.CLUSTER : ExternalTrafficPolicy.LOCAL;
    return {
      ...bindService(scope, BALANCER, props, {
        writes: {
          type: props.eksAutoMode ? undefined : 'external',
          'nlb-target-type': props.targetType ?? AwsTargetType.INSTANCE,
          scheme: schemeOf(props),
          // EKS Auto Mode reads the attribute alone, the AWS Load Balancer Controller either: one manifest serves both.
          'proxy-protocol': proxyProtocol && !props.eksAutoMode ? '*' : undefined,
          'target-group-attributes': targetGroupAttributes(scope, props.targetGroupAttributes, {
            // Written even where it is the default: the controller leaves what it is not told as it was.
            'preserve_client_ip.enabled': String(!proxyProtocol),
            'proxy_protocol_v2.enabled': String(proxyProtocol),
          }),
          'ssl-ports': props.certificateIds && '443',
          'backend-protocol': props.certificateIds && 'ssl',
        },
        reserved: RESERVED,
      }),
      loadBalancerKind: props.eksAutoMode ? 'eks-auto-nlb' : BALANCER.id,
      loadBalancerClass: props.eksAutoMode ? EKS_AUTO_MODE : props.loadBalancerClass,
      externalTrafficPolicy: toPods ? undefined : policy,
      routesToPods: toPods,
      ipFamilies: familiesOf(props),
      clientFamilies: familiesOf(props),
    };
  }
}

function familiesOf({ ipAddressType }: AwsNetworkLoadBalancerProps): IpFamily[] {
  return ipAddressType === AwsIpAddressType.DUALSTACK ? [IpFamily.IPV4, IpFamily.IPV6] : [IpFamily.IPV4];
}

/** @throws when props contradict each other */
function check(owner: string, props: AwsNetworkLoadBalancerProps): void {
  if (props.ipAddressType === AwsIpAddressType.DUALSTACK_WITHOUT_PUBLIC_IPV4) {
    throw errorAt(
      owner,
      `ipAddressType ${quote(props.ipAddressType)} is for Application Load Balancers only; ` +
        'write AwsIpAddressType.DUALSTACK, or leave it out',
    );
  }
  if (props.loadBalancerClass !== undefined && (props.eksAutoMode || props.loadBalancerClass === EKS_AUTO_MODE)) {
    throw errorAt(
      owner,
      `loadBalancerClass ${quote(props.loadBalancerClass)}: ` +
        'for EKS Auto Mode set eksAutoMode, and leave the class to it',
    );
  }
  if (props.sslPolicy !== undefined && !props.certificateIds) {
    throw errorAt(
      owner,
      `sslPolicy ${quote(props.sslPolicy)} has no effect without certificateIds; ` +
        'give the certificates, or leave it out',
    );
  }
  if (props.eipAllocations && props.internalOnly) {
    throw errorAt(
      owner,
      `eipAllocations ${quote(props.eipAllocations)}: an internal balancer has no public addresses; ` +
        'leave out these, or internalOnly',
    );
  }
  if (props.eipAllocations && props.subnets && props.eipAllocations.length !== props.subnets.length) {
    throw errorAt(
      owner,
      `eipAllocations ${quote(props.eipAllocations)} and subnets ${quote(props.subnets)}: ` +
        'each subnet takes one address; give as many of one as of the other',
    );
  }
  checkWalls(owner, props);
  checkRangeFamilies(owner, 'sourceRanges', props.sourceRanges, familiesOf(props));
  refuseAnnotations(owner, BALANCER.prefix, props.annotations, uselessAnnotations(props));
}

/** Annotations that would do nothing with these props, and why. */
function uselessAnnotations(props: AwsNetworkLoadBalancerProps): { [suffix: string]: string } {
  const tls =
    'has no effect without certificateIds, since nothing listens for TLS; give the certificates, or leave it out';
  const attribute = 'is not read by EKS Auto Mode; use the prop attributes';
  return {
    ...(props.certificateIds ? {} : { 'alpn-policy': tls, 'listener-attributes.TLS-443': tls }),
    ...(props.securityGroups
      ? {
          'enable-icmp-for-path-mtu-discovery':
            'has no effect together with securityGroups; let the groups admit ICMP, and leave it out',
        }
      : {}),
    ...(props.eksAutoMode
      ? {
          'access-log-enabled': attribute,
          'access-log-s3-bucket-name': attribute,
          'access-log-s3-bucket-prefix': attribute,
          'cross-zone-load-balancing-enabled': attribute,
        }
      : {}),
  };
}
