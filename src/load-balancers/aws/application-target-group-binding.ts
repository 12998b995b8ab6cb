import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AwsTargetType } from './props';
import {
  AwsTargetGroupBindingProps,
  TARGET_GROUP,
  TARGET_GROUP_PROPS,
  bindTargetGroup,
  targetGroupProps,
} from './target-groups';
import { ClientIpHeader } from '../../binding/client-ip-header';
import { HeaderForwardingBinding } from '../../binding/header-forwarding-binding';
import { IHeaderForwardingLoadBalancer } from '../../binding/load-balancer';
import { HTTP, STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { flagProp } from '../props';
import { BalancerClass } from '../service-balancer';

/**
 * Props of `AwsApplicationTargetGroupBinding`.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
 */
export interface AwsApplicationTargetGroupBindingProps extends AwsTargetGroupBindingProps {
  /**
   * A promise that the balancer's attribute `routing.http.xff_header_processing.mode` is `append`. It must be true:
   * with `preserve`, clients choose their own address.
   */
  readonly appendsXForwardedFor: boolean;

  /**
   * A promise that the balancer's security groups admit chosen networks only, such as those of a CDN whose header
   * Kong reads. If it does not hold, a client that bypasses the CDN can write that header.
   *
   * @default false
   */
  readonly restrictsSources?: boolean;

  /**
   * A promise that the target group's protocol version is HTTP2 or GRPC.
   *
   * @default false
   */
  readonly speaksHttp2?: boolean;
}

const BALANCER: BalancerClass<AwsApplicationTargetGroupBindingProps> = {
  id: TARGET_GROUP,
  owner: 'AwsApplicationTargetGroupBinding',
  props: {
    ...TARGET_GROUP_PROPS,
    appendsXForwardedFor: flagProp(),
    restrictsSources: flagProp(),
    speaksHttp2: flagProp(),
  },
};

/**
 * An Application Load Balancer that is made elsewhere, for example by Terraform: the controller registers Kong's pods
 * in its target group, of target type ip, by a TargetGroupBinding. What balancer and target group do is not seen from
 * here, so it has to be promised.
 *
 * The target group's health check must ask port 8100 for `/status`.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
 */
export class AwsApplicationTargetGroupBinding implements IHeaderForwardingLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsApplicationTargetGroupBindingProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the binding
   */
  constructor(props: AwsApplicationTargetGroupBindingProps) {
    this.props = targetGroupProps(BALANCER, props);
    if (!this.props.appendsXForwardedFor) {
      throw errorAt(
        BALANCER.owner,
        `appendsXForwardedFor is ${quote(this.props.appendsXForwardedFor)}: ` +
          'unless the balancer appends the client to X-Forwarded-For, clients choose their own address ' +
          'or none is known; set its attribute routing.http.xff_header_processing.mode to append, ' +
          'and write appendsXForwardedFor: true',
      );
    }
  }

  /**
   * Takes the client from `X-Forwarded-For`, to which the balancer appends it. Throws when that is not promised, or a
   * prop is wrong.
   *
   * @param scope the gateway, which gets the TargetGroupBinding
   */
  public bindHeaderForwarding(scope: Construct): HeaderForwardingBinding {
    const { props } = this;
    bindTargetGroup(scope, 'TargetGroupBinding', props, {
      arn: props.targetGroupArn,
      targetType: AwsTargetType.IP,
      port: HTTP,
      podPorts: [8000, STATUS_PORT],
    });
    return {
      loadBalancerKind: BALANCER.id,
      serviceType: kplus.ServiceType.CLUSTER_IP,
      routesToPods: true,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources: props.restrictsSources,
      speaksHttp2: props.speaksHttp2,
    };
  }
}
