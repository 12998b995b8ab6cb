import { Testing } from 'cdk8s';
import {
  AksApplicationGateway,
  AksApplicationGatewayForContainers,
  AksLoadBalancer,
  AksPrivateLinkService,
  AwsApplicationLoadBalancer,
  AwsApplicationTargetGroupBinding,
  AwsClassicLoadBalancer,
  AwsInTreeNetworkLoadBalancer,
  AwsNetworkLoadBalancer,
  AwsNetworkTargetGroupBinding,
  GkeApplicationLoadBalancer,
  GkeInternalApplicationLoadBalancer,
  GkeNetworkLoadBalancer,
  GkePrivateServiceConnect,
  GkeRegionalApplicationLoadBalancer,
  Kong,
  ProxyProtocolEdge,
  ProxyProtocolKong,
} from '../../src';
import { configuration } from '../helpers';
import { local, proxy, header } from './gateways';

const google = new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' });
const regional = new GkeRegionalApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' });
const googleInternal = new GkeInternalApplicationLoadBalancer({ ipAddress: '10.0.5.7', staticIpName: 'kong' });
const serviceConnect = new GkePrivateServiceConnect({ natSubnets: ['psc'], consumerAllowList: ['consumer'] });
const privateLink = new AksPrivateLinkService({ ipConfigurationSubnet: 'private-link' });
const forContainers = new AksApplicationGatewayForContainers({ albName: 'alb', albNamespace: 'infra' });
const spectrum = ProxyProtocolEdge.cloudflareSpectrum();
const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef';

describe('every pair that works compiles, and works', () => {
  test.each<[string, () => Kong]>([
    ['GKE, local traffic', () => local(new GkeNetworkLoadBalancer())],
    ['GKE, PROXY protocol', () => proxy(serviceConnect)],
    ['GKE, headers', () => header(google)],
    ['GKE regional, headers', () => header(regional)],
    ['GKE internal, headers', () => header(googleInternal)],
    ['AKS, local traffic', () => local(new AksLoadBalancer())],
    ['AKS, PROXY protocol', () => proxy(privateLink)],
    ['AKS, headers', () => header(new AksApplicationGateway())],
    ['AKS for containers, headers', () => header(forContainers)],
    [
      'Spectrum before GKE, PROXY protocol',
      () =>
        new ProxyProtocolKong(Testing.chart(), 'Kong', {
          loadBalancer: spectrum.beforeLocalTraffic(new GkeNetworkLoadBalancer()),
          trustedProxies: spectrum.edges,
          configuration,
        }),
    ],
    ['NLB, local traffic', () => local(new AwsNetworkLoadBalancer())],
    ['NLB, PROXY protocol', () => proxy(new AwsNetworkLoadBalancer())],
    ['in-tree NLB, local traffic', () => local(new AwsInTreeNetworkLoadBalancer())],
    ['Classic, PROXY protocol', () => proxy(new AwsClassicLoadBalancer())],
    ['Classic, headers', () => header(new AwsClassicLoadBalancer())],
    ['ALB, headers', () => header(new AwsApplicationLoadBalancer())],
    ['NLB of EKS Auto Mode, local traffic', () => local(new AwsNetworkLoadBalancer({ eksAutoMode: true }))],
    ['NLB of EKS Auto Mode, PROXY protocol', () => proxy(new AwsNetworkLoadBalancer({ eksAutoMode: true }))],
    ['ALB of EKS Auto Mode, headers', () => header(new AwsApplicationLoadBalancer({ eksAutoMode: true }))],
    [
      'target group of an NLB, local traffic',
      () => local(new AwsNetworkTargetGroupBinding({ targetGroupArn, preserveClientIp: true })),
    ],
    [
      'target group of an NLB, PROXY protocol',
      () => proxy(new AwsNetworkTargetGroupBinding({ targetGroupArn, proxyProtocolV2: true })),
    ],
    [
      'target group of an ALB, headers',
      () => header(new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true })),
    ],
  ])('%s', (_, make) => {
    expect(make().clientIpHeader).toBe('X-Real-IP');
  });
});

describe('no pair that cannot work compiles, and from plain JavaScript it fails with what to use instead', () => {
  test.each<[string, () => Kong]>([
    [
      'GkeNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error the passthrough NLB of GKE has no PROXY protocol
      () => proxy(new GkeNetworkLoadBalancer()),
    ],
    [
      'GkePrivateServiceConnect cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error Private Service Connect translates addresses
      () => local(serviceConnect),
    ],
    [
      'GkeApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an Ingress of GKE has no PROXY protocol
      () => proxy(google),
    ],
    [
      'GkeRegionalApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an Ingress of GKE has no PROXY protocol
      () => proxy(regional),
    ],
    [
      'GkeInternalApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an Ingress of GKE has no PROXY protocol
      () => proxy(googleInternal),
    ],
    [
      'ProxyBeforeLocalTraffic cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error Spectrum reads no HTTP
      () => header(spectrum.beforeLocalTraffic(new GkeNetworkLoadBalancer())),
    ],
    [
      'AksLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error Azure sends PROXY protocol through a Private Link Service only
      () => proxy(new AksLoadBalancer()),
    ],
    [
      'AksApplicationGateway cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error AGIC has no PROXY protocol
      () => proxy(new AksApplicationGateway()),
    ],
    [
      'AksApplicationGatewayForContainers cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error Application Gateway for Containers speaks HTTP only
      () => proxy(forContainers),
    ],
    [
      'AwsInTreeNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error the cloud provider AWS ignores PROXY protocol for its NLB
      () => proxy(new AwsInTreeNetworkLoadBalancer()),
    ],
    [
      'AwsApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an ALB has no PROXY protocol
      () => proxy(new AwsApplicationLoadBalancer()),
    ],
    [
      'AwsApplicationTargetGroupBinding cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an ALB has no PROXY protocol
      () => proxy(new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true })),
    ],
    [
      'AwsApplicationTargetGroupBinding cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true })),
    ],
    [
      'AwsNetworkTargetGroupBinding cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong',
      // @ts-expect-error an L4 balancer writes no header
      () => header(new AwsNetworkTargetGroupBinding({ targetGroupArn, proxyProtocolV2: true })),
    ],
    [
      'GkeApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(google),
    ],
    [
      'GkeRegionalApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(regional),
    ],
    [
      'GkeInternalApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(googleInternal),
    ],
    [
      'AksApplicationGatewayForContainers cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(forContainers),
    ],
    [
      'AksPrivateLinkService cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error a Private Link Service translates addresses
      () => local(privateLink),
    ],
    [
      'AksApplicationGateway cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(new AksApplicationGateway()),
    ],
    [
      'AwsClassicLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error a Classic Load Balancer connects by itself
      () => local(new AwsClassicLoadBalancer()),
    ],
    [
      'AwsApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error an L7 balancer connects by itself
      () => local(new AwsApplicationLoadBalancer()),
    ],
    [
      'GkeNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error an L4 balancer writes no header
      () => header(new GkeNetworkLoadBalancer()),
    ],
    [
      'AksLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error an L4 balancer writes no header
      () => header(new AksLoadBalancer()),
    ],
    [
      'AksPrivateLinkService cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error an L4 balancer writes no header
      () => header(privateLink),
    ],
    [
      'AwsNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong',
      // @ts-expect-error an L4 balancer writes no header
      () => header(new AwsNetworkLoadBalancer()),
    ],
    [
      'AwsInTreeNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error an L4 balancer writes no header
      () => header(new AwsInTreeNetworkLoadBalancer()),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(`[test/Kong] loadBalancer: ${message}`));
  });

  test.each<[string, () => Kong]>([
    // @ts-expect-error a balancer is needed
    ['undefined is not a load balancer; give one that can keep the source address of packets', () => local(undefined)],
    [
      '"AwsNetworkLoadBalancer" is not a load balancer; give one that can send PROXY protocol',
      // @ts-expect-error a name is no balancer
      () => proxy('AwsNetworkLoadBalancer'),
    ],
    // @ts-expect-error an object that can do nothing
    ['{} is not a load balancer; give one that can report the client in a header', () => header({})],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(`[test/Kong] loadBalancer: ${message}`));
  });
});
