import { row } from './row';
import { AlibabaClassicLoadBalancer } from '../load-balancers/alibaba/classic-load-balancer';
import { AlibabaNetworkLoadBalancer } from '../load-balancers/alibaba/network-load-balancer';
import { CiliumBgp } from '../load-balancers/bare-metal/cilium-bgp';
import { KubeVip } from '../load-balancers/bare-metal/kube-vip';
import { MetalLb } from '../load-balancers/bare-metal/metal-lb';
import { NodePorts } from '../load-balancers/bare-metal/node-ports';
import { SelfManagedLoadBalancer } from '../load-balancers/bare-metal/self-managed-load-balancer';
import { CivoLoadBalancer } from '../load-balancers/civo/load-balancer';
import { CloudflareTunnel } from '../load-balancers/cloudflare/tunnel';
import { CloudscaleLoadBalancer } from '../load-balancers/cloudscale/load-balancer';
import { DigitalOceanNetworkLoadBalancer } from '../load-balancers/digitalocean/network-load-balancer';
import { DigitalOceanRegionalLoadBalancer } from '../load-balancers/digitalocean/regional-load-balancer';
import { ExoscaleNetworkLoadBalancer } from '../load-balancers/exoscale/network-load-balancer';
import { FrontProxy } from '../load-balancers/front-proxy/front-proxy';
import { HetznerLoadBalancer } from '../load-balancers/hetzner/load-balancer';
import { IbmVpcLoadBalancer } from '../load-balancers/ibm/vpc-load-balancer';
import { LinodeNodeBalancer } from '../load-balancers/linode/node-balancer';
import { OciFlexibleLoadBalancer } from '../load-balancers/oci/flexible-load-balancer';
import { OciNetworkLoadBalancer } from '../load-balancers/oci/network-load-balancer';
import { OctaviaLoadBalancer } from '../load-balancers/openstack/octavia-load-balancer';
import { ScalewayLoadBalancer } from '../load-balancers/scaleway/load-balancer';
import { UpCloudLoadBalancer } from '../load-balancers/upcloud/load-balancer';
import { VultrLoadBalancer } from '../load-balancers/vultr/load-balancer';

const NOBODY = 'Packets keep their source, so Kong trusts no proxy.';
const ITS_SUBNET = "Trust the balancer's subnet.";
const VPC = 'Trust the range of the VPC.';

const SERVICE = { annotations: 'map' } as const;
const RESTRICTABLE = { ...SERVICE, sourceRanges: 'list' } as const;
const PROXY = { proxyProtocolVersion: 'text' } as const;
const ALIBABA = { ...SERVICE, name: 'text', internalOnly: 'flag', hostname: 'text' } as const;
const DIGITALOCEAN = { ...RESTRICTABLE, name: 'text', internalOnly: 'flag' } as const;
const NODE_PORTS = { ...SERVICE, httpNodePort: 'count', httpsNodePort: 'count' } as const;

export const OTHERS = [
  row('digitalocean-network', DigitalOceanNetworkLoadBalancer, DIGITALOCEAN, NOBODY),
  row(
    'digitalocean-regional',
    DigitalOceanRegionalLoadBalancer,
    {
      ...DIGITALOCEAN,
      nodeCount: 'count',
      hostname: 'text',
      idleTimeoutSeconds: 'count',
      certificateId: 'text',
      redirectHttpToHttps: 'flag',
    },
    VPC,
  ),
  row(
    'hetzner',
    HetznerLoadBalancer,
    {
      ...SERVICE,
      location: 'text',
      networkZone: 'text',
      name: 'text',
      balancerType: 'text',
      hostname: 'text',
      usePrivateNetwork: 'flag',
      internalOnly: 'flag',
      ipv6Disabled: 'flag',
      nodeSelector: 'text',
    },
    "Trust the balancer's address: with usePrivateNetwork=true the one in the private network, else its public one.",
  ),
  row(
    'octavia',
    OctaviaLoadBalancer,
    {
      ...RESTRICTABLE,
      ...PROXY,
      internalOnly: 'flag',
      configuredClass: 'text',
      flavorId: 'text',
      networkId: 'text',
      subnetId: 'text',
      memberSubnetId: 'text',
      floatingNetworkId: 'text',
      keepFloatingIp: 'flag',
      hostname: 'text',
    },
    'Trust the subnet from which the balancer dials the nodes (memberSubnetId).',
  ),
  row(
    'scaleway',
    ScalewayLoadBalancer,
    {
      ...RESTRICTABLE,
      ...PROXY,
      certificateIds: 'list',
      balancerType: 'text',
      zone: 'text',
      internalOnly: 'flag',
      privateNetworkIds: 'list',
      ipIds: 'list',
      useHostname: 'flag',
    },
    "Trust the range of the private network that it shares with the nodes; without one, the balancer's addresses.",
  ),
  row(
    'linode',
    LinodeNodeBalancer,
    {
      ...SERVICE,
      ...PROXY,
      tlsSecretName: 'text',
      balancerType: 'text',
      backendIpv4Range: 'text',
      useHostname: 'flag',
      throttle: 'count',
      firewallId: 'text',
      reservedIpv4: 'text',
      tagNames: 'list',
    },
    'Trust 192.168.255.0/24, or the backendIpv4Range that you give.',
  ),
  row(
    'vultr',
    VultrLoadBalancer,
    {
      ...SERVICE,
      name: 'text',
      nodeCount: 'count',
      usePrivateNetwork: 'flag',
      hostname: 'text',
      idleTimeoutSeconds: 'count',
      firewallRules: 'text',
      tlsSecretName: 'text',
      redirectHttpToHttps: 'flag',
    },
    "Trust the range of the VPC with usePrivateNetwork=true, else the balancer's own address.",
  ),
  row(
    'upcloud',
    UpCloudLoadBalancer,
    { ...SERVICE, ...PROXY, name: 'text', balancerType: 'text', nodeSelector: 'text', certificateId: 'text' },
    'Trust the range of the private network.',
  ),
  row(
    'civo',
    CivoLoadBalancer,
    {
      ...SERVICE,
      ...PROXY,
      firewallId: 'text',
      reservedIpv4: 'text',
      maxConcurrentRequests: 'count',
      serverTimeoutSeconds: 'count',
      clientTimeoutSeconds: 'count',
    },
    "Trust the range of the cluster's network.",
  ),
  row(
    'cloudscale',
    CloudscaleLoadBalancer,
    {
      ...SERVICE,
      ...PROXY,
      name: 'text',
      zone: 'text',
      hostname: 'text',
      nodeSelector: 'text',
      sourceRanges: 'list',
    },
    'Trust the range of the private network.',
  ),
  row(
    'oci-flexible',
    OciFlexibleLoadBalancer,
    {
      ...RESTRICTABLE,
      ...PROXY,
      shapeFlexMinMbps: 'count',
      shapeFlexMaxMbps: 'count',
      internalOnly: 'flag',
      subnet: 'text',
      tlsSecretName: 'text',
    },
    ITS_SUBNET,
  ),
  row('oci-network', OciNetworkLoadBalancer, { ...RESTRICTABLE, internalOnly: 'flag', subnet: 'text' }, ITS_SUBNET),
  row(
    'alibaba-clb',
    AlibabaClassicLoadBalancer,
    { ...ALIBABA, balancerType: 'text', certificateId: 'text' },
    'Trust 100.64.0.0/10, from which it dials.',
  ),
  row(
    'alibaba-nlb',
    AlibabaNetworkLoadBalancer,
    { ...ALIBABA, zoneMaps: 'list', securityGroups: 'list', sourceRanges: 'list' },
    "Trust the balancer's vSwitches.",
  ),
  row(
    'ibm-vpc',
    IbmVpcLoadBalancer,
    { ...SERVICE, name: 'text', internalOnly: 'flag', subnets: 'list', zone: 'text', nodeSelector: 'text' },
    "Trust the balancer's subnets.",
  ),
  row(
    'exoscale',
    ExoscaleNetworkLoadBalancer,
    {
      ...SERVICE,
      name: 'text',
      description: 'text',
      serviceStrategy: 'text',
      instancePoolId: 'text',
    },
    NOBODY,
  ),
  row(
    'metallb',
    MetalLb,
    { ...RESTRICTABLE, addressPool: 'text', loadBalancerIps: 'list', sharingKey: 'text', loadBalancerClass: 'text' },
    NOBODY,
  ),
  row(
    'kube-vip',
    KubeVip,
    {
      ...RESTRICTABLE,
      loadBalancerIps: 'list',
      serviceInterface: 'text',
      forcePerServiceElection: 'flag',
      loadBalancerClass: 'text',
    },
    NOBODY,
  ),
  row('cilium-bgp', CiliumBgp, { ...RESTRICTABLE, loadBalancerIps: 'list', sharingKey: 'text' }, NOBODY),
  row('node-dns', NodePorts, NODE_PORTS, NOBODY),
  row(
    'self-managed',
    SelfManagedLoadBalancer,
    { ...NODE_PORTS, ...PROXY, addresses: 'list' },
    'Trust the addresses from which it dials.',
  ),
  row(
    'front-proxy',
    FrontProxy,
    {
      product: 'text',
      podNetworks: 'list',
      proxiesBefore: 'list',
      ingressClassName: 'text',
      hosts: 'list',
      annotations: 'map',
    },
    'Trust the network of the pods, and let a NetworkPolicy admit the proxy alone.',
  ),
  row(
    'cloudflare-tunnel',
    CloudflareTunnel,
    {},
    'Trust the network of the pods, and let a NetworkPolicy admit cloudflared alone.',
  ),
];
