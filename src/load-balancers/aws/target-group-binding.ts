import { ApiObject, Lazy } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { Construct } from 'constructs';
import { AwsTargetType, NLB_DRAIN_SECONDS } from './aws';
import { ClientIpHeader } from '../../binding/client-ip-header';
import {
  ExternalTrafficPolicy,
  HeaderForwardingBinding,
  IHeaderForwardingLoadBalancer,
  ILocalTrafficLoadBalancer,
  IProxyProtocolLoadBalancer,
  ServiceBinding,
} from '../../binding/load-balancer';
import { HTTP, HTTPS, ServicePort, STATUS_PORT } from '../../binding/service-ports';
import { errorAt, quote } from '../../input/errors';
import { enumProp, flagProp, matching, propsOf, PropTable, required, textProp, textsProp } from '../props';

/**
 * Props of every binding to target groups of AWS.
 */
export interface AwsTargetGroupBindingProps {
  /**
   * The ARN of the target group for port 80 of the Service.
   */
  readonly targetGroupArn: string;

  /**
   * Ids of the balancer's security groups, which the controller lets reach Kong.
   *
   * @default - you open the nodes or pods to the balancer yourself
   */
  readonly securityGroups?: string[];

  /**
   * The Service that leads to Kong.
   *
   * @default - the gateway's own
   */
  readonly serviceName?: string;

  /**
   * Whether EKS Auto Mode registers the targets, instead of the AWS Load Balancer Controller. It does not take
   * `securityGroups`.
   *
   * @default false
   * @see https://docs.aws.amazon.com/eks/latest/userguide/auto-configure-nlb.html
   */
  readonly eksAutoMode?: boolean;
}

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

const ARN = matching(
  textProp(),
  (arn) => /^arn:[^:]+:elasticloadbalancing:[^:]+:\d+:targetgroup\/[^/\s]+\/\w+$/.test(arn),
  'is not the ARN of a target group; write one such as "arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef"',
);

const TARGET_GROUP_PROPS = {
  targetGroupArn: required(ARN, 'the controller registers Kong there; write the ARN of the target group for port 80'),
  securityGroups: textsProp(),
  serviceName: textProp(),
  eksAutoMode: flagProp(),
};

const NETWORK_PROPS = {
  ...TARGET_GROUP_PROPS,
  tlsTargetGroupArn: ARN,
  targetType: enumProp(AwsTargetType),
  preserveClientIp: flagProp(),
  proxyProtocolV2: flagProp(),
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
  private readonly props: AwsNetworkTargetGroupBindingProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the binding
   */
  constructor(props: AwsNetworkTargetGroupBindingProps) {
    this.props = targetGroupProps('AwsNetworkTargetGroupBinding', NETWORK_PROPS, props);
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
      loadBalancer: 'aws-target-group',
      serviceType: toPods ? kplus.ServiceType.CLUSTER_IP : kplus.ServiceType.NODE_PORT,
      externalTrafficPolicy: toPods ? undefined : policy,
      drainSeconds: NLB_DRAIN_SECONDS,
      routesToPods: toPods,
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
          `${prop} is ${quote(this.props[prop])}: this way needs target groups with ${attribute}=${needed[prop]}; set the attribute where they are made, and ${needed[prop] ? `write ${prop}: true` : `leave ${prop} out`}`,
        );
      }
    }
  }
}

const APPLICATION_PROPS = {
  ...TARGET_GROUP_PROPS,
  appendsXForwardedFor: flagProp(),
  restrictsSources: flagProp(),
  speaksHttp2: flagProp(),
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
  private readonly props: AwsApplicationTargetGroupBindingProps;

  /**
   * Throws when a prop is wrong.
   *
   * @param props options of the binding
   */
  constructor(props: AwsApplicationTargetGroupBindingProps) {
    this.props = targetGroupProps('AwsApplicationTargetGroupBinding', APPLICATION_PROPS, props);
    if (!this.props.appendsXForwardedFor) {
      throw errorAt(
        'AwsApplicationTargetGroupBinding',
        `appendsXForwardedFor is ${quote(this.props.appendsXForwardedFor)}: unless the balancer appends the client to X-Forwarded-For, clients choose their own address or none is known; ` +
          'set its attribute routing.http.xff_header_processing.mode to append, and write appendsXForwardedFor: true',
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
      loadBalancer: 'aws-target-group',
      serviceType: kplus.ServiceType.CLUSTER_IP,
      routesToPods: true,
      header: ClientIpHeader.xForwardedFor(),
      forwardedHeaders: ['X-Forwarded-Proto', 'X-Forwarded-Port'],
      restrictsSources: props.restrictsSources,
      speaksHttp2: props.speaksHttp2,
    };
  }
}

/** @throws when a prop is wrong */
function targetGroupProps<Props extends AwsTargetGroupBindingProps>(
  owner: string,
  table: PropTable<Props>,
  given: Props,
): Readonly<Props> {
  const props = propsOf(owner, table, given);
  if (props.eksAutoMode && props.securityGroups) {
    throw errorAt(
      owner,
      `securityGroups ${quote(props.securityGroups)}: EKS Auto Mode does not open Kong to them; open the nodes or pods yourself, and leave them out`,
    );
  }
  return props;
}

interface TargetGroup {
  readonly arn: string;
  readonly targetType: AwsTargetType;
  readonly port: ServicePort;
  readonly podPorts: number[];
}

function bindTargetGroup(
  scope: Construct,
  id: string,
  { securityGroups, serviceName, eksAutoMode }: AwsTargetGroupBindingProps,
  { arn, targetType, port, podPorts }: TargetGroup,
): void {
  new ApiObject(scope, id, {
    apiVersion: eksAutoMode ? 'eks.amazonaws.com/v1' : 'elbv2.k8s.aws/v1beta1',
    kind: 'TargetGroupBinding',
    spec: {
      targetGroupARN: arn,
      targetType,
      serviceRef: { name: Lazy.any({ produce: () => serviceName ?? ownService(scope) }), port: port.port },
      networking: securityGroups && {
        ingress: [
          {
            from: securityGroups.map((groupID) => ({ securityGroup: { groupID } })),
            // A node port is not known before the Service exists.
            ports:
              targetType === AwsTargetType.IP
                ? podPorts.map((podPort) => ({ protocol: 'TCP', port: podPort }))
                : [{ protocol: 'TCP' }],
          },
        ],
      },
    },
  });
}

/** The name of the Service that the gateway makes after it asked the balancer. */
function ownService(scope: Construct): string {
  const service = [scope, scope.node.scope]
    .map((gateway) => gateway?.node.tryFindChild('Service'))
    .find((child) => child !== undefined);
  if (!service) {
    throw errorAt(
      scope,
      'serviceName is missing: there is no gateway here whose Service it could be; write the name of the Service that leads to Kong',
    );
  }
  return ApiObject.of(service).name;
}
