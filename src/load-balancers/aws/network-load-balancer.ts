import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import {
  ACTIONS,
  AWS,
  AwsControllerLoadBalancerProps,
  AwsIpAddressType,
  AwsLoadBalancerScheme,
  AwsServiceLoadBalancerProps,
  AwsTargetType,
  controllerSuffixes,
  NLB_DRAIN_SECONDS,
  refuseAnnotations,
  targetGroupAttributes,
} from './aws';
import {
  ExternalTrafficPolicy,
  ILocalTrafficLoadBalancer,
  IpFamily,
  IProxyProtocolLoadBalancer,
  ServiceBinding,
} from '../../binding/load-balancer';
import { errorAt, quote } from '../../input/errors';
import { copyOf, oneOf } from '../../input/values';
import { annotations, list, prefixed, SOURCE_RANGES } from '../annotations';
import { checkRangeFamilies } from '../ranges';

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

const PROPS = {
  targetType: true,
  loadBalancerClass: true,
  eipAllocations: true,
  eksAutoMode: true,
  name: true,
  ipAddressType: true,
  certificateArns: true,
  securityGroups: true,
  prefixLists: true,
  attributes: true,
  targetGroupAttributes: true,
  scheme: true,
  subnets: true,
  sslPolicy: true,
  tags: true,
  annotations: true,
  sourceRanges: true,
} satisfies Record<keyof AwsNetworkLoadBalancerProps, true>;

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
  private readonly props: AwsNetworkLoadBalancerProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsNetworkLoadBalancerProps = {}) {
    this.props = copyOf('AwsNetworkLoadBalancer', props, PROPS);
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
        `ipAddressType ${quote(ipAddressType)}: connections that the balancer translates between IPv4 and IPv6 come from its own address, and those clients' addresses would be lost; ` +
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
    const { scheme, certificates, ...common } = controllerSuffixes(scope, props);
    this.check(scope, scheme);
    const targetType = oneOf(scope, 'targetType', props.targetType, AwsTargetType) ?? AwsTargetType.INSTANCE;
    const families =
      props.ipAddressType === AwsIpAddressType.DUALSTACK ? [IpFamily.IPV4, IpFamily.IPV6] : [IpFamily.IPV4];
    checkRangeFamilies(scope, 'sourceRanges', props.sourceRanges, families);
    const suffixes: { [suffix: string]: string | undefined } = {
      type: props.eksAutoMode ? undefined : 'external',
      'nlb-target-type': targetType,
      scheme,
      name: common.name,
      subnets: common.subnets,
      'ip-address-type': props.ipAddressType,
      attributes: common.attributes,
      // EKS Auto Mode reads the attribute alone, the AWS Load Balancer Controller either: one manifest serves both.
      'proxy-protocol': proxyProtocol && !props.eksAutoMode ? '*' : undefined,
      'target-group-attributes': targetGroupAttributes(scope, props.targetGroupAttributes, {
        // Written even where it is the default: the controller leaves what it is not told as it was.
        'preserve_client_ip.enabled': String(!proxyProtocol),
        'proxy_protocol_v2.enabled': String(proxyProtocol),
      }),
      'additional-resource-tags': common.tags,
      'eip-allocations': list(scope, 'eipAllocations', props.eipAllocations),
      'security-groups': common.securityGroups,
      'security-group-prefix-lists': common.prefixLists,
      'ssl-cert': certificates,
      'ssl-ports': certificates && '443',
      'ssl-negotiation-policy': common.sslPolicy,
      'backend-protocol': certificates && 'ssl',
    };
    const policy = proxyProtocol ? ExternalTrafficPolicy.CLUSTER : ExternalTrafficPolicy.LOCAL;
    return {
      loadBalancer: props.eksAutoMode ? 'eks-auto-nlb' : 'aws-nlb',
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: targetType === AwsTargetType.IP ? undefined : policy,
      drainSeconds: NLB_DRAIN_SECONDS,
      ...annotations(scope, {
        owner: 'AwsNetworkLoadBalancer',
        own: prefixed(`${AWS}-`, suffixes),
        reserved: [
          ...[
            'internal',
            'proxy-protocol-per-target-group',
            // Without its own group the balancer's ranges bind no client, and node ports are open to all sources.
            'disable-nlb-sg',
            // The check on the traffic port carries the PROXY header; with local traffic the controller asks
            // kube-proxy which nodes have a pod.
            ...['protocol', 'port', 'path', 'success-codes'].map((field) => `healthcheck-${field}`),
          ].map((suffix) => `${AWS}-${suffix}`),
          ACTIONS,
          SOURCE_RANGES,
        ],
        extra: props.annotations,
      }),
      loadBalancerClass: props.eksAutoMode ? EKS_AUTO_MODE : props.loadBalancerClass,
      sourceRanges: props.sourceRanges,
      routesToPods: targetType === AwsTargetType.IP,
      ipFamilies: families,
      clientFamilies: families,
    };
  }

  private check(scope: Construct, scheme: AwsLoadBalancerScheme): void {
    const { props } = this;
    if (props.ipAddressType === AwsIpAddressType.DUALSTACK_WITHOUT_PUBLIC_IPV4) {
      throw errorAt(
        scope,
        `ipAddressType ${quote(props.ipAddressType)} is for Application Load Balancers only; write AwsIpAddressType.DUALSTACK, or leave it out`,
      );
    }
    oneOf(scope, 'ipAddressType', props.ipAddressType, AwsIpAddressType);
    if (props.loadBalancerClass !== undefined && (props.eksAutoMode || props.loadBalancerClass === EKS_AUTO_MODE)) {
      throw errorAt(
        scope,
        `loadBalancerClass ${quote(props.loadBalancerClass)}: for EKS Auto Mode set eksAutoMode, and leave the class to it`,
      );
    }
    if (props.sslPolicy !== undefined && !props.certificateArns) {
      throw errorAt(
        scope,
        `sslPolicy ${quote(props.sslPolicy)} has no effect without certificateArns; give the certificates, or leave it out`,
      );
    }
    if (props.eipAllocations && scheme === AwsLoadBalancerScheme.INTERNAL) {
      throw errorAt(
        scope,
        `eipAllocations ${quote(props.eipAllocations)}: an internal balancer has no public addresses; leave them out, or make it internet-facing`,
      );
    }
    if (props.eipAllocations && props.subnets && props.eipAllocations.length !== props.subnets.length) {
      throw errorAt(
        scope,
        `eipAllocations ${quote(props.eipAllocations)} and subnets ${quote(props.subnets)}: each subnet takes one address; give as many of one as of the other`,
      );
    }
    if (props.sourceRanges && props.securityGroups) {
      throw errorAt(
        scope,
        'sourceRanges and securityGroups: the controller ignores the first when it is given the second, so any source might connect; give one of them',
      );
    }
    const tls =
      'has no effect without certificateArns, since nothing listens for TLS; give the certificates, or leave it out';
    const attribute = 'is not read by EKS Auto Mode; use the prop attributes';
    refuseAnnotations(scope, `${AWS}-`, props.annotations, {
      ...(props.certificateArns ? {} : { 'alpn-policy': tls, 'listener-attributes.TLS-443': tls }),
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
    });
  }
}
