import { Construct } from 'constructs';
import { AwsIpAddressType, AwsLoadBalancerScheme, AwsServiceLoadBalancerProps, AwsTargetType, checkName, AWS } from './aws';
import { errorAt, quote } from '../../input/errors';
import { annotations, keyValues, list, prefixed, SOURCE_RANGES } from '../annotations';
import { ILocalTrafficLoadBalancer, IpFamily, IProxyProtocolLoadBalancer, ServiceBinding } from '../load-balancer';


/**
 * Props of `AwsNetworkLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
export interface AwsNetworkLoadBalancerProps extends AwsServiceLoadBalancerProps {
  /**
   * What the balancer sends to. With instance targets, PROXY protocol shows Kong the nodes' addresses as peers;
   * with ip targets, the balancer's.
   *
   * @default AwsTargetType.INSTANCE
   */
  readonly targetType?: AwsTargetType;

  /**
   * The balancer's name: at most 32 letters, digits and hyphens. A balancer cannot be renamed.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The families of the balancer's addresses. A gateway with IPv6 needs `DUALSTACK`. Only with `ProxyProtocolKong`: where
   * the balancer translates between IPv4 and IPv6, it cannot keep the source address.
   *
   * @default - ipv4
   */
  readonly ipAddressType?: AwsIpAddressType;

  /**
   * ARNs of the certificates with which the balancer ends TLS on port 443. It then speaks TLS to Kong as well, so that
   * Kong knows the scheme. Only with `LocalTrafficKong`: over PROXY protocol Kong could not tell https from http.
   *
   * @default - the balancer passes TLS on to Kong
   */
  readonly certificateArns?: string[];

  /**
   * The name of the TLS policy for `certificateArns`, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`.
   *
   * @default - the controller's
   */
  readonly sslPolicy?: string;

  /**
   * Attributes of the balancer, such as `load_balancing.cross_zone.enabled` to `true`.
   *
   * @default - those of AWS
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#load-balancer-attributes
   */
  readonly attributes?: { [key: string]: string };

  /**
   * Attributes of the target groups, such as `deregistration_delay.timeout_seconds` to `30`.
   * `preserve_client_ip.enabled` and `proxy_protocol_v2.enabled` decide about the client's address and belong to the binding.
   *
   * @default - those of AWS
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html
   */
  readonly targetGroupAttributes?: { [key: string]: string };

  /**
   * Allocation ids of Elastic IPs, one a subnet. Only for an internet-facing balancer.
   *
   * @default - AWS chooses the addresses
   */
  readonly eipAllocations?: string[];

  /**
   * Ids or names of the balancer's security groups. Not together with `sourceRanges`, which the controller ignores then.
   * The controller lets them reach the targets only if the annotation
   * `service.beta.kubernetes.io/aws-load-balancer-manage-backend-security-group-rules` is `"true"`.
   *
   * @default - the controller makes one
   */
  readonly securityGroups?: string[];
}

/** In what the two ways of this balancer differ. */
interface Way {
  readonly preserveClientIp?: boolean;
  readonly ownsHealthCheck: boolean;
  readonly own: { [suffix: string]: string | undefined };
}

/**
 * The Network Load Balancer that the AWS Load Balancer Controller makes for a Service, on EKS or another cluster on AWS.
 * With `ProxyProtocolKong` and instance targets it is the way that Kong recommends.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/nlb/
 */
export class AwsNetworkLoadBalancer implements ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: AwsNetworkLoadBalancerProps = {}) {}

  /**
   * Keeps the source address: with instance targets by `externalTrafficPolicy: Local`, with ip targets by the target
   * group's attribute `preserve_client_ip.enabled`.
   *
   * @param scope the gateway
   * @throws when a prop is wrong, or an annotation belongs to the binding
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { certificateArns, sslPolicy, ipAddressType } = this.props;
    if (ipAddressType === AwsIpAddressType.DUALSTACK) {
      throw errorAt(scope, `ipAddressType ${quote(ipAddressType)}: connections that the balancer translates between IPv4 and IPv6 come from its own address, and those clients' addresses would be lost; `
        + 'use ProxyProtocolKong, or leave it out');
    }
    if (sslPolicy && !certificateArns) {
      throw errorAt(scope, `sslPolicy ${quote(sslPolicy)} has no effect without certificateArns; give the certificates, or leave it out`);
    }
    return this.bind(scope, {
      preserveClientIp: this.routesToPods ? true : undefined,
      // With instance targets the controller checks kube-proxy's port, which tells the nodes with a pod from those without.
      ownsHealthCheck: !this.routesToPods,
      own: {
        'ssl-cert': list(scope, 'certificateArns', certificateArns),
        'ssl-ports': certificateArns && '443',
        'ssl-negotiation-policy': sslPolicy,
        'backend-protocol': certificateArns && 'ssl',
        'proxy-protocol': undefined,
      },
    });
  }

  /**
   * Sends a PROXY protocol header of version 2. With ip targets the balancer's own address is the peer, so that
   * whom Kong trusts does not include the clients.
   *
   * @param scope the gateway
   * @throws when the balancer would end TLS, a prop is wrong, or an annotation belongs to the binding
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const tls = (['certificateArns', 'sslPolicy'] as const).find((prop) => this.props[prop]);
    if (tls) {
      throw errorAt(scope, `${tls} ${quote(this.props[tls])}: if the balancer ends TLS, PROXY protocol does not tell Kong so, and Kong takes https for http; `
        + 'end TLS at Kong (tlsSecret), or use LocalTrafficKong');
    }
    return this.bind(scope, {
      preserveClientIp: this.routesToPods ? false : undefined,
      // The check on the traffic port carries the PROXY header; one on another port or over HTTP would fail.
      ownsHealthCheck: true,
      own: {
        'proxy-protocol': '*',
        'ssl-cert': undefined,
        'ssl-ports': undefined,
        'ssl-negotiation-policy': undefined,
        'backend-protocol': undefined,
      },
    });
  }

  private get routesToPods(): boolean {
    return this.props.targetType === AwsTargetType.IP;
  }

  private bind(scope: Construct, way: Way): ServiceBinding {
    const { props } = this;
    const scheme = props.scheme ?? AwsLoadBalancerScheme.INTERNET_FACING;
    checkName(scope, props.name);
    if (props.eipAllocations && scheme === AwsLoadBalancerScheme.INTERNAL) {
      throw errorAt(scope, `eipAllocations ${quote(props.eipAllocations)}: an internal balancer has no public addresses; leave them out, or make it internet-facing`);
    }
    if (props.sourceRanges && props.securityGroups) {
      throw errorAt(scope, 'sourceRanges and securityGroups: the controller ignores the first when it is given the second, so everybody might connect; give one of them');
    }
    const suffixes: { [suffix: string]: string | undefined } = {
      'type': 'external',
      'nlb-target-type': props.targetType ?? AwsTargetType.INSTANCE,
      scheme,
      'name': props.name,
      'subnets': list(scope, 'subnets', props.subnets),
      'ip-address-type': props.ipAddressType,
      'attributes': keyValues(scope, 'attributes', props.attributes),
      'target-group-attributes': this.targetGroupAttributes(scope, way.preserveClientIp),
      'additional-resource-tags': keyValues(scope, 'tags', props.tags),
      'eip-allocations': list(scope, 'eipAllocations', props.eipAllocations),
      'security-groups': list(scope, 'securityGroups', props.securityGroups),
      ...way.own,
    };
    return {
      ...annotations(scope, {
        owner: 'AwsNetworkLoadBalancer',
        own: prefixed(`${AWS}-`, suffixes),
        reserved: [
          `${AWS}-internal`,
          `${AWS}-proxy-protocol-per-target-group`,
          SOURCE_RANGES,
          ...way.ownsHealthCheck ? ['protocol', 'port', 'path'].map((field) => `${AWS}-healthcheck-${field}`) : [],
        ],
        extra: props.annotations,
      }),
      sourceRanges: props.sourceRanges,
      routesToPods: this.routesToPods,
      ipFamilies: props.ipAddressType === AwsIpAddressType.DUALSTACK ? undefined : [IpFamily.IPV4],
    };
  }

  private targetGroupAttributes(scope: Construct, preserveClientIp?: boolean): string | undefined {
    const owned = ['preserve_client_ip.enabled', 'proxy_protocol_v2.enabled'].find((key) => key in (this.props.targetGroupAttributes ?? {}));
    if (owned) {
      throw errorAt(scope, `targetGroupAttributes: ${owned} decides whether Kong learns the client's address and belongs to AwsNetworkLoadBalancer; leave it out`);
    }
    return keyValues(scope, 'targetGroupAttributes', {
      ...this.props.targetGroupAttributes,
      ...preserveClientIp === undefined ? {} : { 'preserve_client_ip.enabled': String(preserveClientIp) },
    });
  }
}
