import { Balancer, row } from './row';
import { AksApplicationGateway } from '../load-balancers/aks/application-gateway';
import { AksApplicationGatewayForContainers } from '../load-balancers/aks/application-gateway-for-containers';
import { AksLoadBalancer } from '../load-balancers/aks/load-balancer';
import { AksPrivateLinkService } from '../load-balancers/aks/private-link-service';
import { AlibabaClassicLoadBalancer } from '../load-balancers/alibaba/classic-load-balancer';
import { AlibabaNetworkLoadBalancer } from '../load-balancers/alibaba/network-load-balancer';
import { AwsApplicationLoadBalancer } from '../load-balancers/aws/application-load-balancer';
import { AwsApplicationTargetGroupBinding } from '../load-balancers/aws/application-target-group-binding';
import { AwsClassicLoadBalancer } from '../load-balancers/aws/classic-load-balancer';
import { AwsGatewayApplicationLoadBalancer } from '../load-balancers/aws/gateway-application-load-balancer';
import { AwsGatewayNetworkLoadBalancer } from '../load-balancers/aws/gateway-network-load-balancer';
import { AwsInTreeNetworkLoadBalancer } from '../load-balancers/aws/in-tree-network-load-balancer';
import { AwsNetworkLoadBalancer } from '../load-balancers/aws/network-load-balancer';
import { AwsNetworkTargetGroupBinding } from '../load-balancers/aws/network-target-group-binding';
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
import { GkeApplicationLoadBalancer } from '../load-balancers/gke/application-load-balancer';
import { GkeInternalApplicationLoadBalancer } from '../load-balancers/gke/internal-application-load-balancer';
import { GkeNetworkLoadBalancer } from '../load-balancers/gke/network-load-balancer';
import { GkePrivateServiceConnect } from '../load-balancers/gke/private-service-connect';
import { GkeRegionalApplicationLoadBalancer } from '../load-balancers/gke/regional-application-load-balancer';
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
const NODES = 'the network of the nodes';
const SUBNETS_OR_NODES = `Trust the balancer's subnets with targetType=ip, and ${NODES} with instance.`;
const SUBNETS = "Trust the balancer's subnets.";
const PROXY_ONLY = "Trust the proxy-only subnet, and the balancer's own address, such as 10.129.0.0/23,10.0.0.7/32.";
const ITS_SUBNET = "Trust the balancer's subnet.";
const VPC = 'Trust the range of the VPC.';

/**
 * Every class of balancer, by the id that the check gives it. Two classes may share an id, and differ in their ways.
 */
export const LOAD_BALANCERS: readonly Balancer[] = [
  row(AwsNetworkLoadBalancer, SUBNETS_OR_NODES),
  row(AwsNetworkLoadBalancer, SUBNETS_OR_NODES, { id: 'eks-auto-nlb', preset: { eksAutoMode: true } }),
  row(AwsInTreeNetworkLoadBalancer, NOBODY),
  row(AwsClassicLoadBalancer, `Trust the balancer's subnets, and ${NODES}: connections pass a node port.`),
  row(AwsApplicationLoadBalancer, SUBNETS),
  row(AwsApplicationLoadBalancer, SUBNETS, { id: 'eks-auto-alb', preset: { eksAutoMode: true } }),
  row(AwsGatewayNetworkLoadBalancer, SUBNETS),
  row(AwsGatewayApplicationLoadBalancer, SUBNETS),
  row(AwsNetworkTargetGroupBinding, SUBNETS_OR_NODES),
  row(AwsApplicationTargetGroupBinding, SUBNETS),
  row(GkeNetworkLoadBalancer, NOBODY),
  row(GkePrivateServiceConnect, 'Trust the subnets of the attachment (natSubnets), and nothing else.'),
  row(
    GkeApplicationLoadBalancer,
    "Trust Google's front ends, and the balancer's own address: 35.191.0.0/16,130.211.0.0/22,203.0.113.10/32.",
  ),
  row(GkeInternalApplicationLoadBalancer, PROXY_ONLY),
  row(GkeRegionalApplicationLoadBalancer, PROXY_ONLY),
  row(AksLoadBalancer, NOBODY),
  row(AksPrivateLinkService, 'Trust the range of ipConfigurationSubnet, and nothing else.'),
  row(AksApplicationGateway, 'Trust the subnet of the gateway.'),
  row(AksApplicationGatewayForContainers, 'Trust the subnet that is delegated to it.'),
  row(DigitalOceanNetworkLoadBalancer, NOBODY),
  row(DigitalOceanRegionalLoadBalancer, VPC),
  row(
    HetznerLoadBalancer,
    "Trust the balancer's address: with usePrivateNetwork=true the one in the private network, else its public one.",
  ),
  row(OctaviaLoadBalancer, 'Trust the subnet from which the balancer dials the nodes (memberSubnetId).'),
  row(
    ScalewayLoadBalancer,
    "Trust the range of the private network that it shares with the nodes; without one, the balancer's addresses.",
  ),
  row(LinodeNodeBalancer, 'Trust 192.168.255.0/24, or the backendIpv4Range that you give.'),
  row(VultrLoadBalancer, "Trust the range of the VPC with usePrivateNetwork=true, else the balancer's own address."),
  row(UpCloudLoadBalancer, 'Trust the range of the private network.'),
  row(CivoLoadBalancer, "Trust the range of the cluster's network."),
  row(CloudscaleLoadBalancer, 'Trust the range of the private network.'),
  row(OciFlexibleLoadBalancer, ITS_SUBNET),
  row(OciNetworkLoadBalancer, ITS_SUBNET),
  row(AlibabaClassicLoadBalancer, 'Trust 100.64.0.0/10, from which it dials.'),
  row(AlibabaNetworkLoadBalancer, "Trust the balancer's vSwitches."),
  row(IbmVpcLoadBalancer, SUBNETS),
  row(StackitLoadBalancer, 'Trust the network of the nodes.'),
  row(TencentLoadBalancer, NOBODY),
  row(HuaweiLoadBalancer, NOBODY),
  row(ExoscaleNetworkLoadBalancer, NOBODY),
  row(MetalLb, NOBODY),
  row(KubeVip, NOBODY),
  row(CiliumBgp, NOBODY),
  row(NodePorts, NOBODY),
  row(SelfManagedLoadBalancer, 'Trust the addresses from which it dials.'),
  row(FrontProxy, 'Trust the network of the pods, and let a NetworkPolicy admit the proxy alone.'),
  row(CloudflareTunnel, 'Trust the network of the pods, and let a NetworkPolicy admit cloudflared alone.'),
];
