import { Construct } from 'constructs';
import { AwsLoadBalancerScheme, AwsServiceLoadBalancerProps, AWS } from './aws';
import { annotations, keyValues, list, SOURCE_RANGES } from '../annotations';
import { ILocalTrafficLoadBalancer, IpFamily, ServiceBinding } from '../load-balancer';


/**
 * Props of `AwsInTreeNetworkLoadBalancer`.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export interface AwsInTreeNetworkLoadBalancerProps extends AwsServiceLoadBalancerProps {
}

/**
 * The Network Load Balancer of the cloud provider AWS itself, for clusters without the AWS Load Balancer Controller.
 * It has instance targets only, and ignores PROXY protocol.
 *
 * Another controller may take the new Service over: the AWS Load Balancer Controller does from version 2.5, unless its
 * `enableServiceMutatorWebhook` is off, and keeps the traffic local, too; EKS Auto Mode does, and with its ip targets the
 * clients' addresses are lost.
 *
 * @see https://cloud-provider-aws.sigs.k8s.io/service_controller/
 */
export class AwsInTreeNetworkLoadBalancer implements ILocalTrafficLoadBalancer {
  /**
   * @param props what the balancer shall be
   */
  constructor(private readonly props: AwsInTreeNetworkLoadBalancerProps = {}) {}

  /**
   * Keeps the source address by `externalTrafficPolicy: Local`.
   *
   * @param scope the gateway
   * @throws when a prop is wrong, or an annotation belongs to the binding
   */
  public bindLocalTraffic(scope: Construct): ServiceBinding {
    const { props } = this;
    const scheme = props.scheme ?? AwsLoadBalancerScheme.INTERNET_FACING;
    return {
      ...annotations(scope, {
        owner: 'AwsInTreeNetworkLoadBalancer',
        own: {
          [`${AWS}-type`]: 'nlb',
          // The cloud provider reads `internal`, the AWS Load Balancer Controller (if it takes the Service) `scheme`.
          [`${AWS}-scheme`]: scheme,
          [`${AWS}-internal`]: scheme === AwsLoadBalancerScheme.INTERNAL ? 'true' : undefined,
          [`${AWS}-subnets`]: list(scope, 'subnets', props.subnets),
          [`${AWS}-additional-resource-tags`]: keyValues(scope, 'tags', props.tags),
        },
        reserved: [
          ...['proxy-protocol', 'proxy-protocol-per-target-group', 'nlb-target-type', 'target-group-attributes', 'ssl-cert', 'ssl-ports', 'backend-protocol'].map((suffix) => `${AWS}-${suffix}`),
          ...['protocol', 'port', 'path'].map((field) => `${AWS}-healthcheck-${field}`),
          SOURCE_RANGES,
        ],
        extra: props.annotations,
      }),
      sourceRanges: props.sourceRanges,
      ipFamilies: [IpFamily.IPV4],
    };
  }
}
