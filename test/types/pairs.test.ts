import { Testing } from 'cdk8s';
import {
  AksApplicationGateway, AksApplicationGatewayForContainers, AksLoadBalancer, AksPrivateLinkService, AwsApplicationLoadBalancer,
  AwsApplicationTargetGroupBinding, AwsClassicLoadBalancer, AwsInTreeNetworkLoadBalancer, AwsNetworkLoadBalancer, AwsNetworkTargetGroupBinding,
  GkeApplicationLoadBalancer, GkeInternalApplicationLoadBalancer,
  GkeNetworkLoadBalancer, GkeRegionalApplicationLoadBalancer, HeaderForwardedKong, HeaderForwardedKongProps, Kong, LocalTrafficKong,
  LocalTrafficKongProps, ProxyProtocolKong, ProxyProtocolKongProps, TrustedProxies,
} from '../../src';
import { configuration } from '../helpers';

const trustedProxies = TrustedProxies.googleFrontEnds('203.0.113.10').plus(TrustedProxies.of('10.0.0.0/16'));
const google = new GkeApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' });
const regional = new GkeRegionalApplicationLoadBalancer({ ipAddress: '203.0.113.10', staticIpName: 'kong' });
const googleInternal = new GkeInternalApplicationLoadBalancer({ ipAddress: '10.0.5.7', staticIpName: 'kong' });
const privateLink = new AksPrivateLinkService({ ipConfigurationSubnet: 'private-link' });
const forContainers = new AksApplicationGatewayForContainers({ albName: 'alb', albNamespace: 'infra' });
const targetGroupArn = 'arn:aws:elasticloadbalancing:eu-west-1:111122223333:targetgroup/kong/0123456789abcdef';

const local = (loadBalancer: LocalTrafficKongProps['loadBalancer']) =>
  new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration });
const proxy = (loadBalancer: ProxyProtocolKongProps['loadBalancer']) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });
const header = (loadBalancer: HeaderForwardedKongProps['loadBalancer']) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });

describe('every pair that works compiles, and works', () => {
  test.each<[string, () => Kong]>([
    ['GKE, local traffic', () => local(new GkeNetworkLoadBalancer())],
    ['GKE, headers', () => header(google)],
    ['GKE regional, headers', () => header(regional)],
    ['GKE internal, headers', () => header(googleInternal)],
    ['AKS, local traffic', () => local(new AksLoadBalancer())],
    ['AKS, PROXY protocol', () => proxy(privateLink)],
    ['AKS, headers', () => header(new AksApplicationGateway())],
    ['AKS for containers, headers', () => header(forContainers)],
    ['NLB, local traffic', () => local(new AwsNetworkLoadBalancer())],
    ['NLB, PROXY protocol', () => proxy(new AwsNetworkLoadBalancer())],
    ['in-tree NLB, local traffic', () => local(new AwsInTreeNetworkLoadBalancer())],
    ['Classic, PROXY protocol', () => proxy(new AwsClassicLoadBalancer())],
    ['Classic, headers', () => header(new AwsClassicLoadBalancer())],
    ['ALB, headers', () => header(new AwsApplicationLoadBalancer())],
    ['NLB of EKS Auto Mode, local traffic', () => local(new AwsNetworkLoadBalancer({ eksAutoMode: true }))],
    ['NLB of EKS Auto Mode, PROXY protocol', () => proxy(new AwsNetworkLoadBalancer({ eksAutoMode: true }))],
    ['ALB of EKS Auto Mode, headers', () => header(new AwsApplicationLoadBalancer({ eksAutoMode: true }))],
    ['target group of an NLB, local traffic', () => local(new AwsNetworkTargetGroupBinding({ targetGroupArn, preserveClientIp: true }))],
    ['target group of an NLB, PROXY protocol', () => proxy(new AwsNetworkTargetGroupBinding({ targetGroupArn, proxyProtocolV2: true }))],
    ['target group of an ALB, headers', () => header(new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true }))],
  ])('%s', (_, make) => {
    expect(make().clientIpHeader).toBe('X-Real-IP');
  });
});

describe('no pair that cannot work compiles, and from plain JavaScript it fails with what to use instead', () => {
  test.each<[string, () => Kong]>([
    // @ts-expect-error the passthrough NLB of GKE has no PROXY protocol
    ['GkeNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new GkeNetworkLoadBalancer())],
    // @ts-expect-error an Ingress of GKE has no PROXY protocol
    ['GkeApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(google)],
    // @ts-expect-error an Ingress of GKE has no PROXY protocol
    ['GkeRegionalApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(regional)],
    // @ts-expect-error an Ingress of GKE has no PROXY protocol
    ['GkeInternalApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(googleInternal)],
    // @ts-expect-error Azure sends PROXY protocol through a Private Link Service only
    ['AksLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new AksLoadBalancer())],
    // @ts-expect-error AGIC has no PROXY protocol
    ['AksApplicationGateway cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(new AksApplicationGateway())],
    // @ts-expect-error Application Gateway for Containers speaks HTTP only
    ['AksApplicationGatewayForContainers cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(forContainers)],
    // @ts-expect-error the cloud provider AWS ignores PROXY protocol for its NLB
    ['AwsInTreeNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new AwsInTreeNetworkLoadBalancer())],
    // @ts-expect-error an ALB has no PROXY protocol
    ['AwsApplicationLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(new AwsApplicationLoadBalancer())],
    // @ts-expect-error an ALB has no PROXY protocol
    ['AwsApplicationTargetGroupBinding cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true }))],
    // @ts-expect-error an L7 balancer connects by itself
    ['AwsApplicationTargetGroupBinding cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(new AwsApplicationTargetGroupBinding({ targetGroupArn, appendsXForwardedFor: true }))],
    // @ts-expect-error an L4 balancer writes no header
    ['AwsNetworkTargetGroupBinding cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong', () => header(new AwsNetworkTargetGroupBinding({ targetGroupArn, proxyProtocolV2: true }))],
    // @ts-expect-error an L7 balancer connects by itself
    ['GkeApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(google)],
    // @ts-expect-error an L7 balancer connects by itself
    ['GkeRegionalApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(regional)],
    // @ts-expect-error an L7 balancer connects by itself
    ['GkeInternalApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(googleInternal)],
    // @ts-expect-error an L7 balancer connects by itself
    ['AksApplicationGatewayForContainers cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(forContainers)],
    // @ts-expect-error a Private Link Service translates addresses
    ['AksPrivateLinkService cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong', () => local(privateLink)],
    // @ts-expect-error an L7 balancer connects by itself
    ['AksApplicationGateway cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(new AksApplicationGateway())],
    // @ts-expect-error a Classic Load Balancer connects by itself
    ['AwsClassicLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new AwsClassicLoadBalancer())],
    // @ts-expect-error an L7 balancer connects by itself
    ['AwsApplicationLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(new AwsApplicationLoadBalancer())],
    // @ts-expect-error an L4 balancer writes no header
    ['GkeNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new GkeNetworkLoadBalancer())],
    // @ts-expect-error an L4 balancer writes no header
    ['AksLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new AksLoadBalancer())],
    // @ts-expect-error an L4 balancer writes no header
    ['AksPrivateLinkService cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong', () => header(privateLink)],
    // @ts-expect-error an L4 balancer writes no header
    ['AwsNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong', () => header(new AwsNetworkLoadBalancer())],
    // @ts-expect-error an L4 balancer writes no header
    ['AwsInTreeNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new AwsInTreeNetworkLoadBalancer())],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(`[test/Kong] loadBalancer: ${message}`));
  });

  test.each<[string, () => Kong]>([
    // @ts-expect-error a balancer is needed
    ['undefined is not a load balancer; give one that can keep the source address of packets', () => local(undefined)],
    // @ts-expect-error a name is no balancer
    ['"AwsNetworkLoadBalancer" is not a load balancer; give one that can send PROXY protocol', () => proxy('AwsNetworkLoadBalancer')],
    // @ts-expect-error an object that can do nothing
    ['{} is not a load balancer; give one that can report the client in a header', () => header({})],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(`[test/Kong] loadBalancer: ${message}`));
  });
});

describe('what a way needs must be given, and what it does not know cannot be', () => {
  const chart = Testing.chart();

  test.each<[string, string, () => Kong]>([
    // @ts-expect-error an empty trusted set would fail silently
    ['trustedProxies is missing', 'A', () => new ProxyProtocolKong(chart, 'A', { loadBalancer: new AwsNetworkLoadBalancer(), configuration })],
    // @ts-expect-error an empty trusted set would fail silently
    ['trustedProxies is missing', 'B', () => new HeaderForwardedKong(chart, 'B', { loadBalancer: google, configuration })],
    // @ts-expect-error a gateway without routes never becomes ready
    ['configuration is missing', 'C', () => new LocalTrafficKong(chart, 'C', { loadBalancer: new AksLoadBalancer() })],
    // @ts-expect-error nothing in a manifest says what the balancer of a target group does
    ['appendsXForwardedFor is undefined', 'TargetGroup', () => new HeaderForwardedKong(chart, 'TargetGroup', { loadBalancer: new AwsApplicationTargetGroupBinding({ targetGroupArn }), trustedProxies, configuration })],
    // @ts-expect-error Google appends the balancer's address, so it must be known
    ['ipAddress is missing', 'D', () => new HeaderForwardedKong(chart, 'D', { loadBalancer: new GkeApplicationLoadBalancer(), trustedProxies, configuration })],
    // @ts-expect-error the subnet of the Private Link Service is what Kong trusts
    ['ipConfigurationSubnet is missing', 'F', () => new ProxyProtocolKong(chart, 'F', { loadBalancer: new AksPrivateLinkService(), trustedProxies, configuration })],
    // @ts-expect-error of two gateways for containers nobody knows which
    ['the Application Gateway for Containers is not given', 'H', () => new HeaderForwardedKong(chart, 'H', { loadBalancer: new AksApplicationGatewayForContainers(), trustedProxies, configuration })],
  ])('%s', (message, id, make) => {
    expect(make).toThrow(`[test/${id}] ${message}`);
  });

  test('trust, header and recursion are unknown to a gateway that believes nobody', () => {
    expect(() => new LocalTrafficKong(chart, 'E', {
      loadBalancer: new AksLoadBalancer(),
      configuration,
      // @ts-expect-error packets keep their source address, so nobody is to be believed
      trustedProxies,
    })).toThrow('"trustedProxies" is not a prop');
  });
});
