import { Testing } from 'cdk8s';
import {
  AlibabaClassicLoadBalancer,
  AlibabaNetworkLoadBalancer,
  AwsApplicationLoadBalancer,
  Cdn,
  CiliumBgp,
  CivoLoadBalancer,
  CloudflareTunnel,
  CloudscaleLoadBalancer,
  DigitalOceanNetworkLoadBalancer,
  DigitalOceanRegionalLoadBalancer,
  ExoscaleNetworkLoadBalancer,
  FrontProxy,
  FrontProxySoftware,
  HeaderForwardedKong,
  HeaderForwardedKongProps,
  HetznerLoadBalancer,
  HuaweiLoadBalancer,
  IbmVpcLoadBalancer,
  Kong,
  KubeVip,
  LinodeNodeBalancer,
  LocalTrafficKong,
  LocalTrafficKongProps,
  MetalLb,
  NodePorts,
  OciFlexibleLoadBalancer,
  OciNetworkLoadBalancer,
  OctaviaLoadBalancer,
  ProxyProtocolKong,
  ProxyProtocolKongProps,
  ScalewayLoadBalancer,
  SelfManagedLoadBalancer,
  StackitLoadBalancer,
  TencentLoadBalancer,
  TrustedProxies,
  UpCloudLoadBalancer,
  VultrLoadBalancer,
} from '../../src';
import { configuration } from '../helpers';

const cdn = Cdn.of({ edgeNetworks: ['198.51.100.0/24'] });
const trustedProxies = TrustedProxies.of('10.0.0.0/16', '192.168.255.0/24', '100.64.0.0/10').plus(cdn.edges);

const inFront = new FrontProxy({
  product: FrontProxySoftware.TRAEFIK,
  podNetworks: ['10.0.0.0/16', '192.168.255.0/24', '100.64.0.0/10'],
});

const local = (loadBalancer: LocalTrafficKongProps['loadBalancer']) =>
  new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration });
const proxy = (loadBalancer: ProxyProtocolKongProps['loadBalancer']) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', {
    loadBalancer,
    trustedProxies: TrustedProxies.of('10.0.0.0/16', '192.168.255.0/24'),
    configuration,
  });
const header = (loadBalancer: HeaderForwardedKongProps['loadBalancer']) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });

describe('every pair that works compiles, and works', () => {
  test.each<[string, () => Kong]>([
    ['DigitalOceanNetworkLoadBalancer, local traffic', () => local(new DigitalOceanNetworkLoadBalancer())],
    ['DigitalOceanRegionalLoadBalancer, PROXY protocol', () => proxy(new DigitalOceanRegionalLoadBalancer())],
    ['DigitalOceanRegionalLoadBalancer, headers', () => header(new DigitalOceanRegionalLoadBalancer())],
    [
      'HetznerLoadBalancer, PROXY protocol',
      () => proxy(new HetznerLoadBalancer({ location: 'fsn1', usePrivateNetwork: true })),
    ],
    ['HetznerLoadBalancer, headers', () => header(new HetznerLoadBalancer({ location: 'fsn1' }))],
    ['ScalewayLoadBalancer, PROXY protocol', () => proxy(new ScalewayLoadBalancer())],
    ['ScalewayLoadBalancer, headers', () => header(new ScalewayLoadBalancer())],
    ['LinodeNodeBalancer, PROXY protocol', () => proxy(new LinodeNodeBalancer())],
    ['LinodeNodeBalancer, headers', () => header(new LinodeNodeBalancer())],
    ['VultrLoadBalancer, PROXY protocol', () => proxy(new VultrLoadBalancer({ usePrivateNetwork: true }))],
    ['VultrLoadBalancer, headers', () => header(new VultrLoadBalancer())],
    ['UpCloudLoadBalancer, PROXY protocol', () => proxy(new UpCloudLoadBalancer())],
    ['UpCloudLoadBalancer, headers', () => header(new UpCloudLoadBalancer())],
    ['CivoLoadBalancer, PROXY protocol', () => proxy(new CivoLoadBalancer())],
    ['TencentLoadBalancer, local traffic', () => local(new TencentLoadBalancer())],
    ['HuaweiLoadBalancer, local traffic', () => local(new HuaweiLoadBalancer({ loadBalancerId: 'e' }))],
    ['StackitLoadBalancer, PROXY protocol', () => proxy(new StackitLoadBalancer())],
    ['CloudscaleLoadBalancer, PROXY protocol', () => proxy(new CloudscaleLoadBalancer())],
    ['OctaviaLoadBalancer, PROXY protocol', () => proxy(new OctaviaLoadBalancer())],
    ['OctaviaLoadBalancer, headers', () => header(new OctaviaLoadBalancer())],
    ['OciFlexibleLoadBalancer, PROXY protocol', () => proxy(new OciFlexibleLoadBalancer())],
    ['OciFlexibleLoadBalancer, headers', () => header(new OciFlexibleLoadBalancer())],
    ['OciNetworkLoadBalancer, local traffic', () => local(new OciNetworkLoadBalancer())],
    ['OciNetworkLoadBalancer, PROXY protocol', () => proxy(new OciNetworkLoadBalancer())],
    ['AlibabaClassicLoadBalancer, local traffic', () => local(new AlibabaClassicLoadBalancer())],
    ['AlibabaClassicLoadBalancer, headers', () => header(new AlibabaClassicLoadBalancer())],
    [
      'AlibabaNetworkLoadBalancer, local traffic',
      () => local(new AlibabaNetworkLoadBalancer({ zoneMaps: ['a:b', 'c:d'] })),
    ],
    [
      'AlibabaNetworkLoadBalancer, PROXY protocol',
      () => proxy(new AlibabaNetworkLoadBalancer({ zoneMaps: ['a:b', 'c:d'] })),
    ],
    ['IbmVpcLoadBalancer, PROXY protocol', () => proxy(new IbmVpcLoadBalancer())],
    ['ExoscaleNetworkLoadBalancer, local traffic', () => local(new ExoscaleNetworkLoadBalancer())],
    ['MetalLb, local traffic', () => local(new MetalLb())],
    ['KubeVip, local traffic', () => local(new KubeVip())],
    ['CiliumBgp, local traffic', () => local(new CiliumBgp())],
    ['NodePorts, local traffic', () => local(new NodePorts())],
    [
      'SelfManagedLoadBalancer, PROXY protocol',
      () => proxy(new SelfManagedLoadBalancer({ addresses: ['10.0.0.0/16', '192.168.255.0/24'] })),
    ],
    ['CloudflareTunnel, headers', () => header(new CloudflareTunnel())],
    ['FrontProxy, headers', () => header(cdn.beforeHeaderForwarding(inFront))],
    ['CDN before local traffic', () => header(cdn.beforeLocalTraffic(new MetalLb()))],
    ['CDN before headers', () => header(cdn.beforeHeaderForwarding(new AwsApplicationLoadBalancer()))],
  ])('%s', (_, make) => {
    expect(make().clientIpHeader).toBe('X-Real-IP');
  });
});

describe('no pair that cannot work compiles, and from plain JavaScript it fails with what to use instead', () => {
  test.each<[string, () => Kong]>([
    [
      'DigitalOceanNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new DigitalOceanNetworkLoadBalancer()),
    ],
    [
      'DigitalOceanNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it writes no header
      () => header(new DigitalOceanNetworkLoadBalancer()),
    ],
    [
      'DigitalOceanRegionalLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new DigitalOceanRegionalLoadBalancer()),
    ],
    [
      'HetznerLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new HetznerLoadBalancer({ location: 'fsn1' })),
    ],
    [
      'ScalewayLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new ScalewayLoadBalancer()),
    ],
    [
      'LinodeNodeBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new LinodeNodeBalancer()),
    ],
    [
      'VultrLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new VultrLoadBalancer()),
    ],
    [
      'UpCloudLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new UpCloudLoadBalancer()),
    ],
    [
      'CivoLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it connects by itself
      () => local(new CivoLoadBalancer()),
    ],
    [
      'CivoLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error what it does with the header is not documented
      () => header(new CivoLoadBalancer()),
    ],
    [
      'TencentLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error that it can is documented, and no annotation for it
      () => proxy(new TencentLoadBalancer()),
    ],
    [
      'TencentLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error what it does with the header is not documented
      () => header(new TencentLoadBalancer()),
    ],
    [
      'HuaweiLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error that it can is documented, and no annotation for it
      () => proxy(new HuaweiLoadBalancer({ loadBalancerId: 'e' })),
    ],
    [
      'HuaweiLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error what it does with the header is not documented
      () => header(new HuaweiLoadBalancer({ loadBalancerId: 'e' })),
    ],
    [
      'StackitLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it connects by itself
      () => local(new StackitLoadBalancer()),
    ],
    [
      'StackitLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it speaks no HTTP
      () => header(new StackitLoadBalancer()),
    ],
    [
      'CloudscaleLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it connects by itself
      () => local(new CloudscaleLoadBalancer()),
    ],
    [
      'CloudscaleLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it writes no header
      () => header(new CloudscaleLoadBalancer()),
    ],
    [
      'OctaviaLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new OctaviaLoadBalancer()),
    ],
    [
      'OciFlexibleLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new OciFlexibleLoadBalancer()),
    ],
    [
      'OciNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong',
      // @ts-expect-error it writes no header
      () => header(new OciNetworkLoadBalancer()),
    ],
    [
      'AlibabaClassicLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong or HeaderForwardedKong',
      // @ts-expect-error its peer would be the client, so everybody would have to be trusted
      () => proxy(new AlibabaClassicLoadBalancer()),
    ],
    [
      'AlibabaNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong',
      // @ts-expect-error it writes no header
      () => header(new AlibabaNetworkLoadBalancer({ zoneMaps: ['a:b', 'c:d'] })),
    ],
    [
      'IbmVpcLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it connects by itself
      () => local(new IbmVpcLoadBalancer()),
    ],
    [
      'IbmVpcLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it writes no header
      () => header(new IbmVpcLoadBalancer()),
    ],
    [
      'ExoscaleNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new ExoscaleNetworkLoadBalancer()),
    ],
    [
      'ExoscaleNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it writes no header
      () => header(new ExoscaleNetworkLoadBalancer()),
    ],
    [
      'MetalLb cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new MetalLb()),
    ],
    [
      'MetalLb cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it writes no header
      () => header(new MetalLb()),
    ],
    [
      'KubeVip cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new KubeVip()),
    ],
    [
      'KubeVip cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it writes no header
      () => header(new KubeVip()),
    ],
    [
      'CiliumBgp cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new CiliumBgp()),
    ],
    [
      'CiliumBgp cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it writes no header
      () => header(new CiliumBgp()),
    ],
    [
      'NodePorts cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new NodePorts()),
    ],
    [
      'NodePorts cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong',
      // @ts-expect-error it writes no header
      () => header(new NodePorts()),
    ],
    [
      'SelfManagedLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it connects by itself
      () => local(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] })),
    ],
    [
      'SelfManagedLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong',
      // @ts-expect-error it writes no header
      () => header(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] })),
    ],
    [
      'CloudflareTunnel cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error it connects by itself
      () => local(new CloudflareTunnel()),
    ],
    [
      'CloudflareTunnel cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error it sends no PROXY protocol
      () => proxy(new CloudflareTunnel()),
    ],
    [
      'BeforeLocalTraffic cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error a CDN speaks HTTP
      () => local(cdn.beforeLocalTraffic(new MetalLb())),
    ],
    [
      'BeforeLocalTraffic cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong',
      // @ts-expect-error a CDN speaks HTTP
      () => proxy(cdn.beforeLocalTraffic(new MetalLb())),
    ],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(`[test/Kong] loadBalancer: ${message}`));
  });
});
