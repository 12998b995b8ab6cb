import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AwsLoadBalancerScheme, AwsServiceLoadBalancerProps, AWS } from './aws';
import { errorAt, quote } from '../../input/errors';
import { ClientIpHeader } from '../../ways/client-ip-header';
import { annotations, keyValues, list, prefixed, SOURCE_RANGES } from '../annotations';
import { HeaderForwardingBinding, IHeaderForwardingLoadBalancer, IpFamily, IProxyProtocolLoadBalancer, ServiceBinding } from '../load-balancer';
import { admitsChosenOnly } from '../ranges';


/**
 * Props of `AwsClassicLoadBalancer`.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export interface AwsClassicLoadBalancerProps extends AwsServiceLoadBalancerProps {
  /**
   * The ARN of the certificate with which the balancer ends TLS on port 443. Only with `HeaderForwardedKong`: over
   * PROXY protocol Kong could not tell https from http.
   *
   * @default - with `HeaderForwardedKong` the balancer listens on port 80 alone; with `ProxyProtocolKong` it passes TLS on to Kong
   */
  readonly certificateArn?: string;

  /**
   * The name of the TLS policy for `certificateArn`, such as `ELBSecurityPolicy-TLS-1-2-2017-01`.
   *
   * @default - that of AWS
   */
  readonly sslPolicy?: string;
}

/**
 * The Classic Load Balancer that the cloud provider AWS makes for a Service by default.
 *
 * Only for clusters where no other controller takes new Services over, as the AWS Load Balancer Controller does from
 * version 2.5 (unless its `enableServiceMutatorWebhook` is off) and EKS Auto Mode does: a Network Load Balancer in its
 * place writes no header, and behind a `HeaderForwardedKong` every client could then choose its own address.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export class AwsClassicLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: AwsClassicLoadBalancerProps = {}) {}

  /**
   * Sends a PROXY protocol header of version 1 on TCP listeners.
   *
   * @param scope the gateway
   * @throws when the balancer would end TLS, a prop is wrong, or an annotation belongs to the binding
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    if (this.props.certificateArn) {
      throw errorAt(scope, `certificateArn ${quote(this.props.certificateArn)}: if the balancer ends TLS, PROXY protocol does not tell Kong so, and Kong takes https for http; `
        + 'end TLS at Kong (tlsSecret), or use HeaderForwardedKong');
    }
    return this.bind(scope, {
      'proxy-protocol': '*',
      'backend-protocol': 'tcp',
      'ssl-cert': undefined,
      'ssl-ports': undefined,
      // A check over HTTP carries no PROXY header, and would fail.
      'healthcheck-protocol': undefined,
      'healthcheck-port': undefined,
      'healthcheck-path': undefined,
    });
  }

  /**
   * Speaks HTTP, appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`.
   *
   * @param scope the gateway
   * @throws when a prop is wrong, or an annotation belongs to the binding
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { certificateArn } = this.props;
    return {
      ...this.bind(scope, {
        'proxy-protocol': undefined,
        'backend-protocol': 'http',
        'ssl-cert': certificateArn,
        'ssl-ports': certificateArn && '443',
      }),
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      endsTls: certificateArn !== undefined,
      restrictsSources: admitsChosenOnly(scope, 'sourceRanges', this.props.sourceRanges),
    };
  }

  private bind(scope: Construct, way: { [suffix: string]: string | undefined }): ServiceBinding {
    const { props } = this;
    if (props.sslPolicy && !props.certificateArn) {
      throw errorAt(scope, `sslPolicy ${quote(props.sslPolicy)} has no effect without certificateArn; give the certificate, or leave it out`);
    }
    const scheme = props.scheme ?? AwsLoadBalancerScheme.INTERNET_FACING;
    const suffixes: { [suffix: string]: string | undefined } = {
      // The cloud provider reads `internal`, the AWS Load Balancer Controller (if it takes the Service) `scheme`.
      scheme,
      'internal': scheme === AwsLoadBalancerScheme.INTERNAL ? 'true' : undefined,
      'ssl-negotiation-policy': props.sslPolicy,
      'subnets': list(scope, 'subnets', props.subnets),
      'additional-resource-tags': keyValues(scope, 'tags', props.tags),
      ...way,
    };
    return {
      ...annotations(scope, {
        owner: 'AwsClassicLoadBalancer',
        own: prefixed(`${AWS}-`, suffixes),
        reserved: [
          `${AWS}-type`,
          SOURCE_RANGES,
          // The cloud provider ignores the source ranges when it is given security groups.
          ...props.sourceRanges ? [`${AWS}-security-groups`] : [],
        ],
        extra: props.annotations,
      }),
      sourceRanges: props.sourceRanges,
      ipFamilies: [IpFamily.IPV4],
    };
  }
}
