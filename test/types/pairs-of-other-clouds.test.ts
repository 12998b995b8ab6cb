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
  HeaderForwardedKong,
  HeaderForwardedKongProps,
  HetznerLoadBalancer,
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
  TrustedProxies,
  UpCloudLoadBalancer,
  VultrLoadBalancer,
} from '../../src';
import { configuration } from '../helpers';

const cdn = Cdn.of({ edgeNetworks: ['198.51.100.0/24'] });
const trustedProxies = TrustedProxies.of('10.0.0.0/16', '192.168.255.0/24', '100.64.0.0/10').plus(cdn.edges);

const local = (loadBalancer: LocalTrafficKongProps['loadBalancer']) =>
  new LocalTrafficKong(Testing.chart(), 'Kong', { loadBalancer, configuration });
const proxy = (loadBalancer: ProxyProtocolKongProps['loadBalancer']) =>
  new ProxyProtocolKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies: TrustedProxies.of('10.0.0.0/16', '192.168.255.0/24'), configuration });
const header = (loadBalancer: HeaderForwardedKongProps['loadBalancer']) =>
  new HeaderForwardedKong(Testing.chart(), 'Kong', { loadBalancer, trustedProxies, configuration });

describe('every pair that works compiles, and works', () => {
  test.each<[string, () => Kong]>([
    ['DigitalOceanNetworkLoadBalancer, local traffic', () => local(new DigitalOceanNetworkLoadBalancer())],
    ['DigitalOceanRegionalLoadBalancer, PROXY protocol', () => proxy(new DigitalOceanRegionalLoadBalancer())],
    ['DigitalOceanRegionalLoadBalancer, headers', () => header(new DigitalOceanRegionalLoadBalancer())],
    ['HetznerLoadBalancer, PROXY protocol', () => proxy(new HetznerLoadBalancer({ location: 'fsn1', usePrivateIp: true }))],
    ['HetznerLoadBalancer, headers', () => header(new HetznerLoadBalancer({ location: 'fsn1' }))],
    ['ScalewayLoadBalancer, PROXY protocol', () => proxy(new ScalewayLoadBalancer())],
    ['ScalewayLoadBalancer, headers', () => header(new ScalewayLoadBalancer())],
    ['LinodeNodeBalancer, PROXY protocol', () => proxy(new LinodeNodeBalancer())],
    ['LinodeNodeBalancer, headers', () => header(new LinodeNodeBalancer())],
    ['VultrLoadBalancer, PROXY protocol', () => proxy(new VultrLoadBalancer({ vpc: true }))],
    ['VultrLoadBalancer, headers', () => header(new VultrLoadBalancer())],
    ['UpCloudLoadBalancer, PROXY protocol', () => proxy(new UpCloudLoadBalancer())],
    ['UpCloudLoadBalancer, headers', () => header(new UpCloudLoadBalancer())],
    ['CivoLoadBalancer, PROXY protocol', () => proxy(new CivoLoadBalancer())],
    ['CloudscaleLoadBalancer, PROXY protocol', () => proxy(new CloudscaleLoadBalancer())],
    ['OctaviaLoadBalancer, PROXY protocol', () => proxy(new OctaviaLoadBalancer())],
    ['OctaviaLoadBalancer, headers', () => header(new OctaviaLoadBalancer())],
    ['OciFlexibleLoadBalancer, PROXY protocol', () => proxy(new OciFlexibleLoadBalancer())],
    ['OciFlexibleLoadBalancer, headers', () => header(new OciFlexibleLoadBalancer())],
    ['OciNetworkLoadBalancer, local traffic', () => local(new OciNetworkLoadBalancer())],
    ['OciNetworkLoadBalancer, PROXY protocol', () => proxy(new OciNetworkLoadBalancer())],
    ['AlibabaClassicLoadBalancer, local traffic', () => local(new AlibabaClassicLoadBalancer())],
    ['AlibabaClassicLoadBalancer, headers', () => header(new AlibabaClassicLoadBalancer())],
    ['AlibabaNetworkLoadBalancer, local traffic', () => local(new AlibabaNetworkLoadBalancer({ zoneMaps: ['a:b', 'c:d'] }))],
    ['AlibabaNetworkLoadBalancer, PROXY protocol', () => proxy(new AlibabaNetworkLoadBalancer({ zoneMaps: ['a:b', 'c:d'] }))],
    ['IbmVpcLoadBalancer, PROXY protocol', () => proxy(new IbmVpcLoadBalancer())],
    ['ExoscaleNetworkLoadBalancer, local traffic', () => local(new ExoscaleNetworkLoadBalancer())],
    ['MetalLb, local traffic', () => local(new MetalLb())],
    ['KubeVip, local traffic', () => local(new KubeVip())],
    ['CiliumBgp, local traffic', () => local(new CiliumBgp())],
    ['NodePorts, local traffic', () => local(new NodePorts())],
    ['SelfManagedLoadBalancer, PROXY protocol', () => proxy(new SelfManagedLoadBalancer({ addresses: ['10.0.0.0/16', '192.168.255.0/24'] }))],
    ['CloudflareTunnel, headers', () => header(new CloudflareTunnel())],
    ['CDN before local traffic', () => header(cdn.beforeLocalTraffic(new MetalLb()))],
    ['CDN before headers', () => header(cdn.beforeHeaderForwarding(new AwsApplicationLoadBalancer()))],
  ])('%s', (_, make) => {
    expect(make().clientIpHeader).toBe('X-Real-IP');
  });
});

describe('no pair that cannot work compiles, and from plain JavaScript it fails with what to use instead', () => {
  test.each<[string, () => Kong]>([
    // @ts-expect-error it sends no PROXY protocol
    ['DigitalOceanNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new DigitalOceanNetworkLoadBalancer())],
    // @ts-expect-error it writes no header
    ['DigitalOceanNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new DigitalOceanNetworkLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['DigitalOceanRegionalLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new DigitalOceanRegionalLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['HetznerLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new HetznerLoadBalancer({ location: 'fsn1' }))],
    // @ts-expect-error it connects by itself
    ['ScalewayLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new ScalewayLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['LinodeNodeBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new LinodeNodeBalancer())],
    // @ts-expect-error it connects by itself
    ['VultrLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new VultrLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['UpCloudLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new UpCloudLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['CivoLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong', () => local(new CivoLoadBalancer())],
    // @ts-expect-error what it does with the header is not documented
    ['CivoLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong', () => header(new CivoLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['CloudscaleLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong', () => local(new CloudscaleLoadBalancer())],
    // @ts-expect-error it writes no header
    ['CloudscaleLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong', () => header(new CloudscaleLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['OctaviaLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new OctaviaLoadBalancer())],
    // @ts-expect-error it connects by itself
    ['OciFlexibleLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong or HeaderForwardedKong', () => local(new OciFlexibleLoadBalancer())],
    // @ts-expect-error it writes no header
    ['OciNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong', () => header(new OciNetworkLoadBalancer())],
    // @ts-expect-error its peer would be the client, so everybody would have to be trusted
    ['AlibabaClassicLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong or HeaderForwardedKong', () => proxy(new AlibabaClassicLoadBalancer())],
    // @ts-expect-error it writes no header
    ['AlibabaNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong or ProxyProtocolKong', () => header(new AlibabaNetworkLoadBalancer({ zoneMaps: ['a:b', 'c:d'] }))],
    // @ts-expect-error it connects by itself
    ['IbmVpcLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong', () => local(new IbmVpcLoadBalancer())],
    // @ts-expect-error it writes no header
    ['IbmVpcLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong', () => header(new IbmVpcLoadBalancer())],
    // @ts-expect-error it sends no PROXY protocol
    ['ExoscaleNetworkLoadBalancer cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new ExoscaleNetworkLoadBalancer())],
    // @ts-expect-error it writes no header
    ['ExoscaleNetworkLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new ExoscaleNetworkLoadBalancer())],
    // @ts-expect-error it sends no PROXY protocol
    ['MetalLb cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new MetalLb())],
    // @ts-expect-error it writes no header
    ['MetalLb cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new MetalLb())],
    // @ts-expect-error it sends no PROXY protocol
    ['KubeVip cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new KubeVip())],
    // @ts-expect-error it writes no header
    ['KubeVip cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new KubeVip())],
    // @ts-expect-error it sends no PROXY protocol
    ['CiliumBgp cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new CiliumBgp())],
    // @ts-expect-error it writes no header
    ['CiliumBgp cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new CiliumBgp())],
    // @ts-expect-error it sends no PROXY protocol
    ['NodePorts cannot send PROXY protocol, which ProxyProtocolKong needs; use it with LocalTrafficKong', () => proxy(new NodePorts())],
    // @ts-expect-error it writes no header
    ['NodePorts cannot report the client in a header, which HeaderForwardedKong needs; use it with LocalTrafficKong', () => header(new NodePorts())],
    // @ts-expect-error it connects by itself
    ['SelfManagedLoadBalancer cannot keep the source address of packets, which LocalTrafficKong needs; use it with ProxyProtocolKong', () => local(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] }))],
    // @ts-expect-error it writes no header
    ['SelfManagedLoadBalancer cannot report the client in a header, which HeaderForwardedKong needs; use it with ProxyProtocolKong', () => header(new SelfManagedLoadBalancer({ addresses: ['10.0.0.5/32'] }))],
    // @ts-expect-error it connects by itself
    ['CloudflareTunnel cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(new CloudflareTunnel())],
    // @ts-expect-error it sends no PROXY protocol
    ['CloudflareTunnel cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(new CloudflareTunnel())],
    // @ts-expect-error a CDN speaks HTTP
    ['BeforeLocalTraffic cannot keep the source address of packets, which LocalTrafficKong needs; use it with HeaderForwardedKong', () => local(cdn.beforeLocalTraffic(new MetalLb()))],
    // @ts-expect-error a CDN speaks HTTP
    ['BeforeLocalTraffic cannot send PROXY protocol, which ProxyProtocolKong needs; use it with HeaderForwardedKong', () => proxy(cdn.beforeLocalTraffic(new MetalLb()))],
  ])('%s', (message, make) => {
    expect(make).toThrow(new Error(`[test/Kong] loadBalancer: ${message}`));
  });
});
