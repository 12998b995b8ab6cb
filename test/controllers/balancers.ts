import * as library from '../../src';

/** A balancer of the library, and values of its props. */
export interface Row {
  readonly make: new (props: any) => any;
  /** What it cannot do without. */
  readonly least?: object;
  /** Values of each other prop, of which any may be left out. */
  readonly props: { readonly [prop: string]: readonly unknown[] };
}

const SCHEMES = Object.values(library.AwsLoadBalancerScheme);
const VERSIONS = Object.values(library.ProxyProtocolVersion);
const RANGES = [['192.0.2.0/24'], ['192.0.2.0/24', '198.51.100.0/24']];
const FLAGS = [true, false];
const SUBNETS = [['subnet-1', 'subnet-2']];
const TAGS = [{ team: 'edge' }];
const GOOGLE = { ipAddress: '203.0.113.10', staticIpName: 'kong' };
const ofController = {
  scheme: SCHEMES,
  subnets: SUBNETS,
  tags: TAGS,
  eksAutoMode: FLAGS,
  name: ['kong'],
  ipAddressType: Object.values(library.AwsIpAddressType),
  certificateArns: [['arn:1'], ['arn:1', 'arn:2']],
  sslPolicy: ['policy'],
  securityGroups: [['sg-1']],
  prefixLists: [['pl-1']],
  attributes: [{ 'deletion_protection.enabled': 'true' }],
  targetGroupAttributes: [{ 'stickiness.enabled': 'true' }],
};
const inTree = { scheme: SCHEMES, subnets: SUBNETS, tags: TAGS, sourceRanges: RANGES, certificateArn: ['arn:1'] };
const alibaba = { name: ['kong'], addressType: Object.values(library.AlibabaAddressType), hostname: ['api.example.com'] };
const digitalOcean = { name: ['kong'], network: Object.values(library.DigitalOceanNetwork), sourceRanges: RANGES };

/** A new class of the library is a new row. */
export const ROWS: readonly Row[] = [
  {
    make: library.AwsNetworkLoadBalancer,
    props: {
      ...ofController,
      targetType: Object.values(library.AwsTargetType),
      sourceRanges: RANGES,
      eipAllocations: [['eip-1', 'eip-2']],
      loadBalancerClass: ['service.k8s.aws/nlb', 'example.com/nlb'],
    },
  },
  {
    make: library.AwsApplicationLoadBalancer,
    props: {
      ...ofController,
      groupName: ['edge'],
      inboundCidrs: RANGES,
      hosts: [['api.example.com']],
      listensHttps: FLAGS,
      backendProtocolVersion: Object.values(library.AwsBackendProtocolVersion),
    },
  },
  { make: library.AwsInTreeNetworkLoadBalancer, props: inTree },
  { make: library.AwsClassicLoadBalancer, props: inTree },
  {
    make: library.GkeNetworkLoadBalancer,
    props: {
      internalOnly: FLAGS,
      globalAccess: FLAGS,
      subnet: ['edge'],
      weightedByPods: FLAGS,
      useLoadBalancerClass: FLAGS,
      sourceRanges: RANGES,
    },
  },
  {
    make: library.GkeApplicationLoadBalancer,
    least: GOOGLE,
    props: {
      managedCertificates: [['kong']],
      preSharedCertificates: [['kong']],
      allowHttp: FLAGS,
      redirectToHttps: FLAGS,
    },
  },
  {
    make: library.GkeRegionalApplicationLoadBalancer,
    least: GOOGLE,
    props: {
      preSharedCertificates: [['kong']],
      allowHttp: FLAGS,
      redirectToHttps: FLAGS,
    },
  },
  {
    make: library.GkeInternalApplicationLoadBalancer,
    least: { ...GOOGLE, ipAddress: '10.0.5.7' },
    props: {
      preSharedCertificates: [['kong']],
      allowHttp: FLAGS,
    },
  },
  {
    make: library.AksLoadBalancer,
    props: {
      internalOnly: FLAGS,
      internalSubnet: ['edge'],
      pipName: ['kong'],
      resourceGroup: ['edge'],
      dnsLabelName: ['kong'],
      sourceRanges: RANGES,
    },
  },
  {
    make: library.AksPrivateLinkService,
    least: { ipConfigurationSubnet: 'link' },
    props: {
      name: ['kong'],
      ipConfigurationIpAddressCount: [1, 8],
      visibility: [['*']],
      fqdns: [['kong.example.com']],
      internalSubnet: ['edge'],
    },
  },
  {
    make: library.AksApplicationGateway,
    props: {
      sslCertificate: ['kong'],
      sslRedirect: FLAGS,
      hosts: [['api.example.com']],
      usePrivateIp: FLAGS,
      wafPolicy: ['/subscriptions/x'],
    },
  },
  { make: library.AksApplicationGatewayForContainers, least: { albName: 'alb', albNamespace: 'infra' }, props: { hosts: [['api.example.com']] } },
  { make: library.AlibabaClassicLoadBalancer, props: { ...alibaba, spec: ['slb.s1.small'], certId: ['x'] } },
  {
    make: library.AlibabaNetworkLoadBalancer,
    least: { zoneMaps: ['a:vsw-1', 'b:vsw-2'] },
    props: {
      ...alibaba,
      securityGroupIds: [['sg-1']],
      sourceRanges: RANGES,
    },
  },
  {
    make: library.CloudscaleLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      name: ['x'],
      zone: ['lpg1'],
      forceHostname: ['kong.example.com'],
      nodeSelector: ['edge=true'],
      listenerAllowedCidrs: [['192.0.2.0/24']],
    },
  },
  {
    make: library.CivoLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      firewallId: ['x'],
      ipv4Address: ['203.0.113.10'],
      maxConcurrentRequests: [100],
    },
  },
  { make: library.CiliumBgp, props: { ips: [['203.0.113.10']], sharingKey: ['x'], sourceRanges: RANGES } },
  { make: library.CloudflareTunnel, props: {} },
  { make: library.DigitalOceanNetworkLoadBalancer, props: digitalOcean },
  {
    make: library.DigitalOceanRegionalLoadBalancer,
    props: {
      ...digitalOcean,
      sizeUnit: [2],
      hostname: ['api.example.com'],
      httpIdleTimeoutSeconds: [60],
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
    make: library.HetznerLoadBalancer,
    least: { location: 'fsn1' },
    props: {
      name: ['kong'],
      type: ['lb11'],
      hostname: ['api.example.com'],
      usePrivateIp: FLAGS,
      disablePublicNetwork: FLAGS,
      ipv6Disabled: FLAGS,
      nodeSelector: ['a=b'],
    },
  },
  { make: library.IbmVpcLoadBalancer, props: { name: ['kong'], internalOnly: FLAGS, subnets: SUBNETS, zone: ['eu-de-1'], nodeSelector: ['a=b'] } },
  {
    make: library.KubeVip,
    props: {
      loadbalancerIPs: [['203.0.113.10']],
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
      hostnameOnlyIngress: FLAGS,
      throttle: [5],
      firewallId: [1],
      tags: [['edge']],
    },
  },
  {
    make: library.MetalLb,
    props: {
      addressPool: ['edge'],
      loadBalancerIPs: [['203.0.113.10']],
      allowSharedIp: ['x'],
      sourceRanges: RANGES,
      loadBalancerClass: ['example.com/metallb'],
    },
  },
  { make: library.NodePorts, props: { httpNodePort: [30080], httpsNodePort: [30443] } },
  {
    make: library.OciFlexibleLoadBalancer,
    props: {
      shapeFlexMin: [10],
      shapeFlexMax: [200],
      internalOnly: FLAGS,
      subnet: ['x'],
      proxyProtocolVersion: VERSIONS,
      tlsSecret: ['kong'],
      sourceRanges: RANGES,
    },
  },
  { make: library.OciNetworkLoadBalancer, props: { internalOnly: FLAGS, subnet: ['x'], sourceRanges: RANGES } },
  {
    make: library.OctaviaLoadBalancer,
    props: {
      proxyProtocolVersion: VERSIONS,
      internalOnly: FLAGS,
      loadBalancerClass: ['x'],
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
      type: ['LB-S'],
      zone: ['fr-par-1'],
      private: FLAGS,
      useHostname: FLAGS,
      sourceRanges: RANGES,
    },
  },
  {
    make: library.UpCloudLoadBalancer,
    props: {
      name: ['kong'],
      plan: ['production-small'],
      proxyProtocolVersion: VERSIONS,
      certificateBundleUuid: ['x'],
      nodeSelector: ['a=b'],
    },
  },
  {
    make: library.VultrLoadBalancer,
    props: {
      label: ['kong'],
      nodeCount: [3],
      vpc: FLAGS,
      hostname: ['api.example.com'],
      firewallRules: ['cloudflare,443'],
      ssl: ['kong'],
      sslRedirect: FLAGS,
    },
  },
];

/** Somebody else sets these up, so their manifests hold nothing to be read. */
export const OUTSIDE: readonly (new (...args: any[]) => unknown)[] = [
  library.AwsApplicationTargetGroupBinding, library.AwsNetworkTargetGroupBinding, library.SelfManagedLoadBalancer,
];
