import { Construct } from 'constructs';
import { NLB_DRAIN_SECONDS } from './aws';
import { bindInTree, inTreeBalancer, inTreeProps } from './in-tree';
import { AwsServiceLoadBalancerProps } from './props';
import { ILocalTrafficLoadBalancer } from '../../binding/load-balancer';
import { ServiceBinding } from '../../binding/service-binding';

/**
 * Props of `AwsInTreeNetworkLoadBalancer`.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export interface AwsInTreeNetworkLoadBalancerProps extends AwsServiceLoadBalancerProps {
  /**
   * The ARN of the certificate with which the balancer ends TLS on port 443. It then speaks TLS to Kong again, so that
   * Kong knows the scheme.
   *
   * @default - the balancer passes TLS on to Kong
   */
  readonly certificateId?: string;
}

const BALANCER = inTreeBalancer('aws-in-tree-nlb', 'AwsInTreeNetworkLoadBalancer', NLB_DRAIN_SECONDS);

/**
 * The Network Load Balancer of the cloud provider AWS itself, for clusters without the AWS Load Balancer Controller.
 * It has instance targets only, IPv4 only, and no PROXY protocol that could be trusted.
 *
 * Another controller may take the new Service: the AWS Load Balancer Controller does from version 2.5, unless its
 * `enableServiceMutatorWebhook` is off, and EKS Auto Mode does. The manifest asks for instance targets, with which
 * the first keeps the source address, too. For the second, use `AwsNetworkLoadBalancer` with `eksAutoMode`.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export class AwsInTreeNetworkLoadBalancer implements ILocalTrafficLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsInTreeNetworkLoadBalancerProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsInTreeNetworkLoadBalancerProps = {}) {
    this.props = inTreeProps(BALANCER, props);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when an annotation belongs to the
   * binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return bindInTree(scope, BALANCER, this.props, {
      writes: { type: 'nlb', 'backend-protocol': this.props.certificateId === undefined ? undefined : 'ssl' },
      reserved: ['security-groups', 'extra-security-groups'],
    });
  }
}
