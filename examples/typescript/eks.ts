import {
  AwsApplicationLoadBalancer,
  AwsApplicationTargetGroupBinding,
  AwsBackendProtocolVersion,
  AwsClassicLoadBalancer,
  AwsGatewayApplicationLoadBalancer,
  AwsGatewayNetworkLoadBalancer,
  AwsInTreeNetworkLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsNetworkTargetGroupBinding,
  AwsTargetType,
  HeaderForwardedKong,
  LocalTrafficKong,
  ProxyProtocolKong,
} from 'cdk8s-kong-client-ip';
import * as kplus from 'cdk8s-plus-27';
import { balancerSubnets, configuration, nodes, Variant } from './common';

const certificateId = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';

/** The target group of a load balancer that somebody else makes. */
const targetGroupArn = (name: string) =>
  `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;

/** The load balancers of EKS, and those of AWS that somebody else makes. */
export const eks: Variant[] = [
  {
    name: 'eks-nlb-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer(),
        trustedProxies: nodes,
        configuration,
        tlsSecret: kplus.Secret.fromSecretName(chart, 'Certificate', 'kong-tls'),
      }),
  },
  {
    name: 'eks-nlb-ip-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-nlb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'eks-nlb-ip-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP }),
        configuration,
      }),
  },
  {
    name: 'eks-in-tree-nlb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AwsInTreeNetworkLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'eks-classic-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsClassicLoadBalancer(),
        trustedProxies: nodes,
        configuration,
      }),
  },
  {
    name: 'eks-classic-header-forwarded',
    build: (chart) => {
      const kong = new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AwsClassicLoadBalancer({ certificateId }),
        trustedProxies: nodes,
        configuration,
      });
      kong.acknowledge('node-port-bypass', 'the security group of the nodes admits the load balancer alone');
      return kong;
    },
  },
  {
    name: 'eks-alb-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AwsApplicationLoadBalancer({ certificateIds: [certificateId] }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-nlb-tls-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP, certificateIds: [certificateId] }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-alb-http2-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AwsApplicationLoadBalancer({
          certificateIds: [certificateId],
          backendProtocolVersion: AwsBackendProtocolVersion.HTTP2,
        }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-auto-nlb-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ eksAutoMode: true, targetType: AwsTargetType.IP }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-auto-nlb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkLoadBalancer({ eksAutoMode: true, targetType: AwsTargetType.IP }),
        configuration,
      }),
  },
  {
    name: 'eks-auto-alb-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AwsApplicationLoadBalancer({ eksAutoMode: true, certificateIds: [certificateId] }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-gateway-nlb-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsGatewayNetworkLoadBalancer({ gatewayClassName: 'aws-nlb' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-gateway-nlb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AwsGatewayNetworkLoadBalancer({ gatewayClassName: 'aws-nlb' }),
        configuration,
      }),
  },
  {
    name: 'eks-gateway-alb-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AwsGatewayApplicationLoadBalancer({
          gatewayClassName: 'aws-alb',
          certificateIds: [certificateId],
        }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-target-group-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkTargetGroupBinding({
          targetGroupArn: targetGroupArn('kong-http'),
          tlsTargetGroupArn: targetGroupArn('kong-tls'),
          targetType: AwsTargetType.IP,
          proxyProtocolV2: true,
          securityGroups: ['sg-0123456789abcdef0'],
        }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'eks-target-group-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AwsNetworkTargetGroupBinding({
          targetGroupArn: targetGroupArn('kong-http'),
          tlsTargetGroupArn: targetGroupArn('kong-tls'),
          preserveClientIp: true,
        }),
        configuration,
      }),
  },
  {
    name: 'eks-target-group-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AwsApplicationTargetGroupBinding({
          targetGroupArn: targetGroupArn('kong'),
          appendsXForwardedFor: true,
        }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
];
