import { ApiObject, Lazy } from 'cdk8s';
import { Construct } from 'constructs';
import { errorAt, quote } from '../../input/errors';
import { flagProp, matching, propsOf, required, textProp, textsProp } from '../props';
import { BalancerClass } from '../service-balancer';
import { AwsTargetType } from './props';
import { ServicePort } from '../../binding/service-ports';

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

export const ARN = matching(
  textProp(),
  (arn) => /^arn:[^:]+:elasticloadbalancing:[^:]+:\d+:targetgroup\/[^/\s]+\/\w+$/.test(arn),
  'is not the ARN of a target group; write one such as ' +
    '"arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef"',
);

export const TARGET_GROUP_PROPS = {
  targetGroupArn: required(ARN, 'the controller registers Kong there; write the ARN of the target group for port 80'),
  securityGroups: textsProp(),
  serviceName: textProp(),
  eksAutoMode: flagProp(),
};

/** The balancer of a target group is made elsewhere, so the check knows both kinds by one id. */
export const TARGET_GROUP = 'aws-target-group';

/** @throws when a prop is wrong */
export function targetGroupProps<Props extends AwsTargetGroupBindingProps>(
  { owner, props: table }: BalancerClass<Props>,
  given: Props,
): Readonly<Props> {
  const props = propsOf(owner, table, given);
  if (props.eksAutoMode && props.securityGroups) {
    throw errorAt(
      owner,
      `securityGroups ${quote(props.securityGroups)}: EKS Auto Mode does not open Kong to them; ` +
        'open the nodes or pods yourself, and leave them out',
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

export function bindTargetGroup(
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
      'serviceName is missing, and this chart has no gateway whose Service could be meant; ' +
        'write the name of the Service that leads to Kong',
    );
  }
  return ApiObject.of(service).name;
}
