import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { NLB_DRAIN_SECONDS } from './aws';
import { AwsTargetType } from './props';
import {
  ARN,
  AwsTargetGroupBindingProps,
  TARGET_GROUP,
  TARGET_GROUP_PROPS,
  bindTargetGroup,
  targetGroupProps,
} from './target-groups';
import { ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer } from '../../binding/load-balancer';
import { ExternalTrafficPolicy, ServiceBinding } from '../../binding/service-binding';
import { HTTP, HTTPS } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { enumProp, flagProp } from '../props';
import { BalancerClass } from '../service-balancer';

/**
 * Props of `AwsNetworkTargetGroupBinding`.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/spec/
 */
export interface AwsNetworkTargetGroupBindingProps extends AwsTargetGroupBindingProps {
  /**
   * The ARN of the target group for port 443 of the Service, where Kong ends TLS. If the balancer ends TLS itself, its
   * target group must have the protocol TLS, so that Kong knows the scheme.
   *
   * @default - only port 80 is bound
   */
  readonly tlsTargetGroupArn?: string;

  /**
   * What the target groups send to.
   *
   * @default AwsTargetType.INSTANCE
   */
  readonly targetType?: AwsTargetType;

  /**
   * A promise that `preserve_client_ip.enabled` is true for the target groups. `LocalTrafficKong` needs it.
   * If it does not hold, every client has the balancer's address.
   *
   * @default false
   */
  readonly preserveClientIp?: boolean;

  /**
   * A promise that `proxy_protocol_v2.enabled` is true for the target groups. `ProxyProtocolKong` needs it. If it does
   * not hold, Kong closes every connection.
   *
   * @default false
   */
  readonly proxyProtocolV2?: boolean;
}

const BALANCER: BalancerClass<AwsNetworkTargetGroupBindingProps> = {
  id: TARGET_GROUP,
  owner: 'AwsNetworkTargetGroupBinding',
  props: {
    ...TARGET_GROUP_PROPS,
    tlsTargetGroupArn: ARN,
    targetType: enumProp(AwsTargetType),
    preserveClientIp: flagProp(),
    proxyProtocolV2: flagProp(),
  },
};

/**
 * A Network Load Balancer that is made elsewhere, for example by Terraform: the controller registers Kong in its
 * target groups by TargetGroupBinding objects. What the target groups do is not seen from here, so it has to be
 * promised.
 *
 * Health checks are those of the target groups: TCP on the traffic port.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/targetgroupbinding/targetgroupbinding/
 */
export class AwsNetworkTargetGroupBinding implements ILocalTrafficLoadBalancer, IProxyProtocolLoadBalancer {
  /** @internal */
  public static readonly _balancer = BALANCER;

  private readonly props: AwsNetworkTargetGroupBindingProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the binding
   */
  constructor(props: AwsNetworkTargetGroupBindingProps) {
    this.props = targetGroupProps(BALANCER, props);
  }

  /**
   * Keeps the source address, if the target groups preserve it. Throws when that is not promised, or a prop is wrong.
   *
   * @param scope the gateway, which gets the TargetGroupBindings
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    this.checkPromises(scope, { preserveClientIp: true, proxyProtocolV2: false });
    return this.bind(scope, ExternalTrafficPolicy.LOCAL);
  }

  /**
   * Takes a PROXY protocol header of version 2. Throws when that is not promised, when the target groups also
   * preserve the source, so that peers would be clients, or a prop is wrong.
   *
   * @param scope the gateway, which gets the TargetGroupBindings
   */
  public bindProxyProtocol(scope: Construct): ServiceBinding {
    this.checkPromises(scope, { preserveClientIp: false, proxyProtocolV2: true });
    return this.bind(scope, ExternalTrafficPolicy.CLUSTER);
  }

  private bind(scope: Construct, policy: ExternalTrafficPolicy): ServiceBinding {
    const { targetGroupArn, tlsTargetGroupArn, targetType = AwsTargetType.INSTANCE } = this.props;
    const toPods = targetType === AwsTargetType.IP;
    const http = { arn: targetGroupArn, targetType, port: HTTP, podPorts: [8000] };
    bindTargetGroup(scope, 'TargetGroupBinding', this.props, http);
    if (tlsTargetGroupArn !== undefined) {
      const https = { arn: tlsTargetGroupArn, targetType, port: HTTPS, podPorts: [8443] };
      bindTargetGroup(scope, 'TlsTargetGroupBinding', this.props, https);
    }
    return {
      loadBalancerKind: BALANCER.id,
      serviceType: toPods ? kplus.ServiceType.CLUSTER_IP : kplus.ServiceType.NODE_PORT,
      externalTrafficPolicy: toPods ? undefined : policy,
      drainSeconds: NLB_DRAIN_SECONDS,
      routesToPods: toPods,
      writesRoutes: true,
    };
  }

  private checkPromises(scope: Construct, needed: { preserveClientIp: boolean; proxyProtocolV2: boolean }): void {
    for (const [prop, attribute] of [
      ['preserveClientIp', 'preserve_client_ip.enabled'],
      ['proxyProtocolV2', 'proxy_protocol_v2.enabled'],
    ] as const) {
      if ((this.props[prop] ?? false) !== needed[prop]) {
        throw errorAt(
          scope,
          `${prop} is ${quote(this.props[prop])}: this way needs target groups with ${attribute}=${needed[prop]}; ` +
            `set the attribute where they are made, and ${needed[prop] ? `write ${prop}: true` : `leave ${prop} out`}`,
        );
      }
    }
  }
}
