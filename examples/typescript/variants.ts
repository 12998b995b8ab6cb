import { Chart } from 'cdk8s';
import {
  AksApplicationGateway,
  AksApplicationGatewayForContainers,
  AksLoadBalancer,
  AksPrivateLinkService,
  AwsApplicationLoadBalancer,
  AwsApplicationTargetGroupBinding,
  AwsBackendProtocolVersion,
  AwsClassicLoadBalancer,
  AwsInTreeNetworkLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsNetworkTargetGroupBinding,
  AwsTargetType,
  GkeApplicationLoadBalancer,
  GkeInternalApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  GkeRegionalApplicationLoadBalancer,
  HeaderForwardedKong,
  Kong,
  KongConfiguration,
  LocalTrafficKong,
  ProxyProtocolKong,
  TrustedProxies,
} from 'cdk8s-kong-client-ip';
import * as kplus from 'cdk8s-plus-27';

/** One gateway behind one load balancer. */
export interface Variant {
  /** Name of the chart, and so of the manifest: `<name>.k8s.yaml`. */
  readonly name: string;
  readonly build: (chart: Chart) => Kong;
}

/** What every gateway here serves. */
const configuration = KongConfiguration.inline({
  _format_version: '3.0',
  services: [{
    name: 'app',
    url: 'http://app.default.svc.cluster.local:80',
    routes: [{ name: 'app', paths: ['/'], strip_path: false }],
  }],
});

/** The nodes' network, where the network plugin gives pods addresses of it, too. */
const nodes = TrustedProxies.of('10.0.0.0/16');

/** The load balancer's own subnets. */
const balancerSubnets = TrustedProxies.of('10.0.101.0/24', '10.0.102.0/24');

const certificateArn = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';

/** The target group of a load balancer that somebody else makes. */
const targetGroupArn = (name: string) => `arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/${name}/0123456789abcdef`;

/** Every load balancer of GKE, AKS and EKS, each in every way that it can go. */
export const variants: Variant[] = [
  {
    name: 'gke-local-traffic',
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new GkeNetworkLoadBalancer(),
      configuration,
    }),
  },
  {
    name: 'gke-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new GkeApplicationLoadBalancer({
        ipAddress: '203.0.113.10',
        staticIpName: 'kong',
        preSharedCertificates: ['kong'],
      }),
      trustedProxies: TrustedProxies.googleFrontEnds('203.0.113.10'),
      configuration,
    }),
  },
  {
    name: 'gke-regional-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new GkeRegionalApplicationLoadBalancer({
        ipAddress: '203.0.113.10',
        staticIpName: 'kong',
        preSharedCertificates: ['kong'],
        redirectToHttps: true,
      }),
      trustedProxies: TrustedProxies.of('10.129.0.0/23', '203.0.113.10/32'),
      configuration,
    }),
  },
  {
    name: 'gke-internal-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new GkeInternalApplicationLoadBalancer({
        ipAddress: '10.0.5.7',
        staticIpName: 'kong',
        preSharedCertificates: ['kong'],
        allowHttp: false,
      }),
      trustedProxies: TrustedProxies.of('10.129.0.0/23', '10.0.5.7/32'),
      configuration,
    }),
  },
  {
    name: 'aks-local-traffic',
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AksLoadBalancer(),
      configuration,
    }),
  },
  {
    name: 'aks-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
      loadBalancer: new AksPrivateLinkService({ name: 'kong', ipConfigurationSubnet: 'private-link' }),
      trustedProxies: TrustedProxies.of('10.0.9.0/28'),
      configuration,
    }),
  },
  {
    name: 'aks-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AksApplicationGateway({ sslCertificate: 'kong', sslRedirect: true }),
      trustedProxies: TrustedProxies.of('10.0.200.0/24'),
      configuration,
    }),
  },
  {
    name: 'aks-containers-header-forwarded',
    build: (chart) => {
      const kong = new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AksApplicationGatewayForContainers({ albName: 'alb', albNamespace: 'infra', hosts: ['api.example.com'] }),
        trustedProxies: TrustedProxies.of('10.0.201.0/24'),
        configuration,
      });
      kong.ingress!.addTls([{ hosts: ['api.example.com'], secret: kplus.Secret.fromSecretName(chart, 'Certificate', 'kong-tls') }]);
      return kong;
    },
  },
  {
    name: 'eks-nlb-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer(),
      trustedProxies: nodes,
      configuration,
      tlsSecret: kplus.Secret.fromSecretName(chart, 'Certificate', 'kong-tls'),
    }),
  },
  {
    name: 'eks-nlb-ip-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
  {
    name: 'eks-nlb-local-traffic',
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer(),
      configuration,
    }),
  },
  {
    name: 'eks-nlb-ip-local-traffic',
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP }),
      configuration,
    }),
  },
  {
    name: 'eks-in-tree-nlb-local-traffic',
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AwsInTreeNetworkLoadBalancer(),
      configuration,
    }),
  },
  {
    name: 'eks-classic-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
      loadBalancer: new AwsClassicLoadBalancer(),
      trustedProxies: nodes,
      configuration,
    }),
  },
  {
    name: 'eks-classic-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AwsClassicLoadBalancer({ certificateArn }),
      trustedProxies: nodes,
      configuration,
    }),
  },
  {
    name: 'eks-alb-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AwsApplicationLoadBalancer({ certificateArns: [certificateArn] }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
  {
    name: 'eks-nlb-tls-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer({ targetType: AwsTargetType.IP, certificateArns: [certificateArn] }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
  {
    name: 'eks-alb-http2-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AwsApplicationLoadBalancer({
        certificateArns: [certificateArn],
        backendProtocolVersion: AwsBackendProtocolVersion.HTTP2,
      }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
  {
    name: 'eks-auto-nlb-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer({ eksAutoMode: true, targetType: AwsTargetType.IP }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
  {
    name: 'eks-auto-nlb-local-traffic',
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
      loadBalancer: new AwsNetworkLoadBalancer({ eksAutoMode: true, targetType: AwsTargetType.IP }),
      configuration,
    }),
  },
  {
    name: 'eks-auto-alb-header-forwarded',
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AwsApplicationLoadBalancer({ eksAutoMode: true, certificateArns: [certificateArn] }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
  {
    name: 'eks-target-group-proxy-protocol',
    build: (chart) => new ProxyProtocolKong(chart, 'Kong', {
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
    build: (chart) => new LocalTrafficKong(chart, 'Kong', {
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
    build: (chart) => new HeaderForwardedKong(chart, 'Kong', {
      loadBalancer: new AwsApplicationTargetGroupBinding({ targetGroupArn: targetGroupArn('kong'), appendsXForwardedFor: true }),
      trustedProxies: balancerSubnets,
      configuration,
    }),
  },
];
