import { Testing } from 'cdk8s';
import { AwsApplicationLoadBalancer, AwsApplicationLoadBalancerProps, AwsIpAddressType } from '../../../src';

/*
 * What the Application Load Balancer writes.
 */

export const PREFIX = 'alb.ingress.kubernetes.io/';

/** The annotation of a balancer that listens on both ports. */
export const HTTP_AND_HTTPS = '[{"HTTP":80},{"HTTPS":443}]';

export const { DUALSTACK, DUALSTACK_WITHOUT_PUBLIC_IPV4, IPV4 } = AwsIpAddressType;

export const bind = (props?: AwsApplicationLoadBalancerProps) =>
  new AwsApplicationLoadBalancer(props).bindHeaderForwarding(Testing.chart());

export const annotations = (props?: AwsApplicationLoadBalancerProps) => bind(props).ingress!.annotations!;

export const prefixed = (suffixes: { [suffix: string]: string }) =>
  Object.fromEntries(Object.entries(suffixes).map(([suffix, value]) => [`${PREFIX}${suffix}`, value]));
