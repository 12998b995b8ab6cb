import { Testing } from 'cdk8s';
import { AwsNetworkLoadBalancer, AwsNetworkLoadBalancerProps } from '../../../src';

/*
 * The Network Load Balancer in both of its ways.
 */

export const PREFIX = 'service.beta.kubernetes.io/aws-load-balancer-';

export const bind = {
  bindLocalTraffic: (props?: AwsNetworkLoadBalancerProps) =>
    new AwsNetworkLoadBalancer(props).bindLocalTraffic(Testing.chart()),
  bindProxyProtocol: (props?: AwsNetworkLoadBalancerProps) =>
    new AwsNetworkLoadBalancer(props).bindProxyProtocol(Testing.chart()),
};

export const ways = ['bindLocalTraffic', 'bindProxyProtocol'] as const;
