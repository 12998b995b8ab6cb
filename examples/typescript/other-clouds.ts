import {
  AlibabaClassicLoadBalancer,
  AlibabaNetworkLoadBalancer,
  CivoLoadBalancer,
  CloudscaleLoadBalancer,
  DigitalOceanNetworkLoadBalancer,
  DigitalOceanRegionalLoadBalancer,
  ExoscaleNetworkLoadBalancer,
  HeaderForwardedKong,
  HetznerLoadBalancer,
  HuaweiLoadBalancer,
  IbmVpcLoadBalancer,
  LinodeNodeBalancer,
  LocalTrafficKong,
  OciFlexibleLoadBalancer,
  OciNetworkLoadBalancer,
  OctaviaLoadBalancer,
  ProxyProtocolKong,
  ScalewayLoadBalancer,
  StackitLoadBalancer,
  TencentLoadBalancer,
  TrustedProxies,
  UpCloudLoadBalancer,
  VultrLoadBalancer,
} from 'cdk8s-kong-client-ip';
import { balancerSubnets, configuration, nodes, Variant } from './common';

const zoneMaps = ['cn-hangzhou-k:vsw-1', 'cn-hangzhou-j:vsw-2'];

/** The load balancers of other clouds than GKE, AKS and EKS. */
export const otherClouds: Variant[] = [
  {
    name: 'digitalocean-network-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new DigitalOceanNetworkLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'digitalocean-regional-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new DigitalOceanRegionalLoadBalancer({ hostname: 'edge.example.com' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'digitalocean-regional-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new DigitalOceanRegionalLoadBalancer({ certificateId: 'certificate' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'hetzner-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new HetznerLoadBalancer({ location: 'fsn1', usePrivateNetwork: true }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'hetzner-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new HetznerLoadBalancer({ location: 'fsn1', usePrivateNetwork: true }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'scaleway-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new ScalewayLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'scaleway-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new ScalewayLoadBalancer({ certificateIds: ['certificate'] }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'linode-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new LinodeNodeBalancer(),
        trustedProxies: TrustedProxies.of('192.168.255.0/24'),
        configuration,
      }),
  },
  {
    name: 'linode-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new LinodeNodeBalancer({ tlsSecretName: 'kong-tls' }),
        trustedProxies: TrustedProxies.of('192.168.255.0/24'),
        configuration,
      }),
  },
  {
    name: 'vultr-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new VultrLoadBalancer({ usePrivateNetwork: true, hostname: 'edge.example.com' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'vultr-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new VultrLoadBalancer({ usePrivateNetwork: true, tlsSecretName: 'kong-tls' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'upcloud-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new UpCloudLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'upcloud-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new UpCloudLoadBalancer({ certificateId: '0aded5c1-c7a3-498a-b9c8-a871611c47a2' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'civo-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new CivoLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'cloudscale-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new CloudscaleLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'octavia-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new OctaviaLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'octavia-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new OctaviaLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'oci-flexible-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new OciFlexibleLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'oci-flexible-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new OciFlexibleLoadBalancer({ tlsSecretName: 'kong-tls' }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'oci-network-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new OciNetworkLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'oci-network-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new OciNetworkLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'alibaba-clb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AlibabaClassicLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'alibaba-clb-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AlibabaClassicLoadBalancer({ certificateId: 'certificate' }),
        trustedProxies: TrustedProxies.of('100.64.0.0/10'),
        configuration,
      }),
  },
  {
    name: 'alibaba-nlb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new AlibabaNetworkLoadBalancer({ zoneMaps }),
        configuration,
      }),
  },
  {
    name: 'alibaba-nlb-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new AlibabaNetworkLoadBalancer({ zoneMaps }),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'ibm-vpc-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new IbmVpcLoadBalancer(),
        trustedProxies: balancerSubnets,
        configuration,
      }),
  },
  {
    name: 'exoscale-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new ExoscaleNetworkLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'stackit-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: new StackitLoadBalancer(),
        trustedProxies: nodes,
        configuration,
      }),
  },
  {
    name: 'tencent-clb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new TencentLoadBalancer(),
        configuration,
      }),
  },
  {
    name: 'huawei-elb-local-traffic',
    build: (chart) =>
      new LocalTrafficKong(chart, 'Kong', {
        loadBalancer: new HuaweiLoadBalancer({ loadBalancerId: '3b9c5f0a-1d2e-4f60-8a7b-9c0d1e2f3a4b' }),
        configuration,
      }),
  },
];
