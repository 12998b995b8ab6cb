import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { bindInTree, inTreeBalancer, inTreeProps } from './in-tree';
import { AwsServiceLoadBalancerProps } from './props';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy, ServiceBinding } from '../../binding/service-binding';
import { errorAt, quote } from '../../input/errors';
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
   * @default - with `HeaderForwardedKong` the balancer listens on port 80 alone; with `ProxyProtocolKong` it passes
   * TLS on to Kong
   */
  readonly certificateId?: string;
}

const BALANCER = inTreeBalancer('aws-classic', 'AwsClassicLoadBalancer');

/**
 * The Classic Load Balancer that the cloud provider AWS makes for a Service by default. It has addresses of IPv4 only.
 *
 * Only for clusters where no other controller takes new Services, as the AWS Load Balancer Controller does from
 * version 2.5 (unless its `enableServiceMutatorWebhook` is off) and EKS Auto Mode does. With `HeaderForwardedKong` a
 * Network Load Balancer in its place would write no header, and every client could choose its own address: the
 * manifest therefore has an annotation that the cloud provider ignores, and that makes the AWS Load Balancer
 * Controller refuse the Service.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export class AwsClassicLoadBalancer implements IProxyProtocolLoadBalancer, IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsClassicLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsClassicLoadBalancerProps = {}) {
    this.props = inTreeProps(BALANCER, props);
  }

  /**
   * Sends a PROXY protocol header of version 1 on TCP listeners. Throws when the balancer would end TLS, a prop is
   * wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    const { certificateId } = this.props;
    if (certificateId !== undefined) {
      throw errorAt(
        scope,
        `certificateId ${quote(certificateId)}: if the balancer ends TLS, PROXY protocol does not tell Kong so, ` +
          'and Kong takes https for http; end TLS at Kong (tlsSecret), or use HeaderForwardedKong',
      );
    }
    return this.bind(scope, { 'proxy-protocol': '*', 'backend-protocol': 'tcp' });
  }

  /**
   * Speaks HTTP, appends the client to `X-Forwarded-For` and overwrites `X-Forwarded-Proto` and `X-Forwarded-Port`.
   * Throws when a prop is wrong, or an annotation belongs to the binding.
   *
   * @param scope the gateway
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    return {
      // A value that the AWS Load Balancer Controller refuses: an NLB of its would pass on what clients write.
      ...this.bind(scope, { 'backend-protocol': 'http', 'ip-address-type': 'classic-load-balancer-only' }),
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      endsTls: this.props.certificateId !== undefined,
      restrictsSources: admitsChosenOnly(scope, 'sourceRanges', this.props.sourceRanges),
    };
  }

  private bind(scope: Construct, writes: { [suffix: string]: string }): ServiceBinding {
    return {
      ...bindInTree(scope, BALANCER, this.props, {
        writes,
        // The cloud provider ignores the source ranges when it is given security groups, and adds the extra ones to
        // them.
        reserved: this.props.sourceRanges ? ['security-groups', 'extra-security-groups'] : [],
      }),
      serviceType: kplus.ServiceType.LOAD_BALANCER,
      externalTrafficPolicy: ExternalTrafficPolicy.CLUSTER,
    };
  }
}
