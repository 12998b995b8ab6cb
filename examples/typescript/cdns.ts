import {
  AksLoadBalancer,
  AksPrivateLinkService,
  AwsApplicationLoadBalancer,
  AwsNetworkLoadBalancer,
  Cdn,
  ClientIpHeader,
  GkeNetworkLoadBalancer,
  HeaderForwardedKong,
  IpFamily,
  MetalLb,
  ProxyProtocolEdge,
  ProxyProtocolKong,
  TrustedProxies,
} from 'cdk8s-kong-client-ip';
import { balancerSubnets, configuration, Variant } from './common';

const cloudflare = Cdn.cloudflare();
const spectrum = ProxyProtocolEdge.cloudflareSpectrum();

/** Stand-ins for what these CDNs publish. */
const edgeNetworks = ['198.18.0.0/24', '198.18.1.0/24'];
const cloudFront = Cdn.cloudFront(edgeNetworks);
const fastly = Cdn.fastly(edgeNetworks, { tlsOnly: true });
const akamai = Cdn.akamai(edgeNetworks);
const frontDoor = Cdn.azureFrontDoor(edgeNetworks);

const certificateId = 'arn:aws:acm:eu-west-1:111122223333:certificate/00000000-0000-0000-0000-000000000000';

/** CDNs before load balancers that keep the source of packets, and before ones that speak HTTP. */
export const cdns: Variant[] = [
  {
    name: 'cloudflare-passthrough-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: cloudflare.beforeLocalTraffic(new GkeNetworkLoadBalancer()),
        trustedProxies: cloudflare.edges,
        configuration,
      }),
  },
  {
    name: 'cloudflare-alb-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: cloudflare.beforeHeaderForwarding(
          new AwsApplicationLoadBalancer({ certificateIds: [certificateId] }),
        ),
        trustedProxies: cloudflare.edges.plus(balancerSubnets),
        configuration,
      }),
  },
  {
    name: 'cloudfront-passthrough-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: cloudFront.beforeLocalTraffic(new AwsNetworkLoadBalancer()),
        trustedProxies: cloudFront.edges,
        configuration,
      }),
  },
  {
    name: 'cloudfront-alb-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: cloudFront.beforeHeaderForwarding(
          new AwsApplicationLoadBalancer({ certificateIds: [certificateId] }),
        ),
        trustedProxies: cloudFront.edges.plus(balancerSubnets),
        configuration,
      }),
  },
  {
    name: 'fastly-passthrough-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: fastly.beforeLocalTraffic(new GkeNetworkLoadBalancer()),
        trustedProxies: fastly.edges,
        configuration,
      }),
  },
  {
    name: 'akamai-passthrough-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: akamai.beforeLocalTraffic(new MetalLb()),
        trustedProxies: akamai.edges,
        configuration,
      }),
  },
  {
    name: 'front-door-passthrough-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: frontDoor.beforeLocalTraffic(new AksLoadBalancer()),
        trustedProxies: frontDoor.edges,
        configuration,
      }),
  },
  {
    name: 'cloudflare-alb-restricted-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: cloudflare.beforeHeaderForwarding(
          new AwsApplicationLoadBalancer({
            certificateIds: [certificateId],
            sourceRanges: cloudflare.networks(IpFamily.IPV4),
          }),
        ),
        trustedProxies: balancerSubnets,
        header: ClientIpHeader.single('CF-Connecting-IP'),
        configuration,
      }),
  },
  {
    name: 'spectrum-passthrough-proxy-protocol',
    build: (chart) =>
      new ProxyProtocolKong(chart, 'Kong', {
        loadBalancer: spectrum.beforeLocalTraffic(
          new GkeNetworkLoadBalancer({ sourceRanges: spectrum.networks(IpFamily.IPV4) }),
        ),
        trustedProxies: spectrum.edges,
        configuration,
      }),
  },
  {
    name: 'front-door-private-link-header-forwarded',
    build: (chart) =>
      new HeaderForwardedKong(chart, 'Kong', {
        loadBalancer: new AksPrivateLinkService({ ipConfigurationSubnet: 'private-link' }).behindFrontDoor(),
        trustedProxies: TrustedProxies.of('10.0.9.0/28'),
        configuration,
      }),
  },
];
