import { Construct } from 'constructs';
import { AwsServiceLoadBalancerProps, NLB_DRAIN_SECONDS } from './aws';
import { bindInTree } from './in-tree';
import { ExternalTrafficPolicy, ILocalTrafficLoadBalancer, ServiceBinding } from '../../binding/load-balancer';
import { copyOf } from '../../input/values';

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
  readonly certificateArn?: string;
}

const PROPS = {
  certificateArn: true,
  sourceRanges: true,
  scheme: true,
  subnets: true,
  sslPolicy: true,
  tags: true,
  annotations: true,
} satisfies Record<keyof AwsInTreeNetworkLoadBalancerProps, true>;

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
  private readonly props: AwsInTreeNetworkLoadBalancerProps;

  /**
   * Throws when the props are not an object.
   *
   * @param props options of the load balancer
   */
  constructor(props: AwsInTreeNetworkLoadBalancerProps = {}) {
    this.props = copyOf('AwsInTreeNetworkLoadBalancer', props, PROPS);
  }

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`. Throws when a prop is wrong, or an annotation belongs
   * to the binding.
   *
   * @param scope the gateway
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    return bindInTree(scope, this.props, {
      owner: 'AwsInTreeNetworkLoadBalancer',
      id: 'aws-in-tree-nlb',
      externalTrafficPolicy: ExternalTrafficPolicy.LOCAL,
      drainSeconds: NLB_DRAIN_SECONDS,
      way: { type: 'nlb', 'backend-protocol': this.props.certificateArn === undefined ? undefined : 'ssl' },
      reserved: ['security-groups', 'extra-security-groups'],
    });
  }
}
