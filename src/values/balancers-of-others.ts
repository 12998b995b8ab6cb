import { row } from './row';
import { AlibabaClassicLoadBalancer } from '../load-balancers/alibaba/classic-load-balancer';
import { AlibabaNetworkLoadBalancer } from '../load-balancers/alibaba/network-load-balancer';
import { CivoLoadBalancer } from '../load-balancers/civo/load-balancer';
import { CloudscaleLoadBalancer } from '../load-balancers/cloudscale/load-balancer';
import { DigitalOceanNetworkLoadBalancer } from '../load-balancers/digitalocean/network-load-balancer';
import { DigitalOceanRegionalLoadBalancer } from '../load-balancers/digitalocean/regional-load-balancer';
import { ExoscaleNetworkLoadBalancer } from '../load-balancers/exoscale/network-load-balancer';
import { HetznerLoadBalancer } from '../load-balancers/hetzner/load-balancer';
import { HuaweiLoadBalancer } from '../load-balancers/huawei/load-balancer';
import { IbmVpcLoadBalancer } from '../load-balancers/ibm/vpc-load-balancer';
import { LinodeNodeBalancer } from '../load-balancers/linode/node-balancer';
import { OciFlexibleLoadBalancer } from '../load-balancers/oci/flexible-load-balancer';
import { OciNetworkLoadBalancer } from '../load-balancers/oci/network-load-balancer';
import { OctaviaLoadBalancer } from '../load-balancers/openstack/octavia-load-balancer';
import { ScalewayLoadBalancer } from '../load-balancers/scaleway/load-balancer';
import { StackitLoadBalancer } from '../load-balancers/stackit/load-balancer';
import { TencentLoadBalancer } from '../load-balancers/tencent/load-balancer';
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
    'stackit',
    StackitLoadBalancer,
    {
      ...RESTRICTABLE,
      internalOnly: 'flag',
      reservedIpv4: 'text',
      balancerType: 'text',
      idleTimeoutSeconds: 'count',
    },
    'Trust the network of the nodes.',
  ),
  row(
    'tencent-clb',
    TencentLoadBalancer,
    { ...SERVICE, directAccess: 'flag', internalSubnetId: 'text', nodeSelector: 'text' },
    NOBODY,
  ),
  row('huawei-elb', HuaweiLoadBalancer, { ...SERVICE, loadBalancerId: 'text', autocreate: 'text' }, NOBODY),
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
];
