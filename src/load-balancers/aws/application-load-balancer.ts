import { Construct } from 'constructs';
import { AwsIpAddressType, AwsLoadBalancerScheme, checkName } from './aws';
import { errorAt, quote } from '../../input/errors';
import { ClientIpHeader } from '../../ways/client-ip-header';
import { STATUS_PORT } from '../../ways/listeners';
import { annotations, keyValues, list, prefixed } from '../annotations';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer, IpFamily } from '../load-balancer';
import { admitsChosenOnly } from '../ranges';

const ALB = 'alb.ingress.kubernetes.io';
const XFF_MODE = 'routing.http.xff_header_processing.mode';

/**
 * Props of `AwsApplicationLoadBalancer`, by the names of the controller's annotations.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
 */
export interface AwsApplicationLoadBalancerProps {
  /**
   * Who can reach the balancer.
   *
   * @default AwsLoadBalancerScheme.INTERNET_FACING
   */
  readonly scheme?: AwsLoadBalancerScheme;

  /**
   * ARNs of the certificates with which the balancer ends TLS on port 443; port 80 then redirects there.
   *
   * @default - the balancer listens on port 80 alone
   */
  readonly certificateArns?: string[];

  /**
   * The name of the TLS policy for `certificateArns`, such as `ELBSecurityPolicy-TLS13-1-2-2021-06`.
   *
   * @default - the controller's
   */
  readonly sslPolicy?: string;

  /**
   * The balancer's name: at most 32 letters, digits and hyphens.
   *
   * @default - the controller makes one
   */
  readonly name?: string;

  /**
   * The group of Ingresses that share the balancer.
   *
   * @default - a balancer of its own
   */
  readonly groupName?: string;

  /**
   * Ids or names of the balancer's subnets, at least two.
   *
   * @default - the controller finds them by their tags
   */
  readonly subnets?: string[];

  /**
   * The families of the balancer's addresses. A gateway with IPv6 needs `DUALSTACK`.
   *
   * @default - ipv4
   */
  readonly ipAddressType?: AwsIpAddressType;

  /**
   * The networks that may connect, in CIDR notation. With a CDN in front: the CDN's, since whoever
   * reaches the balancer past the CDN can write the CDN's headers himself.
   *
   * @default - everybody
   */
  readonly inboundCidrs?: string[];

  /**
   * Ids or names of the balancer's security groups. Not together with `inboundCidrs`, which the controller ignores then.
   *
   * With them, a `header` of a CDN is accepted. What the groups admit is not known here: if it is more than the CDN, whoever
   * reaches the balancer past it can write that header himself.
   *
   * @default - the controller makes one
   */
  readonly securityGroups?: string[];

  /**
   * Attributes of the balancer, such as `idle_timeout.timeout_seconds` to `120`.
   * How it treats `X-Forwarded-For` belongs to the binding.
   *
   * @default - those of AWS
   * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes
   */
  readonly attributes?: { [key: string]: string };

  /**
   * Attributes of the target group, such as `deregistration_delay.timeout_seconds` to `30`.
   *
   * @default - those of AWS
   */
  readonly targetGroupAttributes?: { [key: string]: string };

  /**
   * Tags of all AWS resources of the balancer.
   *
   * @default - the controller's own
   */
  readonly tags?: { [key: string]: string };

  /**
   * Further annotations of the Ingress, by their full keys. Those that the binding or another prop owns are refused.
   *
   * @default - none
   */
  readonly annotations?: { [key: string]: string };
}

/**
 * The Application Load Balancer that the AWS Load Balancer Controller makes for an Ingress. It dials the pods
 * themselves, so the cluster must give them addresses of the VPC; trust the balancer's subnets.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/spec/
 */
export class AwsApplicationLoadBalancer implements IHeaderForwardingLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: AwsApplicationLoadBalancerProps = {}) {}

  /**
   * Appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`.
   *
   * @param scope the gateway
   * @throws when a prop is wrong, or an annotation belongs to the binding
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    this.check(scope);
    const suffixes: { [suffix: string]: string | undefined } = {
      'scheme': props.scheme ?? AwsLoadBalancerScheme.INTERNET_FACING,
      'target-type': 'ip',
      'listen-ports': props.certificateArns ? '[{"HTTP":80},{"HTTPS":443}]' : '[{"HTTP":80}]',
      'certificate-arn': list(scope, 'certificateArns', props.certificateArns),
      'ssl-redirect': props.certificateArns && '443',
      'ssl-policy': props.sslPolicy,
      'backend-protocol': 'HTTP',
      'healthcheck-protocol': 'HTTP',
      'healthcheck-port': String(STATUS_PORT),
      'healthcheck-path': '/status',
      'load-balancer-name': props.name,
      'group.name': props.groupName,
      'subnets': list(scope, 'subnets', props.subnets),
      'ip-address-type': props.ipAddressType,
      'inbound-cidrs': list(scope, 'inboundCidrs', props.inboundCidrs),
      'security-groups': list(scope, 'securityGroups', props.securityGroups),
      // Of the three modes only this one lets Kong tell the client's address from what the client wrote.
      'load-balancer-attributes': keyValues(scope, 'attributes', { ...props.attributes, [XFF_MODE]: 'append' }),
      'target-group-attributes': keyValues(scope, 'targetGroupAttributes', props.targetGroupAttributes),
      'tags': keyValues(scope, 'tags', props.tags),
    };
    const { annotations: ofIngress, reservedAnnotations } = annotations(scope, {
      owner: 'AwsApplicationLoadBalancer',
      own: prefixed(`${ALB}/`, suffixes),
      reserved: ['kubernetes.io/ingress.class'],
      extra: props.annotations,
    });
    return {
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources: admitsChosenOnly(scope, 'inboundCidrs', props.inboundCidrs) || props.securityGroups !== undefined,
      routesToPods: true,
      ipFamilies: props.ipAddressType === AwsIpAddressType.DUALSTACK ? undefined : [IpFamily.IPV4],
      reservedAnnotations,
      ingress: { className: 'alb', annotations: ofIngress },
    };
  }

  private check(scope: Construct): void {
    const { props } = this;
    checkName(scope, props.name);
    if (props.sslPolicy && !props.certificateArns) {
      throw errorAt(scope, `sslPolicy ${quote(props.sslPolicy)} has no effect without certificateArns; give the certificates, or leave it out`);
    }
    if (props.inboundCidrs && props.securityGroups) {
      throw errorAt(scope, 'inboundCidrs and securityGroups: the controller ignores the first when it is given the second, so everybody might connect; give one of them');
    }
    if (props.attributes && XFF_MODE in props.attributes) {
      throw errorAt(scope, `attributes: ${XFF_MODE} belongs to AwsApplicationLoadBalancer: with any other mode than append, clients choose their own address or none is known; leave it out`);
    }
  }
}
