import { FLAGS, RANGES, Row, SUBNETS, VERSIONS } from './row';
import * as library from '../../../src';

const alibaba = {
  name: ['kong'],
  internalOnly: FLAGS,
  hostname: ['api.example.com'],
};
const digitalOcean = { name: ['kong'], internalOnly: FLAGS, sourceRanges: RANGES };

export const ROWS_OF_OTHERS: readonly Row[] = [
  {
    make: library.AlibabaClassicLoadBalancer,
    props: { ...alibaba, balancerType: ['slb.s1.small'], certificateId: ['x'] },
    trusts: ['100.64.0.0/10'],
  },
  {
    make: library.AlibabaNetworkLoadBalancer,
    least: { zoneMaps: ['a:vsw-1', 'b:vsw-2'] },
    props: {
      ...alibaba,
      securityGroups: [['sg-1']],
      sourceRanges: RANGES,
    },
  },
  {
    make: library.CloudscaleLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      name: ['x'],
      zone: ['lpg1'],
      hostname: ['kong.example.com'],
      nodeSelector: ['edge=true'],
      sourceRanges: [['192.0.2.0/24']],
    },
  },
  {
    make: library.CivoLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      firewallId: ['x'],
      reservedIpv4: ['203.0.113.10'],
      maxConcurrentRequests: [100],
      serverTimeoutSeconds: [30],
      clientTimeoutSeconds: [30],
    },
  },
  { make: library.CiliumBgp, props: { loadBalancerIps: [['203.0.113.10']], sharingKey: ['x'], sourceRanges: RANGES } },
  { make: library.CloudflareTunnel, props: {} },
  { make: library.DigitalOceanNetworkLoadBalancer, props: digitalOcean },
  {
    make: library.DigitalOceanRegionalLoadBalancer,
    props: {
      ...digitalOcean,
      nodeCount: [2],
      hostname: ['api.example.com'],
      idleTimeoutSeconds: [60],
      certificateId: ['x'],
      redirectHttpToHttps: FLAGS,
    },
  },
  {
    make: library.ExoscaleNetworkLoadBalancer,
    props: {
      name: ['kong'],
      description: ['x'],
      serviceStrategy: Object.values(library.ExoscaleStrategy),
      instancePoolId: ['x'],
    },
  },
  {
    make: library.FrontProxy,
    least: {
      product: library.FrontProxySoftware.TRAEFIK,
      podNetworks: ['10.244.0.0/16'],
      proxiesBefore: ['10.0.101.0/24'],
    },
    props: {
      product: Object.values(library.FrontProxySoftware),
      ingressClassName: ['nginx', 'edge'],
      hosts: [['api.example.com']],
    },
    trusts: ['10.244.0.0/16', '10.0.101.0/24'],
  },
  {
    make: library.HetznerLoadBalancer,
    least: { location: 'fsn1' },
    props: {
      name: ['kong'],
      balancerType: ['lb11'],
      hostname: ['api.example.com'],
      usePrivateNetwork: FLAGS,
      internalOnly: FLAGS,
      ipv6Disabled: FLAGS,
      nodeSelector: ['a=b'],
    },
  },
  { make: library.HuaweiLoadBalancer, least: { loadBalancerId: 'e' }, props: {} },
  {
    make: library.IbmVpcLoadBalancer,
    props: { name: ['kong'], internalOnly: FLAGS, subnets: SUBNETS, zone: ['eu-de-1'], nodeSelector: ['a=b'] },
  },
  {
    make: library.KubeVip,
    props: {
      loadBalancerIps: [['203.0.113.10']],
      serviceInterface: ['eth0'],
      forcePerServiceElection: FLAGS,
      sourceRanges: RANGES,
      loadBalancerClass: ['kube-vip.io/kube-vip-class', 'example.com/vip'],
    },
  },
  {
    make: library.LinodeNodeBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      tlsSecretName: ['kong'],
      backendIpv4Range: ['10.100.0.0/30'],
      useHostname: FLAGS,
      throttle: [5],
      firewallId: ['1'],
      tagNames: [['edge']],
    },
  },
  {
    make: library.MetalLb,
    props: {
      addressPool: ['edge'],
      loadBalancerIps: [['203.0.113.10']],
      sharingKey: ['x'],
      sourceRanges: RANGES,
      loadBalancerClass: ['example.com/metallb'],
    },
  },
  { make: library.NodePorts, props: { httpNodePort: [30080], httpsNodePort: [30443] } },
  {
    make: library.OciFlexibleLoadBalancer,
    props: {
      shapeFlexMinMbps: [10],
      shapeFlexMaxMbps: [200],
      internalOnly: FLAGS,
      subnet: ['x'],
      proxyProtocolVersion: VERSIONS,
      tlsSecretName: ['kong'],
      sourceRanges: RANGES,
    },
  },
  { make: library.OciNetworkLoadBalancer, props: { internalOnly: FLAGS, subnet: ['x'], sourceRanges: RANGES } },
  {
    make: library.OctaviaLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      internalOnly: FLAGS,
      configuredClass: ['x'],
      flavorId: ['x'],
      networkId: ['x'],
      hostname: ['api.example.com'],
      keepFloatingIp: FLAGS,
      sourceRanges: RANGES,
    },
  },
  {
    make: library.ScalewayLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      certificateIds: [['x'], ['x', 'y']],
      balancerType: ['LB-S'],
      zone: ['fr-par-1'],
      internalOnly: FLAGS,
      useHostname: FLAGS,
      sourceRanges: RANGES,
    },
  },
  {
    make: library.StackitLoadBalancer,
    props: {
      internalOnly: FLAGS,
      reservedIpv4: ['203.0.113.10'],
      balancerType: ['p50'],
      idleTimeoutSeconds: [600],
      sourceRanges: RANGES,
    },
  },
  {
    make: library.TencentLoadBalancer,
    props: { directAccess: FLAGS, internalSubnetId: ['subnet-1'], nodeSelector: ['edge=true'] },
  },
  {
    make: library.UpCloudLoadBalancer,
    props: {
      name: ['kong'],
      balancerType: ['production-small'],
      proxyProtocolVersion: VERSIONS,
      certificateId: ['x'],
      nodeSelector: ['{"matchLabels":{"a":"b"}}'],
    },
  },
  {
    make: library.VultrLoadBalancer,
    props: {
      name: ['kong'],
      nodeCount: [3],
      usePrivateNetwork: FLAGS,
      hostname: ['api.example.com'],
      firewallRules: ['cloudflare,443'],
      tlsSecretName: ['kong'],
      redirectHttpToHttps: FLAGS,
    },
  },
];
